// killed by: one call finds them all
//! One signal, one child.

use nix::errno::Errno;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// Takes out of `workers` those that are no more; how each of them ended,
/// `None` when somebody else was told.
pub fn reap(workers: &mut Vec<Pid>) -> Vec<(Pid, Option<WaitStatus>)> {
    let mut ended = Vec::new();
    workers.retain(|&worker| {
        if !ended.is_empty() {
            return true;
        }
        match waitpid(worker, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => return true,
            Ok(status) => ended.push((worker, Some(status))),
            Err(Errno::ECHILD) => ended.push((worker, None)),
            // A real-time signal ended it, and nix has no name for that: the
            // next call says ECHILD.
            Err(_) => return true,
        }
        false
    });
    ended
}
