//! Our solutions to the exercises of chapter 7.

pub mod daemon;
pub mod pipeline;
pub mod reap;
pub mod status;
pub mod timeout;
