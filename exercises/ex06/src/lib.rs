//! Exercises of chapter 6: HTTP, and what is said apart from how it is served.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod forward;
pub mod fresh;
pub mod smtp;
pub mod telnet;
pub mod url;
