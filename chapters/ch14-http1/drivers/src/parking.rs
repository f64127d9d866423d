//! Where the connections of a pool wait.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use http1::Wait;
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::unistd::{pipe2, read, write};
use threading::Held;

use crate::Conversation;

/// A connection for which nothing can be done now.
#[derive(Debug)]
pub(crate) struct Parked {
    pub(crate) held: Held,
    pub(crate) conversation: Conversation,
    pub(crate) wait: Wait,
}

/// Connections on their way from a thread of the pool to the poll set, and
/// how many are with the threads.
#[derive(Debug)]
pub(crate) struct Lot {
    state: Mutex<State>,
    /// (the end that the poll set looks at, the end to write to)
    wake: (OwnedFd, OwnedFd),
}

#[derive(Debug, Default)]
struct State {
    arrived: Vec<Parked>,
    in_work: usize,
}

impl Lot {
    pub(crate) fn new() -> io::Result<Lot> {
        let wake = pipe2(OFlag::O_CLOEXEC | OFlag::O_NONBLOCK)?;
        Ok(Lot { state: Mutex::default(), wake })
    }

    /// Leaves a connection until something happens to it.
    pub(crate) fn park(&self, parked: Parked) {
        self.lock().arrived.push(parked);
        self.wake();
    }

    /// A full pipe is readable, which is all that it has to say.
    fn wake(&self) {
        let _ = write(&self.wake.1, b"!");
    }

    /// A place among those in work, until it is dropped.
    pub(crate) fn take_out(&self) {
        self.lock().in_work += 1;
    }

    /// Work on one is done; it was parked again, or is closed.
    pub(crate) fn done(&self) {
        self.lock().in_work -= 1;
        self.wake();
    }

    /// Those who came; and how many are with the threads.
    pub(crate) fn arrived(&self, into: &mut Vec<Parked>) -> usize {
        let mut bytes = [0; 64];
        while read(&self.wake.0, &mut bytes).is_ok_and(|n| n > 0) {}
        let mut state = self.lock();
        into.append(&mut state.arrived);
        state.in_work
    }

    /// Nobody can panic in the middle of a change.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something happens to one of `parked`, one arrives, or
    /// `other` can be read; says to whom, in their order.
    // ANCHOR: wait
    pub(crate) fn wait(
        &self,
        parked: &[Parked],
        other: Option<&dyn AsFd>,
    ) -> nix::Result<Vec<bool>> {
        let input = PollFlags::POLLIN;
        let mut fds = Vec::with_capacity(parked.len() + 2);
        for Parked { held, wait, .. } in parked {
            let event = match wait {
                Wait::Write => PollFlags::POLLOUT,
                _ => input,
            };
            fds.push(PollFd::new(held.as_fd(), event));
        }
        fds.push(PollFd::new(self.wake.0.as_fd(), input));
        fds.extend(other.map(|fd| PollFd::new(fd.as_fd(), input)));
        let end = parked.iter().map(|p| p.conversation.until()).min();
        match poll(&mut fds, time_left(end)) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(error) => return Err(error),
        }
        fds.truncate(parked.len());
        Ok(fds.iter().map(|fd| fd.any().unwrap_or(true)).collect())
    }
    // ANCHOR_END: wait
}

/// In milliseconds, rounded up, so that it does not spin through the last.
fn time_left(end: Option<Instant>) -> PollTimeout {
    let Some(end) = end else { return PollTimeout::NONE };
    let left = end.saturating_duration_since(Instant::now());
    let milliseconds = left.as_micros().div_ceil(1000);
    PollTimeout::try_from(milliseconds).unwrap_or(PollTimeout::MAX)
}
