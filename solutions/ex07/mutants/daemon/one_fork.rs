// killed by: the daemon is an orphan
//! One fork is enough.

#![allow(unsafe_code)]

use std::fs::File;

use nix::unistd::{
    ForkResult, chdir, dup2_stderr, dup2_stdin, dup2_stdout, fork, setsid,
};

/// Runs `job` as a daemon, and returns when the daemon is started.
///
/// # Errors
///
/// What fork(2) or waitpid(2) says, but not `EINTR`; `EAGAIN` when the middle
/// says by its exit status that it could not start the daemon.
pub fn detach(job: impl FnOnce() -> i32) -> nix::Result<()> {
    // SAFETY: this program has one thread, so its copy is whole.
    match unsafe { fork() }? {
        ForkResult::Parent { .. } => Ok(()),
        ForkResult::Child => end(match setsid() {
            Ok(_) if let_go().is_ok() => job(),
            _ => 1,
        }),
    }
}

/// Lets go of the folder and of the standard descriptors.
fn let_go() -> Result<(), Box<dyn std::error::Error>> {
    chdir("/")?;
    let null = File::options().read(true).write(true).open("/dev/null")?;
    dup2_stdin(&null)?;
    dup2_stdout(&null)?;
    dup2_stderr(&null)?;
    Ok(())
}

/// Ends this copy of the program and runs nothing else of it.
fn end(status: i32) -> ! {
    // SAFETY: it returns to nobody.
    unsafe { libc::_exit(status) }
}
