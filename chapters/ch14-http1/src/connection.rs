//! The server's side of a connection: bytes in, events out.

mod answer;
mod direct;
mod event;
mod heading;
mod reading;

use std::sync::Arc;

use bytes::BytesMut;

use crate::body::Body;
use crate::error::Error;
use crate::finder::Finder;
use crate::limits::Limits;
use crate::request::{Head, Request};
use crate::state::{Role, State, States};
use crate::writing::Sending;

pub use event::{Event, Wait};
use reading::Happened;

/// The server's side of one connection.
///
/// A driver hands in what it read ([`Connection::receive`]), asks what that
/// means ([`Connection::next_event`]), and sends [`Connection::output`]. The
/// application answers with `send_response`, `send_data` and `end`. There is
/// no socket and no clock inside, so every kind of server can drive it.
///
/// ```
/// use std::time::SystemTime;
/// use http1::{Connection, Date, Event};
///
/// let mut connection = Connection::default();
/// connection.receive(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
/// let Event::Request(request) = connection.next_event()? else { panic!() };
/// assert_eq!((request.method(), request.path()), ("GET", "/"));
/// assert_eq!(connection.next_event()?.name(), "EndOfMessage");
///
/// let date = Date::new(SystemTime::UNIX_EPOCH);
/// let fields = [("Content-Length", &b"3"[..])];
/// connection.send_response(200, fields, &date)?;
/// connection.send_data(b"hi\n")?;
/// connection.end()?;
/// assert_eq!(
///     connection.output(),
///     b"HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\
///       Content-Length: 3\r\n\r\nhi\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Connection {
    limits: Limits,
    states: States,
    /// Received, and not yet understood or handed out.
    input: BytesMut,
    /// This many bytes at its front were handed out as content.
    lent: usize,
    /// The client will send no more.
    ended: bool,
    finder: Finder,
    /// Of the request that is being answered. Whoever answers may hold it,
    /// too, and read it while the body comes; then the next request has a
    /// new one.
    head: Arc<Head>,
    body: Body,
    /// The client waits for a 100 before it sends its body.
    expecting: bool,
    /// What may still be thrown away, of this body or while closing.
    budget: u64,
    sending: Sending,
    /// To be sent. The application makes it grow, never the client.
    output: BytesMut,
    /// Why no more requests are read.
    failed: Option<Error>,
}

impl Default for Connection {
    fn default() -> Connection {
        Connection::new(Limits::default())
    }
}

impl Connection {
    /// A connection on which nothing was said yet.
    pub fn new(limits: Limits) -> Connection {
        Connection {
            limits,
            states: States::default(),
            input: BytesMut::new(),
            lent: 0,
            ended: false,
            finder: Finder::new(Role::Client, &limits),
            head: Arc::default(),
            body: Body::new(&limits),
            expecting: false,
            budget: limits.drain,
            sending: Sending::default(),
            output: BytesMut::new(),
            failed: None,
        }
    }

    /// How many bytes can be received now. 0: do not read.
    pub fn room(&self) -> usize {
        match self.states.of(Role::Client) {
            _ if self.ended => 0,
            State::MustClose | State::Closed | State::Error => {
                usize::try_from(self.budget).unwrap_or(usize::MAX)
            }
            _ => self.limits.input().saturating_sub(self.input.len()),
        }
    }

    /// Takes what was read: at most [`Connection::room`] bytes, and says how
    /// many.
    // ANCHOR: receive
    pub fn receive(&mut self, bytes: &[u8]) -> usize {
        self.release();
        let taken = bytes.len().min(self.room());
        match self.states.of(Role::Client) {
            State::MustClose | State::Closed | State::Error => {
                self.budget -= taken as u64; // thrown away
            }
            _ => self.input.extend_from_slice(&bytes[..taken]),
        }
        taken
    }
    // ANCHOR_END: receive

    /// Takes the end of the stream: the client will send no more. It may
    /// still read: what it asked for before is answered.
    pub fn receive_end(&mut self) {
        self.ended = true;
    }

    /// What the bytes mean. Called again until it gives `NeedData`, `Paused`,
    /// `Switched` or `ConnectionClosed`.
    ///
    /// To ask for the body is to read it: where the client waits for a `100
    /// Continue`, the first such call puts that into the output.
    ///
    /// # Errors
    ///
    /// When what came is no request, or breaks a limit; from then on each
    /// call gives the same error. See [`Connection::refuse`].
    // ANCHOR: next-event
    pub fn next_event(&mut self) -> Result<Event<'_>, Error> {
        self.release();
        if let Some(error) = self.failed {
            return Err(error);
        }
        let happened = self.advance().inspect_err(|error| {
            self.fail(*error);
        })?;
        Ok(match happened {
            Happened::Request => Event::Request(self.head.request()),
            Happened::Data => Event::Data(&self.input[..self.lent]),
            Happened::EndOfMessage => {
                Event::EndOfMessage(self.body.chunked.trailers.fields())
            }
            Happened::Nothing => Event::NeedData,
            Happened::Paused => Event::Paused,
            Happened::Switched => Event::Switched,
            Happened::Closed => Event::ConnectionClosed,
        })
    }
    // ANCHOR_END: next-event

    /// The head of the request that is being answered, once there was one.
    pub fn request(&self) -> Request<'_> {
        self.head.request()
    }

    /// The same, for whoever reads the body and writes the answer meanwhile:
    /// a count of owners, no copy.
    pub fn head(&self) -> Arc<Head> {
        Arc::clone(&self.head)
    }

    /// The content that the last event handed out ([`Event::Data`]).
    pub fn content(&self) -> &[u8] {
        &self.input[..self.lent]
    }

    /// The states of both sides.
    pub fn states(&self) -> &States {
        &self.states
    }

    /// Which time-out applies now, after [`Connection::next_event`] gave
    /// nothing more to do.
    // ANCHOR: waiting-for
    pub fn waiting_for(&self) -> Wait {
        use State::*;
        let (client, server) =
            (self.states.of(Role::Client), self.states.of(Role::Server));
        match (client, server) {
            _ if !self.output.is_empty() => Wait::Write,
            (_, MustClose | Closed | Error) if self.ended => Wait::Close,
            (_, MustClose | Closed | Error) if self.budget == 0 => Wait::Close,
            (_, MustClose | Closed | Error) => Wait::Linger,
            (SendBody, _) => Wait::Body,
            (Idle, _) | (Done, Done) => {
                let idle = self.finder.is_empty(&self.input);
                if idle { Wait::Idle } else { Wait::Head }
            }
            _ => Wait::Application,
        }
    }
    // ANCHOR_END: waiting-for
}
