//! Exercises of chapter 5: messages that say how long they are.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod backpatch;
pub mod labels;
pub mod netstring;
pub mod tlv;
pub mod zigzag;
