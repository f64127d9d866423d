// killed by: those behind are asked all the same
//! Stops at the first that still runs.

use nix::errno::Errno;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// Takes out of `workers` those that are no more; how each of them ended,
/// `None` when somebody else was told.
pub fn reap(workers: &mut Vec<Pid>) -> Vec<(Pid, Option<WaitStatus>)> {
    let mut ended = Vec::new();
    let mut over = false;
    workers.retain(|&worker| {
        if over {
            return true;
        }
        match waitpid(worker, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => {
                over = true;
                return true;
            }
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
