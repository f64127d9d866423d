//! Exercises of chapter 2: names and families.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod interleave;
pub mod passing;
pub mod portwait;
pub mod query;
pub mod time;
