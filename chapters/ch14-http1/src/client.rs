//! The client's side of a connection.

mod reply;

use bytes::{Buf, BufMut, BytesMut};

use crate::body::Body;
use crate::error::{Error, SendError};
use crate::fields::{Store, is_token};
use crate::finder::Finder;
use crate::head::Version;
use crate::limits::Limits;
use crate::request::Framing;
use crate::state::{Role, States, Step};
use crate::writing::{Said, Sending, put_fields};

pub use reply::{Reply, Response};

/// The client's side of one connection: the same states, the same limits, the
/// other direction.
#[derive(Debug)]
pub struct Client {
    limits: Limits,
    states: States,
    input: BytesMut,
    lent: usize,
    ended: bool,
    finder: Finder,
    head: Store,
    status: u16,
    version: Version,
    /// The request was a HEAD / a CONNECT: its answer has no body / is the
    /// last of HTTP.
    head_only: bool,
    connect: bool,
    /// It offered another protocol.
    upgrade: bool,
    body: Body,
    sending: Sending,
    output: BytesMut,
    failed: Option<Error>,
}

impl Default for Client {
    fn default() -> Client {
        Client::new(Limits::default())
    }
}

impl Client {
    /// A connection on which nothing was said yet.
    pub fn new(limits: Limits) -> Client {
        Client {
            limits,
            states: States::default(),
            input: BytesMut::new(),
            lent: 0,
            ended: false,
            finder: Finder::new(Role::Server, &limits),
            head: Store::default(),
            status: 0,
            version: Version::Http11,
            head_only: false,
            connect: false,
            upgrade: false,
            body: Body::new(&limits),
            sending: Sending::default(),
            output: BytesMut::new(),
            failed: None,
        }
    }

    /// Appends the head of an HTTP/1.1 request. A body without a
    /// `Content-Length` goes in chunks when `has_body` says that one follows.
    ///
    /// # Errors
    ///
    /// [`SendError`]: nothing is written then. [`SendError::OutOfTurn`] also
    /// when the server has said something that is no answer.
    pub fn send_request<'f>(
        &mut self,
        method: &str,
        target: &str,
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
        has_body: bool,
    ) -> Result<(), SendError> {
        self.check_silence();
        self.states.next_cycle();
        self.states.check(Role::Client, Step::Request)?;
        if !is_token(method.as_bytes())
            || target.is_empty()
            || !target.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(SendError::RequestLine);
        }
        let start = self.output.len();
        for part in [method, " ", target, " HTTP/1.1\r\n"] {
            self.output.put_slice(part.as_bytes());
        }
        let said = put_fields(fields, &mut self.output)
            .inspect_err(|_| self.output.truncate(start))?;
        self.finish_head(said, has_body);
        self.upgrade = said.upgrade;
        self.head_only = method == "HEAD";
        self.connect = method == "CONNECT";
        Ok(self.states.go(Role::Client, Step::Request)?)
    }

    fn finish_head(&mut self, said: Said, has_body: bool) {
        let framing = match said.length {
            Some(length) => Framing::Length(length),
            None if has_body => {
                let coding = b"Transfer-Encoding: chunked\r\n";
                self.output.put_slice(coding);
                Framing::Chunked
            }
            None => Framing::Length(0),
        };
        if said.close {
            self.output.put_slice(b"Connection: close\r\n");
            self.states.close_after_this();
        }
        self.output.put_slice(b"\r\n");
        self.sending = Sending::new(framing, false);
    }

    /// Appends content of the request.
    ///
    /// # Errors
    ///
    /// [`SendError::TooMuch`], [`SendError::OutOfTurn`].
    pub fn send_data(&mut self, data: &[u8]) -> Result<(), SendError> {
        self.states.go(Role::Client, Step::Data)?;
        self.sending.data(data, &mut self.output)
    }

    /// Ends the request.
    ///
    /// # Errors
    ///
    /// [`SendError::TooLittle`], [`SendError::OutOfTurn`].
    pub fn end(&mut self) -> Result<(), SendError> {
        self.states.check(Role::Client, Step::EndOfMessage)?;
        self.sending.end(&mut self.output)?;
        Ok(self.states.go(Role::Client, Step::EndOfMessage)?)
    }

    /// Takes what was read, at most as much as the limits allow, and says how
    /// many bytes.
    pub fn receive(&mut self, bytes: &[u8]) -> usize {
        self.release();
        let room = self.limits.input().saturating_sub(self.input.len());
        let taken = bytes.len().min(room);
        self.input.extend_from_slice(&bytes[..taken]);
        taken
    }

    /// Takes the end of the stream.
    pub fn receive_end(&mut self) {
        self.ended = true;
    }

    /// The states of both sides.
    pub fn states(&self) -> &States {
        &self.states
    }

    /// What is to be sent.
    pub fn output(&self) -> &[u8] {
        &self.output
    }

    /// `count` bytes of [`Client::output`] were sent.
    pub fn sent(&mut self, count: usize) {
        self.output.advance(count.min(self.output.len()));
    }
}
