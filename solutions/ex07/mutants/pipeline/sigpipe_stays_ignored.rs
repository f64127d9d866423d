// killed by: Rust's programs ignore it, and their children inherit that
//! The children ignore SIGPIPE as the program does.

#![allow(unsafe_code)]

use std::ffi::CString;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{
    ForkResult, Pid, dup2_stdin, dup2_stdout, execvp, fork, pipe2,
};

/// Runs `first | second` and waits for both; how each ended.
///
/// # Errors
///
/// What pipe(2), fork(2) or waitpid(2) says, but not `EINTR`.
pub fn pipeline(
    first: &[CString],
    second: &[CString],
) -> nix::Result<(WaitStatus, WaitStatus)> {
    // execvp closes both ends in both children, but not the copies that dup2
    // makes.
    let (read, write) = pipe2(OFlag::O_CLOEXEC)?;
    let first = start(first, || dup2_stdout(&write))?;
    drop(write);
    let second = start(second, || dup2_stdin(&read));
    drop(read);
    let first = wait(first)?;
    Ok((first, wait(second?)?))
}

/// Starts `command` in a child that calls `connect` first.
fn start(
    command: &[CString],
    connect: impl FnOnce() -> nix::Result<()>,
) -> nix::Result<Pid> {
    // SAFETY: this program has one thread, so its copy is whole.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            let _ = connect().and_then(|()| replace(command));
            // SAFETY: it ends the process and runs nothing else.
            unsafe { libc::_exit(127) }
        }
    }
}

/// Becomes `command`; returns only when that fails.
fn replace(command: &[CString]) -> nix::Result<()> {
    let program = command.first().ok_or(Errno::ENOENT)?;
    execvp(program, command)?;
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
