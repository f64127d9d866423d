//! Messages that end with a mark.
//!
//! A mark (delimiter) is one or more bytes that stand in no message: a comma, a
//! line feed, `\r\n`, a blank line. The reader looks for it. That is the whole
//! idea, and it has two traps. A peer that never sends the mark fills the
//! memory of a reader without a limit; and a reader that starts its search over
//! for each piece that comes does work that grows with the square of the
//! message.
//!
//! # Layout
//!
//! * `delimited`: [`Delimited`], messages that end with any mark.
//! * `mark`: what a mark is and how it is found.
//! * `lines`: [`Lines`], text that ends with a line feed.
//!
//! Left out: marks inside messages, escaped by a second mark. The exercises do
//! that for mail (dot-stuffing).

mod delimited;
mod lines;
mod mark;

pub use delimited::{Delimited, DelimitedError, MAX_LENGTH};
pub use lines::{Lines, LinesError};
