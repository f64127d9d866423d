// killed by: somebody keeps its outputs open
//! The standard descriptors stay as they are.

#![allow(unsafe_code)]

use nix::errno::Errno;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid, chdir, fork, setsid};

/// Runs `job` as a daemon, and returns when the daemon is started.
///
/// # Errors
///
/// What fork(2) or waitpid(2) says, but not `EINTR`; `EAGAIN` when the middle
/// says by its exit status that it could not start the daemon.
pub fn detach(job: impl FnOnce() -> i32) -> nix::Result<()> {
    // SAFETY: this program has one thread, so its copy is whole.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => match wait(child)? {
            WaitStatus::Exited(_, 0) => Ok(()),
            _ => Err(Errno::EAGAIN),
        },
        ForkResult::Child => end(middle(job).map_or(1, |()| 0)),
    }
}

/// The child of the program: starts the daemon in a session of its own.
fn middle(job: impl FnOnce() -> i32) -> nix::Result<()> {
    setsid()?;
    // SAFETY: as above; the middle has one thread too.
    match unsafe { fork() }? {
        ForkResult::Parent { .. } => Ok(()),
        ForkResult::Child => end(match let_go() {
            Ok(()) => job(),
            Err(_) => 1,
        }),
    }
}

/// Lets go of the folder and of the standard descriptors.
fn let_go() -> Result<(), Box<dyn std::error::Error>> {
    chdir("/")?;
    Ok(())
}

/// Waits until `child` has ended.
fn wait(child: Pid) -> nix::Result<WaitStatus> {
    loop {
        match waitpid(child, None) {
            Err(Errno::EINTR) => {}
            ended => return ended,
        }
    }
}

/// Ends this copy of the program and runs nothing else of it.
fn end(status: i32) -> ! {
    // SAFETY: it returns to nobody.
    unsafe { libc::_exit(status) }
}
