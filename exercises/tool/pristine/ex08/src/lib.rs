//! Exercises of chapter 8: threads.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod bucket;
pub mod cache;
pub mod dict;
pub mod permits;
pub mod worker;
