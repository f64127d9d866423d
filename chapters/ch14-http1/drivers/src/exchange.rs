//! One request and its answer.

mod reading;

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Instant;

use endpoint::Peer;
use http_basic::Talk;
use http1::{Connection, Date, Head, Request, Role, State, reason};
use nix::poll::PollFlags;

use crate::Failure;
use crate::times::{Times, after};

/// So many bytes wait to be sent before somebody waits for the client to take
/// them: 64 KiB.
const FULL: usize = 64 * 1024;

/// One request and its answer, as a [`crate::Service`] sees them.
///
/// What is written is gathered and sent when 64 KiB are there, when the
/// service waits for more of the body, and when no further request is here:
/// the answers of a pipeline leave together.
pub struct Exchange<'a> {
    pub(crate) machine: &'a mut Connection,
    pub(crate) talk: &'a Talk<'a>,
    pub(crate) peer: &'a Peer,
    pub(crate) times: &'a Times,
    pub(crate) date: Date,
    /// So many bytes of the machine's last content were read.
    pub(crate) taken: usize,
    /// When the body must be here.
    pub(crate) body_until: &'a mut Option<Instant>,
}

impl Exchange<'_> {
    /// The head of the request.
    pub fn request(&self) -> Request<'_> {
        self.machine.request()
    }

    /// The same, to be read while the body comes: see [`Connection::head`].
    pub fn head(&self) -> Arc<Head> {
        self.machine.head()
    }

    /// Who asks.
    pub fn peer(&self) -> &Peer {
        self.peer
    }

    /// Begins the response: see [`Connection::send_response`].
    ///
    /// # Errors
    ///
    /// [`Failure::Send`]; [`Failure::Client`] (what the system said).
    pub fn respond<'f>(
        &mut self,
        status: u16,
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    ) -> Result<(), Failure> {
        self.respond_as(status, reason(status).as_bytes(), fields)
    }

    /// The same in other words: see [`Connection::send_response_as`].
    ///
    /// # Errors
    ///
    /// [`Failure::Send`], [`Failure::Client`].
    pub fn respond_as<'f>(
        &mut self,
        status: u16,
        words: &[u8],
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    ) -> Result<(), Failure> {
        // A process hears of the end in its waits. The one for this head was
        // just now; but a body may have taken long, and came without a wait.
        if self.body_until.is_some() {
            self.talk.look()?;
        }
        if self.talk.is_ending() {
            self.machine.close_after_this();
        }
        let date = self.date;
        Ok(self.machine.send_response_as(status, words, fields, &date)?)
    }

    /// Appends content; see [`Connection::send_data`].
    ///
    /// # Errors
    ///
    /// [`Failure::Send`], [`Failure::Client`].
    pub fn write(&mut self, data: &[u8]) -> Result<(), Failure> {
        if data.len() >= FULL && self.machine.send_direct(data.len())? {
            return self.send(data); // not worth a copy
        }
        for piece in data.chunks(FULL) {
            self.machine.send_data(piece)?;
            self.flush_when_full()?;
        }
        Ok(())
    }

    fn flush_when_full(&mut self) -> Result<(), Failure> {
        match self.machine.output().len() {
            ..FULL => Ok(()),
            _ => self.flush(),
        }
    }

    /// Sends now what was gathered: for content that the client shall see
    /// before there is more.
    ///
    /// # Errors
    ///
    /// [`Failure::Client`]: it has gone, or has not read in time.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.send(b"")
    }

    /// Ends the response, and sends what was gathered: for a service that has
    /// work left which the client need not wait for. Nothing of the request
    /// may be read behind it.
    ///
    /// # Errors
    ///
    /// [`Failure::Send`] when there is less content than the head promised;
    /// [`Failure::Client`].
    pub fn end(&mut self) -> Result<(), Failure> {
        if self.machine.states().of(Role::Server) == State::SendBody {
            self.machine.end()?;
        }
        self.flush()
    }

    /// Sends what was gathered, and `data` behind it.
    fn send(&mut self, mut data: &[u8]) -> Result<(), Failure> {
        let end = after(self.times.write);
        loop {
            let output = self.machine.output();
            let gathered = output.len();
            if gathered + data.len() == 0 {
                return Ok(());
            }
            match self.talk.try_send_both(output, data) {
                Ok(n) => {
                    self.machine.sent(n.min(gathered));
                    data = &data[n.saturating_sub(gathered)..];
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    let room = self.talk.wait(PollFlags::POLLOUT, Some(end))?;
                    if !room || Instant::now() >= end {
                        let error = io::Error::from(ErrorKind::TimedOut);
                        return Err(error.into());
                    }
                }
                Err(e) => return Err(e.into()),
            }
        }
    }

    /// The service has returned: what is left to do.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        match self.machine.states().of(Role::Server) {
            State::SendResponse => {
                return Err(Failure::service("it gave no response"));
            }
            State::SendBody => self.machine.end()?,
            _ => {}
        }
        self.flush_when_full()
    }

    /// Tells the client what became of its request; false: it cannot be told,
    /// and the connection is to be cut.
    pub(crate) fn fail(&mut self, failure: &Failure) -> bool {
        if self.machine.states().of(Role::Server) != State::SendResponse {
            return false;
        }
        match failure {
            Failure::Client(_) => false,
            Failure::Request(error) => self.machine.refuse(*error, &self.date),
            Failure::Send(_) | Failure::Service(_) => {
                self.machine.apologize(&self.date)
            }
        }
    }
}
