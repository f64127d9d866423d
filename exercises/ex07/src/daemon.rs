//! Nobody's zombie.
//!
//! A daemon goes on when the program that started it has ended, or its terminal
//! is closed. And it must not become that program's zombie. The old recipe is
//! to fork twice: a child that ends at once leaves an orphan, and orphans are
//! waited for by process 1 (or by a reaper that takes its place).
//!
//! ```text
//! the program ──fork──→ the middle ──setsid, fork──→ the daemon: the job
//!     waits for it ←──── _exit            (orphan)
//! ```
//!
//! * `detach` returns in the program only, when the middle has been waited for:
//!   the program then has no child that it had not before.
//! * The daemon is in a session of its own (`setsid`), which no terminal can
//!   hang up; and it is not that session's leader, which would get a terminal
//!   by opening one. Who may call `setsid`, then?
//! * It works in `/`, so that no disk is kept in use, and its descriptors 0, 1
//!   and 2 are `/dev/null`: whoever reads what the program prints waits for the
//!   end of that stream.
//! * The copies end by `_exit`. Anything else would do once more what the program
//!   does at its end, like writing out what is still in its buffers. The
//!   daemon's exit status is what the job returned.

// `fork` of nix and `libc::_exit` are unsafe calls. The copy of a program
// with one thread, as here, may do all that the program may: say so in a SAFETY
// line.
#![allow(unsafe_code)]

/// Runs `job` as a daemon, and returns when the daemon is started.
///
/// # Errors
///
/// What fork(2) or waitpid(2) says, but not `EINTR`; `EAGAIN` when the middle
/// says by its exit status that it could not start the daemon.
pub fn detach(job: impl FnOnce() -> i32) -> nix::Result<()> {
    let _ = job;
    todo!("fork, setsid, fork again; end the middle, and wait for it")
}
