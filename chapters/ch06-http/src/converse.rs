//! One protocol and one client, until either has said all.

use std::cell::Cell;
use std::io::{self, ErrorKind};
use std::net::Shutdown;
use std::os::fd::{AsFd, AsRawFd};
use std::time::Instant;

use bytes::{Buf, BytesMut};
use endpoint::{Peer, Stream};
use nix::errno::Errno;
use nix::sys::socket::{MsgFlags, recv, send};

use crate::wait::{after, earliest, is_over, readable, writable};
use crate::{Limits, Next, Protocol, Stop};

/// How many bytes one read asks for: 8 KiB.
pub const READ_SIZE: usize = 8 * 1024;

/// How many bytes are thrown away after an early answer: 1 MiB.
pub const DRAIN_SIZE: usize = 1024 * 1024;

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

/// Lets `protocol` talk to the client at the other end of `stream`.
///
/// Returns when either has said all; the caller then drops `stream`, which
/// closes it. All the protocol's answers are sent, or it is an error.
///
/// # Errors
///
/// What ended the conversation before its time: the client reset it, was
/// waited for in vain ([`ErrorKind::TimedOut`]), or left in the middle of a
/// message ([`ErrorKind::UnexpectedEof`]).
pub fn converse(
    stream: &Stream,
    peer: &Peer,
    protocol: &mut impl Protocol,
    terms: &Terms<'_>,
) -> io::Result<()> {
    let mut output = BytesMut::new();
    let next = protocol.connection_made(peer, &mut output);
    let talk = Talk::new(stream, terms);
    let result = hold(&talk, protocol, next, output);
    protocol.connection_lost(result.as_ref().err());
    result
}

// ANCHOR: hold
fn hold(
    talk: &Talk<'_>,
    protocol: &mut impl Protocol,
    mut next: Next,
    mut output: BytesMut,
) -> io::Result<()> {
    let mut input = BytesMut::new();
    let mut chunk = [0; READ_SIZE];
    let mut first = true;
    loop {
        talk.send(&mut output)?;
        match next {
            Next::Keep => {}
            Next::Close if input.is_empty() => return talk.close(),
            Next::Close | Next::Drain => return talk.drain(),
        }
        let idle = input.is_empty() && protocol.is_idle();
        let Some(n) = talk.receive(&mut chunk, idle, first)? else {
            return Ok(());
        };
        first = false;
        if n == 0 {
            protocol.eof_received(&mut input, &mut output);
            return talk.send(&mut output);
        }
        input.extend_from_slice(&chunk[..n]);
        next = protocol.data_received(&mut input, &mut output);
    }
}
// ANCHOR_END: hold

/// A conversation's waits: what [`converse`] stands on, and what chapter 10
/// makes its files of. None of them is longer than its limit, and all hear the
/// word "end".
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
    // ANCHOR: receive
    pub fn receive(
        &self,
        chunk: &mut [u8],
        idle: bool,
        first: bool,
    ) -> io::Result<Option<usize>> {
        let Limits { first: turn, idle: patience, .. } = self.terms.limits;
        let end = after(patience);
        loop {
            match receive_now(self.stream, chunk) {
                Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                result => return result.map(Some),
            }
            if idle && self.stop_at.get().is_some() {
                return Ok(None);
            }
            let turn = if first { after(turn) } else { None };
            if self.wait_readable(earliest(end, turn))? {
                continue;
            }
            if first && (self.terms.others_wait)() {
                return Ok(None);
            }
            if is_over(end) || is_over(self.stop_at.get()) {
                return Err(ErrorKind::TimedOut.into());
            }
        }
    }
    // ANCHOR_END: receive

    /// Waits until there is something to look at: bytes, the word "end", a
    /// signal. False: it is `end`, or the grace is over.
    fn wait_readable(&self, end: Option<Instant>) -> io::Result<bool> {
        let (stream, stop) = (self.stream.as_fd(), self.terms.stop.as_fd());
        let end = earliest(end, self.stop_at.get());
        if self.stop_at.get().is_some() {
            // The word was heard; its descriptor stays readable.
            return Ok(uninterrupted(readable([stream], end))? != Some([false]));
        }
        let ready = uninterrupted(readable([stream, stop], end))?;
        if let Some([_, true]) = ready {
            self.stop_at.set(after(self.terms.limits.grace));
        }
        Ok(ready != Some([false, false]))
    }

    /// Hands all of `output` to the kernel.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimedOut`] when the client does not read; what the system
    /// said.
    // ANCHOR: send
    pub fn send(&self, output: &mut BytesMut) -> io::Result<()> {
        let limit = self.terms.limits.write;
        let mut end = earliest(after(limit), self.stop_at.get());
        while !output.is_empty() {
            match send_now(self.stream, output) {
                Ok(n) => {
                    output.advance(n);
                    end = earliest(after(limit), self.stop_at.get());
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    let ready = writable(self.stream.as_fd(), end);
                    if uninterrupted(ready)? == Some(false) {
                        return Err(ErrorKind::TimedOut.into());
                    }
                }
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }
    // ANCHOR_END: send

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
        let end = earliest(after(self.terms.limits.linger), self.stop_at.get());
        let mut chunk = [0; READ_SIZE];
        let mut left = DRAIN_SIZE;
        while left > 0 {
            match receive_now(self.stream, &mut chunk) {
                // It has read the answer, or is gone: either is the end.
                Ok(0) => break,
                Ok(n) => left = left.saturating_sub(n),
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    if !self.wait_readable(end)? {
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

/// What has come, without waiting: MSG_DONTWAIT asks that of one call.
pub(crate) fn receive_now(
    stream: &Stream,
    chunk: &mut [u8],
) -> io::Result<usize> {
    retry(|| recv(stream.as_raw_fd(), chunk, MsgFlags::MSG_DONTWAIT))
}

/// Sends what there is room for, without waiting.
pub(crate) fn send_now(stream: &Stream, bytes: &[u8]) -> io::Result<usize> {
    let flags = MsgFlags::MSG_DONTWAIT | MsgFlags::MSG_NOSIGNAL;
    retry(|| send(stream.as_raw_fd(), bytes, flags))
}

fn retry(mut call: impl FnMut() -> nix::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(Errno::EINTR) => {}
            result => return Ok(result?),
        }
    }
}

/// `None` when a signal arrived: time to look at everything again.
fn uninterrupted<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(e) if e.kind() == ErrorKind::Interrupted => Ok(None),
        result => result.map(Some),
    }
}
