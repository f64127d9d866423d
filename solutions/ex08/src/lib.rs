//! Our solutions to the exercises of chapter 8.

pub mod bucket;
pub mod cache;
pub mod dict;
pub mod permits;
pub mod worker;
