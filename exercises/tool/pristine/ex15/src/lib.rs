//! Exercises of chapter 15: environ, start_response, and the body's end.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod apology;
pub mod places;
pub mod url;
