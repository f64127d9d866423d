//! Exercises of chapter 16: forms of an answer, a tree of filters, signatures,
//! extractors and hooks.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod accept;
pub mod bearer;
pub mod links;
pub mod once;
pub mod topics;
