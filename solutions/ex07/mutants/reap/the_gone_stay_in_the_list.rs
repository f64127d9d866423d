// killed by: ECHILD says that this one will never come
//! ECHILD is an error like any other.

use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// Takes out of `workers` those that are no more; how each of them ended,
/// `None` when somebody else was told.
pub fn reap(workers: &mut Vec<Pid>) -> Vec<(Pid, Option<WaitStatus>)> {
    let mut ended = Vec::new();
    workers.retain(|&worker| {
        match waitpid(worker, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => return true,
            Ok(status) => ended.push((worker, Some(status))),
            Err(_) => return true,
        }
        false
    });
    ended
}
