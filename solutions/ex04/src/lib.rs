//! Our solutions to the exercises of chapter 4.

pub mod crlf_lines;
pub mod dot_stuffing;
pub mod events;
pub mod replies;
pub mod search;
