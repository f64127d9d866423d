//! Our solutions to the exercises of chapter 10.

pub mod chat;
pub mod idle;
pub mod names;
pub mod per_peer;
pub mod quote;
