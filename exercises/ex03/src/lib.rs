//! Exercises of chapter 3.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod card;
pub mod clean_end;
pub mod tar;
pub mod transport;
