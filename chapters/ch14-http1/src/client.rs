//! The client's side of a connection.

use bytes::{Buf, BufMut, BytesMut};

use crate::body::{Body, Piece};
use crate::error::{Error, SendError};
use crate::fields::{Fields, Store, is_token};
use crate::head::{Finder, Version, parse_response};
use crate::limits::Limits;
use crate::request::{Facts, Framing};
use crate::state::{Role, State, States, Step};
use crate::writing::{Said, Sending, put_fields};

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
    body: Body,
    sending: Sending,
    output: BytesMut,
    failed: Option<Error>,
}

/// The head of a response.
#[derive(Clone, Copy, Debug)]
pub struct Response<'a> {
    /// Its status code, 100 to 999.
    pub status: u16,
    /// Which HTTP the server speaks.
    pub version: Version,
    /// Its fields.
    pub fields: Fields<'a>,
}

/// What the bytes of a server mean.
#[derive(Clone, Copy, Debug)]
pub enum Reply<'a> {
    /// Nothing yet: hand in more bytes.
    NeedData,
    /// A response with status 1xx; the real one follows.
    Informational(Response<'a>),
    /// The response.
    Response(Response<'a>),
    /// Content, never empty; gone at the next call.
    Data(&'a [u8]),
    /// The response is complete. Its trailer fields.
    EndOfMessage(Fields<'a>),
    /// The connection speaks another protocol now.
    Switched,
    /// Nothing more will come.
    ConnectionClosed,
}

enum Happened {
    Informational,
    Response,
    Data,
    EndOfMessage,
    Nothing,
    Switched,
    Closed,
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
            finder: Finder::new(&limits),
            head: Store::default(),
            status: 0,
            version: Version::Http11,
            head_only: false,
            connect: false,
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
    /// [`SendError`]: nothing is written then.
    pub fn send_request<'f>(
        &mut self,
        method: &str,
        target: &str,
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
        has_body: bool,
    ) -> Result<(), SendError> {
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
        match put_fields(fields, &mut self.output) {
            Ok(said) => self.finish_head(said, has_body),
            Err(error) => {
                self.output.truncate(start);
                return Err(error);
            }
        }
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

    /// What the bytes mean. Called again until it gives `NeedData`,
    /// `Switched` or `ConnectionClosed`.
    ///
    /// # Errors
    ///
    /// When what came is no response; each later call gives the same.
    pub fn next_event(&mut self) -> Result<Reply<'_>, Error> {
        self.release();
        if let Some(error) = self.failed {
            return Err(error);
        }
        let happened = self.advance().inspect_err(|error| {
            self.failed = Some(*error);
            self.states.fail(Role::Server);
        })?;
        let response = Response {
            status: self.status,
            version: self.version,
            fields: self.head.fields(),
        };
        Ok(match happened {
            Happened::Informational => Reply::Informational(response),
            Happened::Response => Reply::Response(response),
            Happened::Data => Reply::Data(&self.input[..self.lent]),
            Happened::EndOfMessage => {
                Reply::EndOfMessage(self.body.chunked.trailers.fields())
            }
            Happened::Nothing => Reply::NeedData,
            Happened::Switched => Reply::Switched,
            Happened::Closed => Reply::ConnectionClosed,
        })
    }

    fn advance(&mut self) -> Result<Happened, Error> {
        match self.states.of(Role::Server) {
            State::Idle | State::SendResponse => self.read_head(),
            State::SendBody => self.read_body(),
            State::Switched => Ok(Happened::Switched),
            State::Done if self.states.keep_alive() && !self.ended => {
                Ok(Happened::Nothing)
            }
            _ => Ok(Happened::Closed),
        }
    }

    fn read_head(&mut self) -> Result<Happened, Error> {
        if !self.finder.find(&mut self.input, &mut self.head)? {
            let empty = self.finder.is_empty(&self.input);
            let asked = self.states.of(Role::Client) != State::Idle;
            return match self.ended {
                false => Ok(Happened::Nothing),
                true if empty && !asked => Ok(Happened::Closed),
                true => {
                    let bytes = self.input.len();
                    Err(framing::Unfinished { bytes }.into())
                }
            };
        }
        let line = parse_response(&mut self.head, &self.limits)?;
        (self.version, self.status) = line;
        let facts = Facts::of(self.head.fields());
        let switched = self.status == 101
            || (self.connect && matches!(self.status, 200..=299));
        match self.status {
            _ if switched => self.turn(Step::Switch)?,
            100..=199 => {
                self.turn(Step::Informational)?;
                return Ok(Happened::Informational);
            }
            _ => {
                let framing = self.framing(&facts)?;
                self.turn(Step::Response)?;
                self.body.begin(framing);
                let kept = facts.persists(self.version)
                    && framing != Framing::UntilClose;
                if !kept {
                    self.states.close_after_this();
                }
            }
        }
        Ok(Happened::Response)
    }

    /// RFC 9112, section 6.3.
    fn framing(&self, facts: &Facts) -> Result<Framing, Error> {
        let said = facts.framing(self.version)?;
        let none = self.head_only || matches!(self.status, 204 | 304);
        match said {
            _ if none => Ok(Framing::Length(0)),
            Some(Framing::Length(more)) if more > self.limits.body => {
                Err(Error::BodyTooLong(self.limits.body))
            }
            said => Ok(said.unwrap_or(Framing::UntilClose)),
        }
    }

    fn read_body(&mut self) -> Result<Happened, Error> {
        match self.body.next(&mut self.input, self.ended)? {
            Piece::More => Ok(Happened::Nothing),
            Piece::Data(length) => {
                self.lent = length;
                Ok(Happened::Data)
            }
            Piece::End => {
                self.turn(Step::EndOfMessage)?;
                Ok(Happened::EndOfMessage)
            }
        }
    }

    /// The server's step; out of turn, its bytes are no answer to anything.
    fn turn(&mut self, step: Step) -> Result<(), Error> {
        let turned = self.states.go(Role::Server, step);
        turned.map_err(|_| Error::StatusLine)
    }

    fn release(&mut self) {
        self.input.advance(std::mem::take(&mut self.lent));
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
