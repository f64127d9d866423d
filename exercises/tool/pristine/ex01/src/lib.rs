//! Exercises of chapter 1: a conversation of bytes.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod count;
pub mod daytime;
pub mod gather;
pub mod relay;
pub mod whois;
