//! Reap your own.
//!
//! Chapter 7's loop asks for *any* child. That is right for a program whose
//! children are all its own, and wrong for a library: `waitpid(-1)` would also
//! take the children that the rest of the program has started and waits for, and
//! whoever started them gets `ECHILD` and never learns how they ended.
//!
//! So ask for your own workers only. Call after call:
//!
//! * Take every worker that has ended out of the list, and return how it ended,
//!   in the order of the list. One call finds them all: it comes once for a
//!   `SIGCHLD`, and one `SIGCHLD` may stand for many ends.
//! * A worker that still runs stays in the list; nobody waits for it.
//! * A worker that somebody else has waited for is no child of ours any more
//!   (`ECHILD`). It will never come: take it out, and return `None` for it.
//!
//! ```text
//! list 7, 8, 9      7 ended with 3, 8 runs, 9 was taken by somebody
//! reap(&mut list)   = [(7, Some(Exited(7, 3))), (9, None)]
//! list 8
//! ```

use nix::sys::wait::WaitStatus;
use nix::unistd::Pid;

/// Takes out of `workers` those that are no more; how each of them ended,
/// `None` when somebody else was told.
pub fn reap(workers: &mut Vec<Pid>) -> Vec<(Pid, Option<WaitStatus>)> {
    let _ = workers;
    todo!("ask for each worker, wait for none")
}
