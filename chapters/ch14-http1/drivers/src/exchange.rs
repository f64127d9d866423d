//! One request and its answer.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Instant;

use endpoint::Peer;
use http_basic::{READ_SIZE, Talk};
use http1::{Connection, Date, Event, Head, Request, Role, State, reason};
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

enum Happened {
    Data,
    End,
    Nothing,
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

    /// Reads content of the request into `buf`; 0: that was all. The first
    /// call sends `100 Continue` to a client that waits for it.
    ///
    /// # Errors
    ///
    /// [`Failure::Request`] when the body is broken, too long, or not here in
    /// time; [`Failure::Client`]. Hand both on.
    // ANCHOR: read
    pub fn read(&mut self, buf: &mut [u8]) -> Result<usize, Failure> {
        while self.taken == self.machine.content().len() {
            self.taken = 0;
            let happened = match self.machine.next_event()? {
                Event::Data(_) => Happened::Data,
                Event::NeedData => Happened::Nothing,
                _ => Happened::End,
            };
            match happened {
                Happened::Data => {}
                Happened::End => return Ok(0),
                Happened::Nothing => self.fill()?,
            }
        }
        let content = &self.machine.content()[self.taken..];
        let n = content.len().min(buf.len());
        buf[..n].copy_from_slice(&content[..n]);
        self.taken += n;
        Ok(n)
    }
    // ANCHOR_END: read

    /// Waits for more of the body.
    fn fill(&mut self) -> Result<(), Failure> {
        self.flush()?;
        let time = self.times.body;
        let end = *self.body_until.get_or_insert_with(|| after(time));
        let mut chunk = [0; READ_SIZE];
        let room = self.machine.room().min(chunk.len());
        loop {
            match self.talk.try_receive(&mut chunk[..room]) {
                Ok(0) => {
                    self.machine.receive_end();
                    return Ok(());
                }
                Ok(n) => {
                    self.machine.receive(&chunk[..n]);
                    return Ok(());
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                Err(e) => return Err(e.into()),
            }
            let more = self.talk.wait(PollFlags::POLLIN, Some(end))?;
            if !more || Instant::now() >= end {
                return Err(http1::Error::Timeout.into());
            }
        }
    }

    /// Begins the response: see [`Connection::send_response`].
    ///
    /// # Errors
    ///
    /// [`Failure::Send`].
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
    /// [`Failure::Send`].
    pub fn respond_as<'f>(
        &mut self,
        status: u16,
        words: &[u8],
        fields: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    ) -> Result<(), Failure> {
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
        self.machine.send_data(data)?;
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
        let end = after(self.times.write);
        while !self.machine.output().is_empty() {
            match self.talk.try_send(self.machine.output()) {
                Ok(n) => self.machine.sent(n),
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
        Ok(())
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
        match self.machine.output().len() {
            ..FULL => Ok(()),
            _ => self.flush(),
        }
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
