//! The server's side of a connection: answers in, bytes out.

use bytes::{Buf, BufMut, BytesMut};

use super::Connection;
use super::heading::put_status;
use crate::date::Date;
use crate::error::{Error, SendError};
use crate::head::Version;
use crate::reason::reason;
use crate::state::{Role, State, Step};
use crate::writing::put_fields;

impl Connection {
    /// Appends a response that another one will follow: 100, 102 to 199
    /// (RFC 9110, section 15.2).
    ///
    /// # Errors
    ///
    /// [`SendError::NotAsked`] when the client speaks HTTP/1.0, and as
    /// [`Connection::send_response`].
    pub fn send_informational<'f>(
        &mut self,
        status: u16,
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    ) -> Result<(), SendError> {
        self.states.check(Role::Server, Step::Informational)?;
        if !matches!(status, 100 | 102..=199) {
            return Err(SendError::Status(status));
        }
        if self.request().version() == Version::Http10 {
            return Err(SendError::NotAsked(status));
        }
        let start = self.output.len();
        put_status(status, reason(status).as_bytes(), &mut self.output);
        let said = put_fields(fields, &mut self.output);
        let framed = |length: Option<u64>| match length {
            Some(_) => Err(SendError::Framing), // RFC 9110, section 8.6
            None => Ok(()),
        };
        said.and_then(|said| framed(said.length))
            .inspect_err(|_| self.output.truncate(start))?;
        self.output.put_slice(b"\r\n");
        self.expecting &= status != 100;
        Ok(())
    }

    /// Appends the head of a response.
    ///
    /// The machine adds `Date` unless there is one, what `Connection` has to
    /// say of `close` and `keep-alive`, and `Transfer-Encoding: chunked` where
    /// no `Content-Length` is given and content may follow; to an HTTP/1.0
    /// client, which knows no chunks, such content ends with the connection.
    /// Status 101, and 2xx to a CONNECT, end HTTP on this connection; they
    /// wait for the end of the request.
    ///
    /// # Errors
    ///
    /// [`SendError`]: nothing is written then.
    pub fn send_response<'f>(
        &mut self,
        status: u16,
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
        date: &Date,
    ) -> Result<(), SendError> {
        self.send_response_as(status, reason(status).as_bytes(), fields, date)
    }

    /// The same with other words behind the status code than those of
    /// [`reason`]: people read them, programs do not (RFC 9112, section 4).
    ///
    /// # Errors
    ///
    /// [`SendError::Field`] when a control character is in them; as
    /// [`Connection::send_response`].
    pub fn send_response_as<'f>(
        &mut self,
        status: u16,
        words: &[u8],
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
        date: &Date,
    ) -> Result<(), SendError> {
        let switches = self.switches(status)?;
        let step = if switches { Step::Switch } else { Step::Response };
        self.states.check(Role::Server, step)?;
        let (start, states) = (self.output.len(), self.states);
        if self.must_close() {
            self.states.close_after_this();
        }
        let status = (status, words);
        self.put_head(status, fields, date, switches).inspect_err(|_| {
            self.output.truncate(start);
            self.states = states;
        })?;
        self.expecting = false;
        Ok(self.states.go(Role::Server, step)?)
    }

    /// Appends content of the response. For a HEAD request it is dropped.
    ///
    /// # Errors
    ///
    /// [`SendError::TooMuch`], [`SendError::OutOfTurn`].
    pub fn send_data(&mut self, data: &[u8]) -> Result<(), SendError> {
        self.states.go(Role::Server, Step::Data)?;
        self.sending.data(data, &mut self.output)
    }

    /// Ends the response. The next request, if one may follow, is read by the
    /// next call of [`Connection::next_event`].
    ///
    /// # Errors
    ///
    /// [`SendError::TooLittle`]: the connection has to be given up
    /// ([`Connection::abort`]), so that the client notices.
    pub fn end(&mut self) -> Result<(), SendError> {
        self.states.check(Role::Server, Step::EndOfMessage)?;
        self.sending.end(&mut self.output)?;
        self.states.go(Role::Server, Step::EndOfMessage)?;
        if self.states.of(Role::Client) == State::MustClose {
            self.close_soon();
        }
        Ok(())
    }

    /// Answers what was no request, in one line, and ends the connection.
    /// False: a response has begun already, and is broken off.
    pub fn refuse(&mut self, error: Error, date: &Date) -> bool {
        if self.failed.is_none() {
            self.fail(error);
        }
        let mut body = BytesMut::new();
        body.put_slice(error.to_string().as_bytes());
        body.put_slice(b"\n");
        let length = body.len().to_string();
        let fields = [
            ("Content-Type", &b"text/plain; charset=utf-8"[..]),
            ("Content-Length", length.as_bytes()),
        ];
        let sent = self
            .send_response(error.status(), fields, date)
            .and_then(|()| self.send_data(&body))
            .and_then(|()| self.end());
        if sent.is_err() {
            self.abort();
        }
        sent.is_ok()
    }

    /// Answers with 500, in words that tell nothing, and ends the connection:
    /// the application has failed. False: a response has begun already.
    pub fn apologize(&mut self, date: &Date) -> bool {
        const SORRY: &[u8] = b"the server failed\n";
        if self.states.of(Role::Server) != State::SendResponse {
            return false;
        }
        self.close_after_this();
        let fields = [
            ("Content-Type", &b"text/plain; charset=utf-8"[..]),
            ("Content-Length", &b"18"[..]),
        ];
        self.send_response(500, fields, date)
            .and_then(|()| self.send_data(SORRY))
            .and_then(|()| self.end())
            .is_ok()
    }

    /// Gives up in the middle of a response: the connection is to be closed
    /// as it is, so that no client takes a part for the whole.
    pub fn abort(&mut self) {
        self.states.fail(Role::Server);
        self.close_soon();
    }

    /// What the driver's time-out means: an error to refuse with (408) when a
    /// request has begun; `None` when there is nobody to tell.
    pub fn time_out(&mut self) -> Option<Error> {
        use super::Wait::{Body, Head};
        if !matches!(self.waiting_for(), Head | Body) {
            return None;
        }
        self.fail(Error::Timeout);
        Some(Error::Timeout)
    }

    /// After this request no other is answered: a server that ends. What
    /// waits for its first byte can be closed at once.
    pub fn close_after_this(&mut self) {
        self.states.close_after_this();
    }

    /// No more requests are read; what comes is thrown away up to a limit.
    pub(super) fn close_soon(&mut self) {
        self.forget_input();
        self.budget = self.limits.linger;
        self.states.close_after_this();
    }

    /// What is to be sent.
    pub fn output(&self) -> &[u8] {
        &self.output
    }

    /// `count` bytes of [`Connection::output`] were sent.
    pub fn sent(&mut self, count: usize) {
        self.output.advance(count.min(self.output.len()));
    }

    /// What came behind the request that ended HTTP here: the first bytes of
    /// the other protocol. Empty unless [`super::Event::Switched`].
    pub fn take_rest(&mut self) -> BytesMut {
        self.release();
        match self.states.of(Role::Client) {
            State::Switched => self.input.split(),
            _ => BytesMut::new(),
        }
    }
}
