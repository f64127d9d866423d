//! Server-sent events: how a server pushes news to a page.
//!
//! A browser's `EventSource` reads a response that does not end (HTML Living
//! Standard, section 9.2). It has two marks: a line ends with `\r\n`, `\n` or
//! `\r`, and an event ends with an empty line.
//!
//! ```text
//! ": nobody reads this\n"
//! "id: 7\n" "event: move\n" "data: e2\n" "data: e4\n" "\n"
//!                       Event { name: "move", data: "e2\ne4", id: "7" }
//! "data:next\r\n" "\r\n"
//!                       Event { name: "message", data: "next", id: "7" }
//! ```
//!
//! A line is a field's name, a colon, one space if there is one, and the value;
//! without a colon all of it is the name.
//!
//! * `data` adds a line to the event.
//! * `event` names the event; an empty name is `message`.
//! * `id` stays for all later events, until another comes. With a `\0` in it,
//!   it means nothing.
//! * Other names mean nothing. A comment (nothing before the colon) is one.
//! * An empty line ends the event. Without a `data` line before it there is no
//!   event, and the name is forgotten.
//!
//! A byte order mark (EF BB BF) at the start of the stream is no part of it.
//! Bytes that are not UTF-8 become `U+FFFD`. What the stream ends in the middle
//! of is thrown away.
//!
//! After a `\r` do not wait for what follows: the event must come now, and the
//! `\n`, if it comes later, ends nothing. When the data lines so far (each with
//! `\n`) and the line at hand (without its end) have more than `max_length`
//! bytes together, that is `TooLong`, and final.

use bytes::BytesMut;
use framing::{Decoder, Unfinished};
use thiserror::Error;

/// What the page's listener gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Which listener it is for.
    pub name: String,
    /// The values of the `data` lines, with `\n` between them.
    pub data: String,
    /// What a client sends as `Last-Event-ID` when it comes back; may be empty.
    pub id: String,
}

/// A decoder for server-sent events.
#[derive(Clone, Debug)]
pub struct Events {
    max_length: usize,
}

/// What can be wrong with events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EventError {
    /// An event does not end within the limit.
    #[error("an event is longer than {max} bytes")]
    TooLong {
        /// The limit.
        max: usize,
    },
    /// Never: what the stream ends in the middle of is thrown away.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl Events {
    /// Events of up to `max_length` bytes.
    pub fn new(max_length: usize) -> Events {
        Events { max_length }
    }
}

impl Decoder for Events {
    type Frame = Event;
    type Error = EventError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Event>, EventError> {
        let _ = (self.max_length, input);
        todo!("take line after line, until an empty one ends an event")
    }

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Event>, EventError> {
        let _ = input;
        todo!("no more bytes will come: what is not whole is thrown away")
    }
}
