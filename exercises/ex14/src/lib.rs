//! Exercises of chapter 14: where messages end, and what that decides.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod again;
pub mod chunks;
pub mod in_order;
pub mod memcached;
pub mod smuggle;
