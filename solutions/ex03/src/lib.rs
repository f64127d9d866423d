//! Our solutions to the exercises of chapter 3.

pub mod card;
pub mod clean_end;
pub mod tar;
pub mod transport;
