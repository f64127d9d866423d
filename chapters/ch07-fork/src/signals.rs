//! The signals that a server hears.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use http_basic::Stop;
use libc::c_int;
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sys::signal::{
    SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction,
};
use nix::unistd::{Pid, getpid, pipe2, read, write};

/// Those that end a server: Ctrl-C, kill(1), a terminal that was closed.
const ENDING: [Signal; 3] = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];

/// What the signal handlers tell: that the server shall end ([`Stop`]), and
/// that a child has ended.
///
/// Waits hear the second through a pipe: it is readable when a child has
/// ended. A flag alone would come too late for a wait that has just begun (the
/// "self-pipe trick").
#[derive(Clone, Copy, Debug)]
pub struct Signals {
    heard: &'static Heard,
}

/// What the handler writes to. It may run at any time, so this is never freed.
// ANCHOR: heard
#[derive(Debug)]
struct Heard {
    /// Who installed the handlers. A child has them too, and they do nothing
    /// there.
    owner: Pid,
    stop: Stop,
    /// A child has ended, and nobody has looked yet.
    child_ended: AtomicBool,
    /// (the end that waits look at, the end that the handler writes to)
    pipe: (OwnedFd, OwnedFd),
}

static HEARD: AtomicPtr<Heard> = AtomicPtr::new(ptr::null_mut());
// ANCHOR_END: heard

impl Signals {
    /// Installs the handlers: SIGCHLD; SIGINT, SIGTERM and SIGHUP.
    ///
    /// They stay until the process ends. A second call makes new pipes, to
    /// which the signals go from then on: a child process may want its own.
    ///
    /// # Errors
    ///
    /// When no descriptors are left.
    // ANCHOR: install
    #[allow(unsafe_code)]
    pub fn install() -> io::Result<Signals> {
        let heard = Box::leak(Box::new(Heard {
            owner: getpid(),
            stop: Stop::new()?,
            child_ended: AtomicBool::new(false),
            pipe: pipe2(OFlag::O_CLOEXEC | OFlag::O_NONBLOCK)?,
        }));
        HEARD.store(heard, Ordering::SeqCst);
        let action = SigAction::new(
            SigHandler::Handler(handle),
            // Calls that a signal meets go on; only waits for readiness
            // return (signal(7)). A child that stops is not news.
            SaFlags::SA_RESTART | SaFlags::SA_NOCLDSTOP,
            SigSet::all(), // no second signal inside the handler
        );
        for signal in ENDING.into_iter().chain([Signal::SIGCHLD]) {
            // SAFETY: `handle` makes only calls that signal-safety(7) allows,
            // and leaves errno as it was.
            unsafe { sigaction(signal, &action)? };
        }
        Ok(Signals { heard })
    }
    // ANCHOR_END: install

    /// The word that SIGINT, SIGTERM and SIGHUP say.
    pub fn stop(&self) -> &Stop {
        &self.heard.stop
    }

    /// Whether children have ended since the last call: one, or many. Now is
    /// the time to call [`crate::Children::reap`].
    // ANCHOR: child-ended
    pub fn child_ended(&self) -> bool {
        if !self.heard.child_ended.swap(false, Ordering::SeqCst) {
            return false;
        }
        // Who ends from here on writes to the pipe again.
        let mut bytes = [0; 64];
        while read(&self.heard.pipe.0, &mut bytes) == Ok(bytes.len()) {}
        true
    }
    // ANCHOR_END: child-ended
}

/// Readable when a child has ended, until [`Signals::child_ended`].
impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.heard.pipe.0.as_fd()
    }
}

/// Runs whenever a signal arrives, between any two instructions of the program.
///
/// So it may not allocate, lock or print: the program may be in the middle
/// of just that (signal-safety(7)). It stores, and calls write(2).
// ANCHOR: handler
#[allow(unsafe_code)]
extern "C" fn handle(signal: c_int) {
    // The program may be about to read the errno of its last call.
    let errno = Errno::last_raw();
    // SAFETY: null, or a value that is never freed.
    let heard = unsafe { HEARD.load(Ordering::SeqCst).as_ref() };
    if let Some(heard) = heard.filter(|heard| heard.owner == getpid()) {
        if signal == libc::SIGCHLD {
            heard.child_ended.store(true, Ordering::SeqCst);
            // A full pipe is readable, which is all that it has to say.
            let _ = write(&heard.pipe.1, b"!");
        } else {
            heard.stop.stop();
        }
    }
    Errno::set_raw(errno);
}
// ANCHOR_END: handler
