//! Taking clients off the queue, until the server shall end.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd};
use std::time::Instant;

use bytes::BytesMut;
use echo::PAUSE;
use endpoint::{Error, Listener, Peer, Stream};

use crate::leaving::Leaving;
use crate::now::send_now;
use crate::wait::{after, earliest, is_over, readable};
use crate::{Limits, Protocol, Stop};

/// The accept loop's half of a server: every server of chapters 6 to 9 has it.
#[derive(Debug)]
pub struct Acceptor<'a> {
    listener: &'a Listener,
    stop: &'a Stop,
    leaving: Leaving,
    /// Descriptors or memory have run out, and that was told.
    short: bool,
}

/// Why [`Acceptor::wait`] returned.
#[derive(Debug)]
pub enum Arrival {
    /// A client.
    Client(Stream, Peer),
    /// The server shall end.
    Stopped,
    /// A signal arrived, or the other descriptor can be read.
    Woken,
    /// None of these came before `until`.
    Late,
}

impl<'a> Acceptor<'a> {
    /// Takes clients from `listener`, which does not block from now on.
    ///
    /// # Errors
    ///
    /// When the listener is no socket any more.
    pub fn new(
        listener: &'a Listener,
        stop: &'a Stop,
        limits: &Limits,
    ) -> io::Result<Acceptor<'a>> {
        // Between "there is a client" and accept, it may have left (accept(2)).
        listener.socket().set_nonblocking(true)?;
        let leaving = Leaving::new(limits.linger);
        Ok(Acceptor { listener, stop, leaving, short: false })
    }

    /// Waits for the next client, and hears the word "end" at any time.
    ///
    /// A client that was lost in the queue is passed over. When descriptors or
    /// memory run out, it says so once on standard error and tries again every
    /// 100 ms; the clients wait in the queue.
    ///
    /// # Errors
    ///
    /// When the listening socket is broken.
    pub fn wait(&mut self) -> Result<Arrival, Error> {
        self.wait_or(self.stop.as_fd(), None)
    }

    /// The same, but returns too when `other` can be read, when a signal
    /// arrives, or at `until`.
    ///
    /// # Errors
    ///
    /// When the listening socket is broken.
    pub fn wait_or(
        &mut self,
        other: BorrowedFd<'_>,
        until: Option<Instant>,
    ) -> Result<Arrival, Error> {
        let stop = self.stop.as_fd();
        loop {
            self.leaving.look();
            if self.stop.is_stopped() {
                return Ok(Arrival::Stopped);
            }
            let (watched, end) = match self.accept()? {
                Taken::Client(stream, peer) => {
                    return Ok(Arrival::Client(stream, peer));
                }
                Taken::Nobody => {
                    (self.listener.as_fd(), self.leaving.next_look())
                }
                // The clients are still in the queue: who watched the
                // listener would not wait at all.
                Taken::Short => (stop, after(PAUSE)),
            };
            match readable([watched, stop, other], earliest(until, end)) {
                Ok([_, true, _]) => return Ok(Arrival::Stopped),
                Ok([_, _, true]) => return Ok(Arrival::Woken),
                Ok(_) if is_over(until) => return Ok(Arrival::Late),
                Ok(_) => {}
                Err(e) if e.kind() == ErrorKind::Interrupted => {
                    return Ok(Arrival::Woken);
                }
                Err(e) => return Err(Error::Accept(e)),
            }
        }
    }

    /// Takes one client, or says why there is none to take.
    fn accept(&mut self) -> Result<Taken, Error> {
        loop {
            match self.listener.accept() {
                Ok((stream, peer)) => {
                    self.short = false;
                    return Ok(Taken::Client(stream, peer));
                }
                Err(Error::Accept(e)) if e.kind() == ErrorKind::WouldBlock => {
                    return Ok(Taken::Nobody);
                }
                Err(error @ Error::Shortage(_)) => {
                    if !std::mem::replace(&mut self.short, true) {
                        complain(&"accept", &error); // told once
                    }
                    return Ok(Taken::Short);
                }
                Err(error) if error.is_transient() => {
                    complain(&"accept", &error);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Tells a client what `protocol` has to say when nobody has time for it,
    /// and closes the connection. Does not wait for the client.
    pub fn refuse(&mut self, stream: Stream, protocol: &mut impl Protocol) {
        let mut output = BytesMut::new();
        protocol.overloaded(&mut output);
        // A new connection has room for a few words; if not, it has bad luck.
        let said = send_now(&stream, &output);
        protocol.connection_lost(said.as_ref().err());
        if said.is_ok() {
            self.leaving.add(stream);
        }
    }

    /// In a child that fork made (chapter 7): closes its copies of what is the
    /// parent's: the listener, and clients that were refused.
    ///
    /// Nothing of these may be used, or dropped, in that process afterwards.
    pub fn close_in_child(&self) {
        let refused = self.leaving.descriptors();
        for fd in refused.chain([self.listener.as_raw_fd()]) {
            let _ = nix::unistd::close(fd);
        }
    }
}

/// What one look at the queue gave.
enum Taken {
    Client(Stream, Peer),
    Nobody,
    /// Descriptors or memory have run out.
    Short,
}

/// Whether a client waits in the queue of `listener`.
pub fn has_clients(listener: &Listener) -> bool {
    matches!(readable([listener.as_fd()], Some(Instant::now())), Ok([true]))
}

/// One line on standard error, which may be gone. Line breaks in it do not
/// break the log, and neither do other processes that write to it: the line
/// goes out in one write, with its end.
pub fn complain(who: &dyn fmt::Display, error: &dyn fmt::Display) {
    let line = format!("{who}: {error}").replace(char::is_control, " ") + "\n";
    let _ = io::stderr().write_all(line.as_bytes());
}
