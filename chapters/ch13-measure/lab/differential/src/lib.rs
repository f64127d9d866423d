//! Chapter 14's machine and hyper's connection, as readers of the same bytes.
//!
//! `cargo test --release --manifest-path chapters/ch13-measure/lab/Cargo.toml
//! -p differential` gives both the same streams of requests: a corpus of valid
//! and invalid ones, and mutations of them. hyper's connection is the whole
//! one, over a stream in memory. Two readers in a row who disagree about where
//! a request ends are how requests are smuggled (RFC 9112, section 11.2).
//!
//! # The rule
//!
//! What ours hands on is what hyper hands on, or the beginning of it: method,
//! target, version, fields, body, trailers. Where ours stops earlier, its
//! error is on a list with the section of the RFC that it follows.
//!
//! # Layout
//!
//! * `ours`, `theirs`: the two readers.
//! * `corpus`: the streams; `stricter`: the list, with an example of each.
//! * `rule`: the rule.

#![forbid(unsafe_code)]

mod corpus;
mod ours;
mod rule;
mod stricter;
mod theirs;

use http1::Error;
use hyper::Uri;

pub use corpus::{CORPUS, corpus};
pub use ours::ours;
pub use rule::differ;
pub use stricter::{STRICTER, Stricter};
pub use theirs::Hyper;

/// A request, as an application gets it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Its method.
    pub method: String,
    /// Its target, read by the same parser for both readers.
    pub target: Uri,
    /// 0 or 1: the digit behind `HTTP/1.`.
    pub minor: u8,
    /// Names in small letters, and values, sorted.
    pub fields: Pairs,
    /// Its content, as far as it came.
    pub body: Vec<u8>,
    /// The fields behind the content, sorted.
    pub trailers: Pairs,
    /// Whether it came to its end.
    pub whole: bool,
}

/// Names and values.
pub type Pairs = Vec<(String, Vec<u8>)>;

/// Why no more came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The reader is content: the stream ended, or the last request was to be.
    Ends,
    /// Ours refused what followed.
    Refused(Error),
    /// hyper refused it: its message.
    Theirs(String),
}

/// All that a reader makes of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What it handed on.
    pub messages: Vec<Message>,
    /// And then?
    pub ending: Ending,
}

/// Names and values in an order that both can be brought to.
pub(crate) fn pairs<'a>(
    fields: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Pairs {
    let mut pairs: Pairs = fields
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_vec()))
        .collect();
    pairs.sort();
    pairs
}
