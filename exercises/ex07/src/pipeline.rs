//! What a shell does with `first | second`.
//!
//! Two children that run at the same time, and a pipe between them: what the
//! first writes to standard output the second reads from standard input. Their
//! other descriptors stay as they are.
//!
//! ```text
//! the program ──fork──→ first    1 → pipe's write end, then execvp
//!             ──fork──→ second   0 → pipe's read end, then execvp
//! ```
//!
//! * `dup2_stdin` and `dup2_stdout` put a pipe's end in the place of descriptor
//!   0 or 1. The end itself stays open beside the copy.
//! * The reader sees the end of the stream when *nobody* has the write end open,
//!   and a writer is told that it is not heard (`SIGPIPE`) when nobody has the
//!   read end open. Count who has each: three processes, two ends.
//! * Rust's runtime ignores `SIGPIPE`, and what is ignored stays so through
//!   `execvp`: put it back to `SigDfl` in the children.
//! * A child whose program cannot be run ends with status 127, by `_exit`: it
//!   must not return into a program that another process is running already.
//! * Wait for both. The caller has a signal handler without `SA_RESTART`, so
//!   `waitpid` may say `EINTR`: nobody has ended then.
//!
//! Each command is the program's name and its arguments, as `execvp` takes them.

// `fork` and `signal` of nix and `libc::_exit` are unsafe calls. The copy of a program
// with one thread, as here, may do all that the program may: say so in a SAFETY
// line.
#![allow(unsafe_code)]

use std::ffi::CString;

use nix::sys::wait::WaitStatus;

/// Runs `first | second` and waits for both; how each ended.
///
/// # Errors
///
/// What pipe(2), fork(2) or waitpid(2) says, but not `EINTR`.
pub fn pipeline(
    first: &[CString],
    second: &[CString],
) -> nix::Result<(WaitStatus, WaitStatus)> {
    let _ = (first, second);
    todo!("a pipe, two children, and nobody holds an end too many")
}
