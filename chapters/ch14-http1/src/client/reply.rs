//! The client's side of a connection: what the bytes mean.

use bytes::Buf;

use super::Client;
use crate::body::Piece;
use crate::error::Error;
use crate::facts::Facts;
use crate::fields::Fields;
use crate::head::{Version, parse_response};
use crate::request::Framing;
use crate::state::{Role, State, Step};

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

impl Client {
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
        let happened = self.advance().inspect_err(|error| self.fail(*error))?;
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
        self.check_silence();
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.states.of(Role::Server) {
            State::Idle if !self.ended => Ok(Happened::Nothing),
            State::SendResponse => self.read_head(),
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
            return match self.ended {
                false => Ok(Happened::Nothing),
                true => Err(Error::UnfinishedHead(self.input.len())),
            };
        }
        let line = parse_response(&mut self.head, &self.limits)?;
        (self.version, self.status) = line;
        let facts = Facts::of(self.head.fields());
        let tunnel = self.connect && matches!(self.status, 200..=299);
        match self.status {
            ..100 => return Err(Error::StatusLine),
            101 if !self.upgrade => return Err(Error::NotAsked),
            _ if tunnel || self.status == 101 => self.turn(Step::Switch)?,
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

    fn fail(&mut self, error: Error) {
        self.failed = Some(error);
        self.states.fail(Role::Server);
    }

    /// What comes while nothing is asked for is no answer, whatever it looks
    /// like. Empty lines do not count (RFC 9112, section 9.2).
    pub(super) fn check_silence(&mut self) {
        let server = self.states.of(Role::Server);
        if !matches!(server, State::Idle | State::Done) || self.failed.is_some()
        {
            return;
        }
        while self.input.starts_with(b"\r\n") {
            self.input.advance(2);
        }
        if !b"\r".starts_with(&self.input) {
            self.fail(Error::NotAsked);
        }
    }

    pub(super) fn release(&mut self) {
        self.input.advance(std::mem::take(&mut self.lent));
    }
}
