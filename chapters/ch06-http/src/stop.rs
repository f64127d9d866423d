//! A word that every wait hears: "end".

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::fcntl::OFlag;
use nix::unistd::{pipe2, write};

/// Tells a server, from anywhere, that it shall end.
///
/// A flag for those who look, and a pipe for those who wait: its reading end
/// becomes readable and stays so, since nobody reads it. Clones share both,
/// and so do the processes that `fork` makes (chapter 7) share the pipe.
#[derive(Clone, Debug)]
pub struct Stop {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    stopped: AtomicBool,
    /// (the end that waits look at, the end that `stop` writes to)
    pipe: (OwnedFd, OwnedFd),
}

impl Stop {
    /// Nobody has been told yet.
    ///
    /// # Errors
    ///
    /// When no descriptors are left.
    pub fn new() -> io::Result<Stop> {
        let pipe = pipe2(OFlag::O_CLOEXEC | OFlag::O_NONBLOCK)?;
        let stopped = AtomicBool::new(false);
        Ok(Stop { shared: Arc::new(Shared { stopped, pipe }) })
    }

    /// From now on. May be called more than once, from any thread, and from
    /// a signal handler: it stores and calls write(2), nothing else
    /// (signal-safety(7)).
    // ANCHOR: stop
    pub fn stop(&self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // When the pipe is full, it is readable: nothing is lost.
        let _ = write(&self.shared.pipe.1, b"!");
    }
    // ANCHOR_END: stop

    /// Whether this process has been told.
    pub fn is_stopped(&self) -> bool {
        self.shared.stopped.load(Ordering::SeqCst)
    }
}

/// Readable when the server shall end.
impl AsFd for Stop {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.shared.pipe.0.as_fd()
    }
}
