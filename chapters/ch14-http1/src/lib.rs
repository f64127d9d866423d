//! HTTP/1.1 as a state machine without I/O, which refuses what is ambiguous.
//!
//! Bytes go in and events come out; answers go in and bytes come out. There is
//! no socket and no clock here, so threads, processes, event loops and
//! coroutines drive the same machine, and a test is a few bytes.
//!
//! # Layout
//!
//! * `connection`: [`Connection`], the server's side; in it `event`:
//!   [`Event`], [`Wait`]; `reading`: bytes in; `answer`, `heading`: bytes out.
//! * `client`: [`Client`], the other side; in it `reply`: [`Reply`].
//! * `state`: [`States`], whose turn it is; the table that both follow.
//! * `finder`, `head`: finding a head and parsing it; `request`: [`Request`],
//!   [`Head`]; `facts`: what fields mean; `target`: the four forms of a target;
//!   `fields`: [`Fields`].
//! * `body`, `chunked`: where a body ends.
//! * `writing`, `date`, `reason`: what both sides have in common when they
//!   send; [`Date`]; [`reason`].
//! * `limits`, `error`: [`Limits`], [`Error`] with its status code,
//!   [`SendError`].
//!
//! # Strict where others guess
//!
//! Where RFC 9112 lets a recipient repair what is broken, this one refuses:
//! a bare line feed, a folded field, two equal `Content-Length`s, an unknown
//! transfer coding. A proxy in front that repaired it in another way would
//! see other requests than we do.
//!
//! # Left out
//!
//! Transfer codings but `chunked`; trailers in responses; what content means
//! (ranges, conditions, negotiation), which is the application's.

mod body;
mod chunked;
mod client;
mod connection;
mod date;
mod error;
mod facts;
mod fields;
mod finder;
mod head;
mod limits;
mod reason;
mod request;
mod state;
mod target;
mod writing;

pub use client::{Client, Reply, Response};
pub use connection::{Connection, Event, Wait};
pub use date::Date;
pub use error::{Error, SendError};
pub use fields::{Fields, is_token, is_value};
pub use head::Version;
pub use limits::{Limits, MAX_FIELDS};
pub use reason::reason;
pub use request::{Framing, Head, Request};
pub use state::{OutOfTurn, Role, State, States, Step};
pub use target::Form;
