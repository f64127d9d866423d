//! Exercises of chapter 5.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod chunk;
pub mod labels;
pub mod netstring;
pub mod tlv;
