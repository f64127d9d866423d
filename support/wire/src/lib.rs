//! Recordings of conversations: who called what, and which bytes went where.
//!
//! A chapter's demo lets two real programs talk and records both sides. What
//! it prints, and what the book draws, comes from such a recording, so no
//! picture shows bytes that were never sent.
//!
//! # Layout
//!
//! * `recording`: the [`Recording`] and its [`Event`]s.
//! * `merge`: the parties' own lists, put into one order.
//! * `annotate`: which bytes frame messages and which are messages.
//! * `tap`: a [`Recorder`] and the [`Tap`] that it lays around a stream.
//! * `text`: bytes as text that a person can read, and a recording as text.

mod annotate;
mod merge;
mod recording;
mod tap;
mod text;

pub use recording::{Action, Event, Part, PartKind, Recording};
pub use tap::{Recorder, Side, Tap};
pub use text::{escape, escape_byte};
