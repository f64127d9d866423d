//! Our solutions to the exercises of chapter 15.

pub mod apology;
pub mod places;
pub mod url;
