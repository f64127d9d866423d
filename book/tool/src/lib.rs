//! The book's tool.

pub mod check;
