//! Our solutions to the exercises of chapter 4.

pub mod dots;
pub mod events;
pub mod replies;
pub mod strict;
