//! Where the connections of a pool wait.

use std::io;
use std::mem;
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
    /// In a box: a connection changes hands often.
    pub(crate) conversation: Box<Conversation>,
}

impl Parked {
    fn event(&self) -> PollFlags {
        match self.conversation.waits_for() {
            Wait::Write => PollFlags::POLLOUT,
            _ => PollFlags::POLLIN,
        }
    }
}

/// The way from the threads of the pool back to the poll set.
#[derive(Debug)]
pub(crate) struct Lot {
    state: Mutex<State>,
    /// (the end that the poll set looks at, the end to write to)
    wake: (OwnedFd, OwnedFd),
}

#[derive(Debug)]
struct State {
    arrived: Vec<Parked>,
    /// How many are with the threads.
    in_work: usize,
    /// A byte is in the pipe.
    woken: bool,
}

impl Lot {
    /// For so many connections.
    pub(crate) fn new(connections: usize) -> io::Result<Lot> {
        let wake = pipe2(OFlag::O_CLOEXEC | OFlag::O_NONBLOCK)?;
        let arrived = Vec::with_capacity(connections);
        let state = State { arrived, in_work: 0, woken: false };
        Ok(Lot { state: Mutex::new(state), wake })
    }

    /// Leaves a connection until something happens to it.
    pub(crate) fn park(&self, parked: Parked) {
        self.change(|state| state.arrived.push(parked));
    }

    /// One more is in work.
    pub(crate) fn take_out(&self) {
        self.lock().in_work += 1;
    }

    /// Work on one is done. It is parked again; `None`: it is closed.
    pub(crate) fn bring_back(&self, parked: Option<Parked>) {
        self.change(|state| {
            state.in_work -= 1;
            state.arrived.extend(parked);
        });
    }

    /// Changes something that the poll set has to hear of.
    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        change(&mut state);
        if !mem::replace(&mut state.woken, true) {
            let _ = write(&self.wake.1, b"!"); // an empty pipe has room
        }
    }

    /// Those who came; and how many are with the threads.
    pub(crate) fn arrived(&self, into: &mut Vec<Parked>) -> usize {
        let mut state = self.lock();
        if mem::take(&mut state.woken) {
            let _ = read(&self.wake.0, &mut [0]);
        }
        into.append(&mut state.arrived);
        state.in_work
    }

    /// Nobody can panic in the middle of a change.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Those who wait, and what their next wait needs, made once.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) parked: Vec<Parked>,
    /// After a wait: whether something has happened, to each in their order.
    pub(crate) ready: Vec<bool>,
    /// Empty between two waits.
    fds: Vec<PollFd<'static>>,
}

impl Waiting {
    /// For so many connections.
    pub(crate) fn new(connections: usize) -> Waiting {
        Waiting {
            parked: Vec::with_capacity(connections),
            ready: Vec::with_capacity(connections),
            fds: Vec::with_capacity(connections.saturating_add(2)),
        }
    }

    /// Waits until something happens to one of them, one arrives at `lot`,
    /// `other` can be read, or the time of one is over.
    // ANCHOR: wait
    pub(crate) fn wait(
        &mut self,
        lot: &Lot,
        other: Option<&dyn AsFd>,
    ) -> nix::Result<()> {
        let input = PollFlags::POLLIN;
        let mut fds = mem::take(&mut self.fds);
        for parked in &self.parked {
            fds.push(PollFd::new(parked.held.as_fd(), parked.event()));
        }
        fds.push(PollFd::new(lot.wake.0.as_fd(), input));
        fds.extend(other.map(|fd| PollFd::new(fd.as_fd(), input)));
        let ends = self.parked.iter().map(|p| p.conversation.until());
        let polled = poll(&mut fds, time_left(ends.min()));
        let ready = fds.iter().map(|fd| fd.any().unwrap_or(true));
        self.ready.clear();
        self.ready.extend(ready.take(self.parked.len()));
        self.fds = emptied(fds);
        match polled {
            Ok(_) | Err(Errno::EINTR) => Ok(()),
            Err(error) => Err(error),
        }
    }
    // ANCHOR_END: wait
}

/// Their memory, for descriptors that somebody else will lend: a `Vec` that is
/// made of another one's items takes its memory, also when no item is left.
fn emptied<'a>(fds: Vec<PollFd<'_>>) -> Vec<PollFd<'a>> {
    fds.into_iter().map_while(|_| None).collect()
}

/// In milliseconds, rounded up, so that it does not spin through the last.
fn time_left(end: Option<Instant>) -> PollTimeout {
    let Some(end) = end else { return PollTimeout::NONE };
    let left = end.saturating_duration_since(Instant::now());
    let milliseconds = left.as_micros().div_ceil(1000);
    PollTimeout::try_from(milliseconds).unwrap_or(PollTimeout::MAX)
}
