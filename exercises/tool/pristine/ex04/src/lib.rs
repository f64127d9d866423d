//! Exercises of chapter 4: messages that end with a mark.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod crlf_lines;
pub mod dot_stuffing;
pub mod events;
pub mod replies;
pub mod search;
