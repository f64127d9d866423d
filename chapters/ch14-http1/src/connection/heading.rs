//! The server's side of a connection: the head of an answer.

use bytes::{BufMut, BytesMut};

use super::Connection;
use crate::date::Date;
use crate::error::SendError;
use crate::fields::is_value;
use crate::head::Version;
use crate::request::Framing;
use crate::state::{Role, State};
use crate::writing::{Said, Sending, put_fields, put_number};

impl Connection {
    /// Whether `status` ends HTTP on this connection.
    pub(super) fn switches(&self, status: u16) -> Result<bool, SendError> {
        let whole = match self.states.of(Role::Client) {
            State::SendBody => self.body.left() == Some(0),
            state => state == State::Done,
        };
        match status {
            101 if whole && self.head.offers_upgrade() => Ok(true),
            101 => Err(SendError::NotAsked(101)),
            200..=299 if !self.head.connect => Ok(false),
            200..=299 if whole => Ok(true),
            200..=299 => Err(SendError::NotAsked(status)),
            300..=999 => Ok(false),
            _ => Err(SendError::Status(status)),
        }
    }

    /// Whether what is left of the request is too much to be thrown away, or
    /// may never come.
    pub(super) fn must_close(&self) -> bool {
        let unread = self.states.of(Role::Client) == State::SendBody;
        let left = self.body.left().unwrap_or(0);
        self.expecting || (unread && left > self.limits.drain)
    }

    pub(super) fn put_head<'f>(
        &mut self,
        (status, words): (u16, &[u8]),
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
        date: &Date,
        switches: bool,
    ) -> Result<(), SendError> {
        if !is_value(words) {
            return Err(SendError::Field);
        }
        self.output.reserve(512); // most heads: grown once, if at all
        put_status(status, words, &mut self.output);
        let date_at = self.output.len();
        self.output.put_slice(date.line());
        let fields_at = self.output.len();
        let said = put_fields(fields, &mut self.output)?;
        if said.date {
            cut_out(&mut self.output, date_at, fields_at);
        }
        if switches {
            self.output.put_slice(b"\r\n");
            return match (status, said.length) {
                (101, None) if !said.upgrade => Err(SendError::NoUpgrade),
                (_, None) => Ok(()),
                (_, Some(_)) => Err(SendError::Framing),
            };
        }
        self.sending = self.framing(status, said)?;
        if said.close {
            self.states.close_after_this();
        }
        let old = self.request().version() == Version::Http10;
        match self.states.keep_alive() {
            false => self.output.put_slice(b"Connection: close\r\n"),
            true if old => {
                self.output.put_slice(b"Connection: keep-alive\r\n");
            }
            true => {}
        }
        self.output.put_slice(b"\r\n");
        Ok(())
    }

    /// How the body of a response is framed (RFC 9112, section 6.3).
    fn framing(
        &mut self,
        status: u16,
        said: Said,
    ) -> Result<Sending, SendError> {
        let head_only = self.head.head_only;
        let old = self.request().version() == Version::Http10;
        match (status, said.length) {
            (204, Some(_)) => Err(SendError::Framing),
            (205, Some(1..)) => Err(SendError::Framing),
            (204 | 304, _) => Ok(Sending::new(Framing::Length(0), false)),
            (205, None) => {
                self.output.put_slice(b"Content-Length: 0\r\n");
                Ok(Sending::new(Framing::Length(0), false))
            }
            (_, Some(length)) => {
                Ok(Sending::new(Framing::Length(length), head_only))
            }
            (_, None) if head_only => {
                Ok(Sending::new(Framing::Length(0), true))
            }
            (_, None) if old => {
                self.states.close_after_this();
                Ok(Sending::new(Framing::UntilClose, false))
            }
            (_, None) => {
                let coding = b"Transfer-Encoding: chunked\r\n";
                self.output.put_slice(coding);
                Ok(Sending::new(Framing::Chunked, false))
            }
        }
    }
}

/// The first line of a response. Always 1.1: it is what we speak, whatever
/// the client does (RFC 9110, section 6.2).
pub(super) fn put_status(status: u16, words: &[u8], output: &mut BytesMut) {
    output.put_slice(b"HTTP/1.1 ");
    put_number::<10>(status.into(), output);
    output.put_slice(b" ");
    output.put_slice(words);
    output.put_slice(b"\r\n");
}

/// Removes the bytes from `from` to `to`.
fn cut_out(output: &mut BytesMut, from: usize, to: usize) {
    output.copy_within(to.., from);
    output.truncate(output.len() - (to - from));
}
