//! Exercises of chapter 7: a process for each client.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod daemon;
pub mod pipeline;
pub mod reap;
pub mod status;
pub mod timeout;
