//! Exercises of chapter 4.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod dots;
pub mod events;
pub mod replies;
pub mod strict;
