//! What a server hears, and what it waits for.

use crate::fields::Fields;
use crate::request::Request;

/// What the bytes of a client mean.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Nothing yet: hand in more bytes, after sending what is to be sent.
    NeedData,
    /// A request begins. Its head stays readable:
    /// [`crate::Connection::request`].
    Request(Request<'a>),
    /// Content of its body, never empty. A view: it is gone at the next call.
    Data(&'a [u8]),
    /// The request is complete. These are the fields behind a chunked body.
    EndOfMessage(Fields<'a>),
    /// The next request is not read before this one is answered.
    Paused,
    /// The connection speaks another protocol now: see
    /// [`crate::Connection::take_rest`].
    Switched,
    /// No further request will come.
    ConnectionClosed,
}

impl Event<'_> {
    /// The event's name, for messages.
    pub fn name(&self) -> &'static str {
        match self {
            Event::NeedData => "NeedData",
            Event::Request(_) => "Request",
            Event::Data(_) => "Data",
            Event::EndOfMessage(_) => "EndOfMessage",
            Event::Paused => "Paused",
            Event::Switched => "Switched",
            Event::ConnectionClosed => "ConnectionClosed",
        }
    }
}

/// What a connection waits for: which of its time-outs a driver applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// For the client to take what is to be sent.
    Write,
    /// For the application: to answer, to refuse, or to read on.
    Application,
    /// For the first byte of a request.
    Idle,
    /// For the rest of a head.
    Head,
    /// For more of a body.
    Body,
    /// All is said. The driver says so (`shutdown`), and reads until the
    /// client closes too: what it still sends would else destroy the answer
    /// (RFC 9112, section 9.6).
    Linger,
    /// For nothing: close.
    Close,
}
