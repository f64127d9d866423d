//! Exercises of chapter 9: worker processes and their master.

// What is not solved yet is a `todo!()`.
#![allow(clippy::todo)]

pub mod handover;
pub mod pidfile;
pub mod restarts;
pub mod scoreboard;
pub mod slots;
