//! Processes that do one job each.

use std::collections::HashSet;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use http_basic::readable;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{ForkResult, Pid, fork};

use crate::Signals;
use crate::ended::{Ended, Wait, wait};

/// The exit status of a child whose job panicked: that of any Rust program.
pub const PANICKED: i32 = 101;

/// Child processes, at most `max` at a time.
///
/// Whoever starts children must ask how they ended, or each stays behind as
/// a zombie: that is [`Children::reap`]. It takes every child of
/// this process, so let nobody else start any.
#[derive(Debug)]
pub struct Children {
    max: usize,
    /// Started, and not yet reaped: no other process can have these ids.
    running: HashSet<Pid>,
}

/// Why no child was started.
#[derive(Debug, thiserror::Error)]
pub enum ForkError {
    /// As many as allowed are running.
    #[error("all {max} children are busy")]
    Full {
        /// The limit.
        max: usize,
    },
    /// The system has no room for another process: memory, or the limit of
    /// this user or of the machine (fork(2)).
    #[error("cannot fork: {0}")]
    Fork(#[source] io::Error),
}

impl Children {
    /// None yet, and never more than `max`.
    pub fn new(max: usize) -> Children {
        Children { max, running: HashSet::new() }
    }

    /// How many were started and have not been reaped.
    pub fn len(&self) -> usize {
        self.running.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    /// Starts a process that does `job`, and then ends with the exit status
    /// that `job` returned (its low eight bits), or [`PANICKED`].
    ///
    /// The child has copies of all variables and of all descriptors; those
    /// that are the parent's business, `job` closes first. It never returns from
    /// here, and drops nothing of the parent's. The signals of [`Signals`] do
    /// nothing to it. Output that `job` has buffered it flushes itself: an
    /// unfinished line would be lost.
    ///
    /// Only for processes with a single thread: of several, fork(2) copies the
    /// one that calls it, and whatever the others had locked stays
    /// locked. Debug builds check that.
    ///
    /// # Errors
    ///
    /// [`ForkError::Full`]; [`ForkError::Fork`], after which nothing has
    /// happened.
    // ANCHOR: spawn
    #[allow(unsafe_code)]
    pub fn spawn(
        &mut self,
        job: impl FnOnce() -> i32,
    ) -> Result<Pid, ForkError> {
        if self.running.len() >= self.max {
            return Err(ForkError::Full { max: self.max });
        }
        debug_assert_eq!(threads(), 1, "fork copies one thread only");
        // What is buffered now would be there twice.
        let _ = io::stdout().flush();
        // SAFETY: one thread, so nothing is locked or half done in the child.
        match unsafe { fork() } {
            Ok(ForkResult::Child) => end_with(job),
            Ok(ForkResult::Parent { child }) => {
                self.running.insert(child);
                Ok(child)
            }
            Err(error) => Err(ForkError::Fork(error.into())),
        }
    }
    // ANCHOR_END: spawn

    /// Takes all children that have ended, however many that are; does not
    /// wait for others.
    // ANCHOR: reap
    pub fn reap(&mut self) -> Vec<Ended> {
        let mut all = Vec::new();
        while let Some(ended) = wait(Wait::Now) {
            self.running.remove(&ended.pid);
            all.push(ended);
        }
        all
    }
    // ANCHOR_END: reap

    /// Waits until all children have ended, at most for `grace`; then kills the
    /// rest, and returns how many that were. `tell` hears of the others.
    // ANCHOR: end
    pub fn end(
        &mut self,
        signals: &Signals,
        grace: Duration,
        mut tell: impl FnMut(&Ended),
    ) -> usize {
        let end = Instant::now().checked_add(grace);
        loop {
            signals.child_ended();
            self.reap().iter().for_each(&mut tell);
            if self.is_empty() {
                return 0;
            }
            match readable([signals.as_fd()], end) {
                Ok([true]) => {}
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Ok([false]) | Err(_) => return self.kill(tell),
            }
        }
    }
    // ANCHOR_END: end

    /// Kills those that are left; how many that were.
    fn kill(&mut self, mut tell: impl FnMut(&Ended)) -> usize {
        for pid in &self.running {
            let _ = kill(*pid, Signal::SIGKILL);
        }
        let mut killed = 0;
        while !self.is_empty()
            && let Some(ended) = wait(Wait::Long)
        {
            self.running.remove(&ended.pid);
            match ended.signal() {
                Some(libc::SIGKILL) => killed += 1,
                _ => tell(&ended), // it was faster
            }
        }
        killed
    }
}

/// The rest of a child's life.
// ANCHOR: end-with
#[allow(unsafe_code)]
fn end_with(job: impl FnOnce() -> i32) -> ! {
    // A panic must not unwind into the parent's half of the program.
    let status = catch_unwind(AssertUnwindSafe(job)).unwrap_or(PANICKED);
    // SAFETY: it ends this process, and runs nothing before.
    unsafe { libc::_exit(status) }
}
// ANCHOR_END: end-with

/// How many threads this process has.
#[cfg(target_os = "linux")]
fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(1, Iterator::count)
}

/// Unknown here: let us trust the caller.
#[cfg(not(target_os = "linux"))]
fn threads() -> usize {
    1
}
