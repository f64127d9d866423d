//! The book's tool: renders the pages and refuses a book that lies.
//!
//! # Layout
//!
//! * `root`: finds the repository; `source`: the book as it is written, its
//!   pages, fences and directives; `lists`: the tables of the book (floors,
//!   notes, exercises).
//! * `anchor`: the named parts of source files that pages show.
//! * `expand`: what each directive becomes.
//! * `picture`: drawings (conversations, the tower) as SVG.
//! * `render`: the book as HTML, by mdBook; `preprocess`: the same for a
//!   plain `mdbook build`; `serve`: over HTTP, rebuilt on each save.
//! * `check`: everything that a page can get wrong.
//! * `programs`: the chapters' programs, built once for all checks.
//! * `cli`: the command line.

pub mod anchor;
pub mod check;
pub mod cli;
pub mod error;
pub mod expand;
pub mod html;
pub mod lists;
pub mod picture;
pub mod preprocess;
pub mod programs;
pub mod render;
pub mod root;
pub mod serve;
pub mod source;

pub use error::{Error, Result};
