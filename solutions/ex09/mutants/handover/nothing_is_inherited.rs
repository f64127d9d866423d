// killed by: it is ready: Ended
//! Descriptors are handed over by their numbers only.

// A descriptor by its number, and what runs between fork and exec.
#![allow(unsafe_code)]

use std::env::{self, VarError};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpListener;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use nix::fcntl::{FcntlArg, FdFlag, OFlag, fcntl};
use nix::unistd::pipe2;
use socket2::SockRef;
use thiserror::Error;

/// The variable with the number of the listener.
pub const LISTENER_FD: &str = "LISTENER_FD";
/// The variable with the number of the pipe's writing end.
pub const READY_FD: &str = "READY_FD";

/// Why the new program is not there. The old one is, and should go on.
#[derive(Debug, Error)]
pub enum HandoverError {
    /// It could not be started.
    #[error("cannot start it: {0}")]
    Start(#[from] io::Error),
    /// It ended, or was killed when it had closed the pipe, before it was
    /// ready.
    #[error("it ended before it was ready: {0}")]
    Ended(ExitStatus),
    /// It said nothing within the limit, and was killed.
    #[error("it was not ready in time")]
    Silent,
}

/// Starts `program` with `listener`, and waits until it is ready, at most for
/// `limit`. The caller's listener stays open.
///
/// # Errors
///
/// See [`HandoverError`]; nothing of the program is left then.
pub fn hand_over(
    listener: &TcpListener,
    program: &mut Command,
    limit: Duration,
) -> Result<Child, HandoverError> {
    let end = Instant::now().checked_add(limit);
    let (told, ready) = pipe2(OFlag::O_CLOEXEC).map_err(io::Error::from)?;
    let (listener, number) = (listener.as_raw_fd(), ready.as_raw_fd());
    program.env(LISTENER_FD, listener.to_string());
    program.env(READY_FD, number.to_string());
    let inherit = move || {
        for number in [listener, number] {
            // SAFETY: both are open in the parent until `spawn` returns.
            let fd = unsafe { BorrowedFd::borrow_raw(number) };
            fcntl(fd, FcntlArg::F_SETFD(FdFlag::empty()))?;
        }
        Ok(())
    };
    let _: &dyn Fn() -> io::Result<()> = &inherit;
    let mut child = program.spawn()?;
    drop(ready);
    let ready = wait(File::from(told), end);
    if let Ok(true) = ready {
        return Ok(child);
    }
    // Who has ended already does not mind.
    child.kill()?;
    let how = child.wait()?;
    match ready {
        Ok(_) => Err(HandoverError::Ended(how)),
        Err(_) => Err(HandoverError::Silent),
    }
}

/// Whether a byte came before the end of the pipe.
fn wait(mut told: File, end: Option<Instant>) -> io::Result<bool> {
    loop {
        match http_basic::readable([told.as_fd()], end) {
            Ok([true]) => return Ok(told.read(&mut [0])? > 0),
            Ok([false]) => return Err(ErrorKind::TimedOut.into()),
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

/// What the new process got from the old one.
#[derive(Debug)]
pub struct Inherited {
    listener: TcpListener,
    ready: File,
}

/// What the environment says was handed over; `None`: nothing.
///
/// To be called once, before anything else opens or closes descriptors.
///
/// # Errors
///
/// [`io::ErrorKind::InvalidData`] when it is not what the rules say.
pub fn inherited() -> io::Result<Option<Inherited>> {
    let (listener, ready) = match (number(LISTENER_FD)?, number(READY_FD)?) {
        (None, None) => return Ok(None),
        (Some(listener), Some(ready)) if listener != ready => (listener, ready),
        _ => return Err(ErrorKind::InvalidData.into()),
    };
    // SAFETY: `number` has found both open, and they were opened for us: the
    // variables say so.
    let (listener, ready) = unsafe {
        (OwnedFd::from_raw_fd(listener), OwnedFd::from_raw_fd(ready))
    };
    if !SockRef::from(&listener).is_listener().is_ok_and(|is| is) {
        return Err(ErrorKind::InvalidData.into());
    }
    let (listener, ready) = (listener.into(), ready.into());
    Ok(Some(Inherited { listener, ready }))
}

/// The number that the variable `name` has: an open descriptor, from here on
/// close-on-exec.
fn number(name: &str) -> io::Result<Option<RawFd>> {
    let number = match env::var(name) {
        Err(VarError::NotPresent) => return Ok(None),
        number => number.ok().and_then(|number| number.parse().ok()),
    };
    let number = number.filter(|&n| n > 2).ok_or(ErrorKind::InvalidData)?;
    // SAFETY: fcntl(2) says EBADF when no such descriptor is open.
    let fd = unsafe { BorrowedFd::borrow_raw(number) };
    fcntl(fd, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC))
        .map_err(|_| ErrorKind::InvalidData)?;
    Ok(Some(number))
}

impl Inherited {
    /// Tells the old process that this one is ready.
    ///
    /// # Errors
    ///
    /// When the old one is gone.
    pub fn ready(mut self) -> io::Result<TcpListener> {
        self.ready.write_all(b"!")?;
        Ok(self.listener)
    }
}
