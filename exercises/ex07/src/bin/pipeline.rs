//! `ex07-pipeline PROGRAM [ARG]… '|' PROGRAM [ARG]…`: runs both, then tells how
//! they ended and what is left of them.
//!
//! SIGUSR1 interrupts what it waits for.

#![allow(unsafe_code)]

use std::error::Error;
use std::ffi::CString;
use std::os::unix::ffi::OsStringExt;

use ex07::pipeline::pipeline;
use nix::errno::Errno;
use nix::sys::signal::{
    SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction,
};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};

fn main() -> Result<(), Box<dyn Error>> {
    let handler = SigHandler::Handler(tell);
    // No SA_RESTART: the interrupted call says EINTR.
    let action = SigAction::new(handler, SaFlags::empty(), SigSet::empty());
    // SAFETY: `tell` calls only what a handler may call.
    unsafe { sigaction(Signal::SIGUSR1, &action) }?;
    let words: Result<Vec<CString>, _> = std::env::args_os()
        .skip(1)
        .map(|w| CString::new(w.into_vec()))
        .collect();
    let words = words?;
    let bar = words.iter().position(|word| word.as_bytes() == b"|");
    let bar = bar.ok_or("give two commands with a '|' between them")?;
    let before = descriptors()?;
    let (first, second) = pipeline(&words[..bar], &words[bar + 1..])?;
    eprintln!("first: {}", told(first));
    eprintln!("second: {}", told(second));
    eprintln!("descriptors: {before} before, {} after", descriptors()?);
    let left = waitpid(None, Some(WaitPidFlag::WNOHANG));
    match left {
        Err(Errno::ECHILD) => eprintln!("children: none"),
        other => eprintln!("children: {other:?}"),
    }
    Ok(())
}

/// Says that a signal came, as a handler may: with write(2) alone.
extern "C" fn tell(_: i32) {
    let line = b"a signal\n";
    let errno = Errno::last();
    // SAFETY: write(2) is async-signal-safe, and the bytes are ours.
    unsafe { libc::write(2, line.as_ptr().cast(), line.len()) };
    errno.set();
}

/// How many descriptors this process has open.
fn descriptors() -> std::io::Result<usize> {
    Ok(std::fs::read_dir("/proc/self/fd")?.count())
}

fn told(status: WaitStatus) -> String {
    match status {
        WaitStatus::Exited(_, code) => format!("exited {code}"),
        WaitStatus::Signaled(_, signal, _) => format!("killed by {signal}"),
        other => format!("{other:?}"),
    }
}
