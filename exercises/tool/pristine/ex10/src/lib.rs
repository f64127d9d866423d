//! Exercises of chapter 10: transport, concurrency and handler.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod chat;
pub mod idle;
pub mod names;
pub mod per_peer;
pub mod quote;
