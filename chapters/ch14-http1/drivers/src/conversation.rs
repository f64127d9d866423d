//! A connection, between two waits.

mod answering;

use std::io::{self, ErrorKind, Read};
use std::net::Shutdown;
use std::time::Instant;

use endpoint::{Peer, Stream};
use http_basic::{READ_SIZE, Talk, complain};
use http1::{Connection, Limits, Wait};
use threading::Held;

use crate::times::{Times, after};
use crate::{Clock, Service};

/// One connection, without its socket: the machine, and the time-out that
/// applies.
///
/// [`Conversation::turn`] does all that can be done now. Then somebody waits,
/// this thread or a poll set, for what it says and at most until
/// [`Conversation::until`]; then it is the next turn's time. Between two turns
/// it belongs to no thread.
#[derive(Debug)]
pub struct Conversation {
    machine: Connection,
    peer: Peer,
    times: Times,
    clock: Clock,
    /// What it waits for, and until when.
    wait: Wait,
    until: Instant,
    /// When the body of this request must be here, once it was waited for.
    body_until: Option<Instant>,
    /// The client was told why its request is refused.
    refused: bool,
    /// We have said that we send no more.
    shut: bool,
}

/// Where a connection waits for its next request.
#[derive(Clone, Copy, Debug)]
pub enum Rest<'a> {
    /// Outside of the turn: in a poll set.
    Outside,
    /// In the read itself, which saves the call for the poll. The stream has
    /// a time-out for reads, and whoever ends the server wakes those who
    /// sleep here ([`threading::Open::dismiss`]).
    InRead(&'a Held),
}

impl Conversation {
    /// With a client who has said nothing yet.
    pub fn new(
        peer: Peer,
        limits: Limits,
        times: &Times,
        clock: &Clock,
    ) -> Conversation {
        Conversation {
            machine: Connection::new(limits),
            peer,
            times: *times,
            clock: clock.clone(),
            wait: Wait::Idle,
            until: after(times.idle),
            body_until: None,
            refused: false,
            shut: false,
        }
    }

    /// Who it is.
    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    /// When whoever waits has waited enough: then [`Conversation::late`].
    pub fn until(&self) -> Instant {
        self.until
    }

    /// What it waits for.
    pub(crate) fn waits_for(&self) -> Wait {
        self.wait
    }

    /// Whether the client has said nothing since its last answer.
    pub(crate) fn is_idle(&self) -> bool {
        self.wait == Wait::Idle
    }

    /// Reads, answers and sends until it would have to wait for the client's
    /// next bytes, or for room to send; says which. `None`: it is over.
    ///
    /// Only the service waits in between: for a body, and for room when it
    /// writes much.
    ///
    /// # Errors
    ///
    /// What the system said: the client is gone.
    pub fn turn(
        &mut self,
        stream: &Stream,
        talk: &Talk<'_>,
        service: &dyn Service,
        rest: Rest<'_>,
    ) -> io::Result<Option<Wait>> {
        let mut chunk = [0; READ_SIZE];
        let mut all = false; // that had come was read
        loop {
            self.send(talk)?;
            let wait = self.machine.waiting_for();
            match wait {
                Wait::Close | Wait::Application => return Ok(None),
                Wait::Idle if talk.is_ending() => {
                    talk.close()?;
                    return Ok(None);
                }
                Wait::Linger if !self.shut => {
                    stream.shutdown(Shutdown::Write)?;
                    self.shut = true;
                }
                _ => {}
            }
            let room = self.machine.room().min(chunk.len());
            let received = match rest {
                Rest::InRead(held) if wait == Wait::Idle => {
                    self.wait_for(wait);
                    sleep(held, talk, &mut chunk[..room])
                }
                _ if all || wait == Wait::Write => {
                    return Ok(Some(self.wait_for(wait)));
                }
                _ => talk.try_receive(&mut chunk[..room]),
            };
            match received {
                Ok(0) => self.machine.receive_end(),
                Ok(n) => {
                    self.machine.receive(&chunk[..n]);
                    all = n < room;
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    return Ok(Some(self.wait_for(wait)));
                }
                Err(e) => return Err(e),
            }
            self.answer(stream, talk, service)?;
        }
    }

    /// The time begins with the wait, and goes on when the next wait is for
    /// the rest of the same.
    // ANCHOR: wait-for
    fn wait_for(&mut self, wait: Wait) -> Wait {
        let time = self.times.of(wait);
        if wait == Wait::Body {
            self.until = *self.body_until.get_or_insert_with(|| after(time));
        } else if wait != self.wait {
            self.until = after(time);
        }
        self.wait = wait;
        wait
    }
    // ANCHOR_END: wait-for

    /// The wait was in vain. True: the client is told why, in the next turn.
    /// False: that was all, and nobody is owed a word.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TimedOut`]: that was all, in the middle of something.
    pub fn late(&mut self) -> io::Result<bool> {
        if let Some(error) = self.machine.time_out() {
            self.refuse(error);
            return Ok(true);
        }
        match self.wait {
            Wait::Idle | Wait::Linger => Ok(false),
            _ => Err(ErrorKind::TimedOut.into()),
        }
    }

    /// Sends what there is room for.
    fn send(&mut self, talk: &Talk<'_>) -> io::Result<()> {
        while !self.machine.output().is_empty() {
            match talk.try_send(self.machine.output()) {
                Ok(n) => self.machine.sent(n),
                Err(e) if e.kind() == ErrorKind::WouldBlock => break,
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn refuse(&mut self, error: http1::Error) {
        if !std::mem::replace(&mut self.refused, true) {
            complain(&self.peer, &error);
            self.machine.refuse(error, &self.clock.date());
        }
    }
}

/// Waits in the read for a request's first bytes; 0 also when the server ends.
fn sleep(held: &Held, talk: &Talk<'_>, chunk: &mut [u8]) -> io::Result<usize> {
    let mut stream: &Stream = held;
    held.idle(|| {
        loop {
            if talk.is_ending() {
                return Ok(0);
            }
            match stream.read(chunk) {
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    })
}
