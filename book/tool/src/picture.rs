//! Drawings as SVG, in the colors of `book/theme/figures.css`.
//!
//! # Layout
//!
//! * `svg`: the shapes, and nothing but shapes.
//! * `tower`: the floors of the book.
//! * `wire`: a recorded conversation.

pub mod svg;
pub mod tower;
pub mod wire;
