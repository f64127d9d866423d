//! Our solutions to the exercises of chapter 16.

pub mod accept;
pub mod bearer;
pub mod links;
pub mod once;
pub mod topics;
