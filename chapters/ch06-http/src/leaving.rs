//! Clients that were told to leave, and may not have heard it yet.

use std::collections::VecDeque;
use std::io;
use std::net::Shutdown;
use std::os::fd::{AsRawFd, RawFd};
use std::time::{Duration, Instant};

use endpoint::Stream;

use crate::now::receive_now;
use crate::talk::READ_SIZE;
use crate::wait::after;

/// How many may be on their way out at the same time; one more, and the first
/// is closed at once.
const MAX: usize = 64;

/// How many chunks of one client are thrown away in passing.
const READS: usize = 16;

/// Connections that were refused, until their clients hang up.
///
/// A client that is refused has mostly sent its request already. Closing with
/// that unread would destroy the refusal (chapter 1), and waiting would hold
/// up everybody else; so this looks after them in passing, without waiting.
#[derive(Debug)]
pub(crate) struct Leaving {
    streams: VecDeque<(Stream, Instant)>,
    /// How long each may stay.
    linger: Duration,
}

impl Leaving {
    pub(crate) fn new(linger: Duration) -> Leaving {
        Leaving { streams: VecDeque::new(), linger }
    }

    /// Says that we are done, and keeps the stream until the client is, too.
    pub(crate) fn add(&mut self, stream: Stream) {
        let (Some(end), Ok(())) =
            (after(self.linger), stream.shutdown(Shutdown::Write))
        else {
            return;
        };
        if !has_left(&stream) {
            self.streams.push_back((stream, end));
        }
        if self.streams.len() > MAX {
            self.streams.pop_front();
        }
    }

    /// Throws away what they sent, and closes those who have left or whose
    /// time is over.
    pub(crate) fn look(&mut self) {
        let now = Instant::now();
        self.streams.retain(|(stream, end)| *end > now && !has_left(stream));
    }

    /// The descriptors of all that are here.
    pub(crate) fn descriptors(&self) -> impl Iterator<Item = RawFd> {
        self.streams.iter().map(|(stream, _)| stream.as_raw_fd())
    }

    /// When to look again; `None`: nobody is there.
    pub(crate) fn next_look(&self) -> Option<Instant> {
        /// Their bytes do not wake us, so we pass by at this pace.
        const PACE: Duration = Duration::from_millis(20);
        (!self.streams.is_empty()).then(|| Instant::now() + PACE)
    }
}

/// Whether the client has closed or reset. Reads some chunks at most, so that
/// one who floods us holds nobody up.
fn has_left(stream: &Stream) -> bool {
    let mut chunk = [0; READ_SIZE];
    for _ in 0..READS {
        match receive_now(stream, &mut chunk) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != io::ErrorKind::WouldBlock,
        }
    }
    false
}
