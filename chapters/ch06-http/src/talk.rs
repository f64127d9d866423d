//! The waits of a conversation, none of them longer than its limit.

use std::cell::{Cell, LazyCell};
use std::io::{self, ErrorKind};
use std::net::Shutdown;
use std::os::fd::AsFd;
use std::time::Instant;

use bytes::{Buf, BytesMut};
use endpoint::Stream;
use nix::poll::PollFlags;

use crate::now::{receive_now, send_both_now, send_now};
use crate::wait::{after, earliest, is_over, uninterrupted, wait};
use crate::{Limits, Stop};

/// How many bytes one read asks for: 8 KiB.
pub const READ_SIZE: usize = 8 * 1024;

/// How many bytes are thrown away after an early answer: 16 MiB.
pub const DRAIN_SIZE: usize = 16 * 1024 * 1024;

/// What a conversation depends on besides the two who hold it.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// How long to wait, and for what.
    pub limits: Limits,
    /// Whoever says this word closes idle connections at once, and gives the
    /// others `limits.grace`.
    pub stop: &'a Stop,
    /// Whether other clients queue behind this one. Asked again after each
    /// `limits.first` without a byte; where nobody has to queue: `&|| false`.
    pub others_wait: &'a dyn Fn() -> bool,
}

/// What a conversation with a client is made of: [`crate::converse`] stands on
/// it, and chapter 10 makes its files of it. Every wait has its limit and hears
/// the word "end".
pub struct Talk<'a> {
    stream: &'a Stream,
    terms: &'a Terms<'a>,
    /// When it must be over, once the server was told to end.
    stop_at: Cell<Option<Instant>>,
}

impl<'a> Talk<'a> {
    /// With the client at the other end of `stream`, on these terms.
    pub fn new(stream: &'a Stream, terms: &'a Terms<'a>) -> Talk<'a> {
        Talk { stream, terms, stop_at: Cell::new(None) }
    }

    /// Waits for bytes: how many came, 0 at the end of the stream. `None` when
    /// this conversation shall make room: the server ends and it is `idle`, or
    /// not even its `first` byte has come and others wait.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimedOut`]; what the system said.
    pub fn receive(
        &self,
        chunk: &mut [u8],
        idle: bool,
        first: bool,
    ) -> io::Result<Option<usize>> {
        let Limits { first: turn, idle: patience, .. } = self.terms.limits;
        // Where bytes are waiting already, no clock is read.
        let end = LazyCell::new(|| after(patience));
        // ANCHOR: receive
        loop {
            self.hear(self.terms.stop.is_stopped());
            if is_over(self.stop_at.get()) {
                return Err(ErrorKind::TimedOut.into());
            }
            match receive_now(self.stream, chunk) {
                Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                result => return result.map(Some),
            }
            if idle && self.stop_at.get().is_some() {
                return Ok(None);
            }
            let turn = if first { after(turn) } else { None };
            if self.wait(PollFlags::POLLIN, earliest(*end, turn))? {
                continue;
            }
            if first && (self.terms.others_wait)() {
                return Ok(None);
            }
            if is_over(*end) {
                return Err(ErrorKind::TimedOut.into());
            }
        }
        // ANCHOR_END: receive
    }

    /// Waits until there is something to look at: `event`, the word "end", a
    /// signal. False: it is `end`, or the grace is over.
    ///
    /// # Errors
    ///
    /// What the system said.
    pub fn wait(
        &self,
        event: PollFlags,
        end: Option<Instant>,
    ) -> io::Result<bool> {
        let stream = (self.stream.as_fd(), event);
        let end = earliest(end, self.stop_at.get());
        if self.stop_at.get().is_some() {
            // The word was heard; its descriptor stays readable.
            return Ok(uninterrupted(wait([stream], end))? != Some([false]));
        }
        let stop = (self.terms.stop.as_fd(), PollFlags::POLLIN);
        let ready = uninterrupted(wait([stream, stop], end))?;
        self.hear(matches!(ready, Some([_, true])));
        Ok(ready != Some([false, false]))
    }

    /// Whether the word "end" was said, as far as this process knows.
    pub fn is_ending(&self) -> bool {
        self.hear(self.terms.stop.is_stopped());
        self.stop_at.get().is_some()
    }

    /// Looks now whether the word was said, with one system call: what only a
    /// wait tells a process that was forked.
    ///
    /// # Errors
    ///
    /// What the system said.
    pub fn look(&self) -> io::Result<()> {
        if self.stop_at.get().is_none() {
            let stop = (self.terms.stop.as_fd(), PollFlags::POLLIN);
            let said = uninterrupted(wait([stop], Some(Instant::now())))?;
            self.hear(said == Some([true]));
        }
        Ok(())
    }

    /// What has come, without waiting: 0 at the end of the stream.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WouldBlock`] when nothing has; what the system said.
    pub fn try_receive(&self, chunk: &mut [u8]) -> io::Result<usize> {
        receive_now(self.stream, chunk)
    }

    /// Sends what there is room for, without waiting.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WouldBlock`] when there is none; what the system said.
    pub fn try_send(&self, bytes: &[u8]) -> io::Result<usize> {
        send_now(self.stream, bytes)
    }

    /// The same for two pieces, one behind the other, in one call; says how
    /// many bytes of both.
    ///
    /// # Errors
    ///
    /// As [`Talk::try_send`].
    pub fn try_send_both(
        &self,
        first: &[u8],
        second: &[u8],
    ) -> io::Result<usize> {
        send_both_now(self.stream, first, second)
    }

    /// The time that is left begins when the word is heard first.
    fn hear(&self, stopped: bool) {
        if stopped && self.stop_at.get().is_none() {
            self.stop_at.set(after(self.terms.limits.grace));
        }
    }

    /// Hands all of `output` to the kernel.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimedOut`] when the client does not read; what the system
    /// said.
    pub fn send(&self, output: &mut BytesMut) -> io::Result<()> {
        let limit = self.terms.limits.write;
        let mut end = None;
        while !output.is_empty() {
            match send_now(self.stream, output) {
                Ok(n) => {
                    output.advance(n);
                    end = None;
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    end = end.or_else(|| after(limit));
                    if !self.wait(PollFlags::POLLOUT, end)? {
                        return Err(ErrorKind::TimedOut.into());
                    }
                }
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    /// All was read and all was said. If more bytes came meanwhile, closing
    /// would reset the connection.
    ///
    /// # Errors
    ///
    /// As [`Talk::drain`].
    pub fn close(&self) -> io::Result<()> {
        match receive_now(self.stream, &mut [0; 1]) {
            Ok(1..) => self.drain(),
            _ => Ok(()),
        }
    }

    /// Says that we are done, and reads on until the client is, too.
    ///
    /// # Errors
    ///
    /// When the connection is gone already.
    // ANCHOR: drain
    pub fn drain(&self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)?;
        let end = after(self.terms.limits.linger);
        let mut chunk = [0; READ_SIZE];
        let mut left = DRAIN_SIZE;
        while left > 0 {
            match receive_now(self.stream, &mut chunk) {
                // It has read the answer, or is gone: either is the end.
                Ok(0) => break,
                Ok(n) => left = left.saturating_sub(n),
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    if !self.wait(PollFlags::POLLIN, end)? {
                        break;
                    }
                }
                Err(_) => break,
            }
        }
        Ok(())
    }
    // ANCHOR_END: drain
}
