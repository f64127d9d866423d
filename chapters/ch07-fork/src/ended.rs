//! How a child ended.

use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use nix::errno::Errno;
use nix::sys::signal::Signal;
use nix::unistd::Pid;

/// A child that has ended and was waited for: nothing is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its process id, which the kernel may give to another from now on.
    pub pid: Pid,
    /// Its exit status, or the signal that killed it.
    pub how: ExitStatus,
}

impl Ended {
    /// Its exit status; `None` when a signal killed it.
    pub fn code(&self) -> Option<i32> {
        self.how.code()
    }

    /// The signal that killed it.
    pub fn signal(&self) -> Option<i32> {
        self.how.signal()
    }
}

/// In words for a log: "killed by SIGKILL".
impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code(), self.signal()) {
            (Some(code), _) => write!(f, "ended with status {code}"),
            (None, Some(number)) => match Signal::try_from(number) {
                Ok(signal) => write!(f, "killed by {signal}"),
                Err(_) => write!(f, "killed by signal {number}"),
            },
            (None, None) => write!(f, "{}", self.how),
        }
    }
}

/// Whether to wait for a child that still runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// No: take one that has ended, if there is one (WNOHANG).
    Now,
    /// As long as it takes.
    Long,
}

/// Takes one child that has ended. `None`: there is none (to be had now).
///
/// The call is made by hand, so that its three kinds of results can be seen;
/// and because nix knows no names for real-time signals, and would lose
/// a child that one of them killed.
// ANCHOR: wait
#[allow(unsafe_code)]
pub(crate) fn wait(how: Wait) -> Option<Ended> {
    let flags = match how {
        Wait::Now => libc::WNOHANG,
        Wait::Long => 0,
    };
    loop {
        let mut status = 0;
        // SAFETY: the call writes one number to `status`, nothing else.
        let result = unsafe { libc::waitpid(-1, &raw mut status, flags) };
        match result {
            0 => return None, // there are children, and all of them run
            -1 if Errno::last() == Errno::EINTR => {}
            -1 => return None, // ECHILD: there are no children
            pid => {
                let pid = Pid::from_raw(pid);
                return Some(Ended { pid, how: ExitStatus::from_raw(status) });
            }
        }
    }
}
// ANCHOR_END: wait
