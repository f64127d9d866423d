//! Exercises of chapter 15: environ, start_response, the body and the gateway.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod apology;
pub mod etag;
pub mod places;
pub mod scgi;
pub mod url;
