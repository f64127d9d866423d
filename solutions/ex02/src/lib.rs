//! Our solutions to the exercises of chapter 2.

pub mod interleave;
pub mod passing;
pub mod portwait;
pub mod query;
pub mod time;
