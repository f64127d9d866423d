//! The content of a request.

use std::io::ErrorKind;
use std::time::Instant;

use http_basic::READ_SIZE;
use http1::{Event, Framing};
use nix::poll::PollFlags;

use super::{Exchange, FULL};
use crate::Failure;
use crate::times::after;

/// So much is reserved for a body whose length is known, at the most: 1 MiB.
const RESERVED: u64 = 1024 * 1024;

enum Happened {
    Data,
    End,
    Nothing,
}

impl Exchange<'_> {
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
                Happened::Nothing => match self.fill(buf)? {
                    0 => {}
                    n => return Ok(n),
                },
            }
        }
        let content = &self.machine.content()[self.taken..];
        let n = content.len().min(buf.len());
        buf[..n].copy_from_slice(&content[..n]);
        self.taken += n;
        Ok(n)
    }
    // ANCHOR_END: read

    /// Reads the rest of the content, and appends it to `body`.
    /// [`http1::Limits::body`] says how much that can be.
    ///
    /// # Errors
    ///
    /// As [`Exchange::read`].
    pub fn read_to_end(&mut self, body: &mut Vec<u8>) -> Result<(), Failure> {
        if let Framing::Length(length) = self.request().framing() {
            // Only addresses: memory is used as content comes.
            let length = length.min(RESERVED);
            body.reserve(usize::try_from(length).unwrap_or(FULL) + READ_SIZE);
        }
        let mut have = body.len();
        let read = loop {
            if have == body.len() {
                // The more has come, the more is to be expected; but what was
                // reserved is not outgrown before it is full.
                let more = have.clamp(READ_SIZE, 4 * FULL);
                let spare = body.capacity() - have;
                let more = if spare > 0 { more.min(spare) } else { more };
                body.resize(have + more, 0);
            }
            match self.read(&mut body[have..]) {
                Ok(0) => break Ok(()),
                Ok(n) => have += n,
                Err(failure) => break Err(failure),
            }
        };
        body.truncate(have);
        read
    }

    /// Waits for more of the body. Where no more than counting is to be done,
    /// and `buf` is large enough to be worth a call, it is read right into
    /// that: so many bytes. 0: what came is with the machine.
    fn fill(&mut self, buf: &mut [u8]) -> Result<usize, Failure> {
        self.flush()?;
        let time = self.times.body;
        let end = *self.body_until.get_or_insert_with(|| after(time));
        let direct = self.machine.direct().min(buf.len());
        if direct >= READ_SIZE {
            let n = self.receive(&mut buf[..direct], end)?;
            self.machine.received_direct(n);
            return Ok(n);
        }
        let mut chunk = [0; READ_SIZE];
        let room = self.machine.room().min(chunk.len());
        let n = self.receive(&mut chunk[..room], end)?;
        self.machine.receive(&chunk[..n]);
        Ok(0)
    }

    /// Waits for bytes until `end`. 0: the machine knows that none will come.
    fn receive(
        &mut self,
        chunk: &mut [u8],
        end: Instant,
    ) -> Result<usize, Failure> {
        loop {
            match self.talk.try_receive(chunk) {
                Ok(n) => {
                    if n == 0 {
                        self.machine.receive_end();
                    }
                    return Ok(n);
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
}
