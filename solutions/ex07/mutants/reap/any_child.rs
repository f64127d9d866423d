// killed by: who asks for any child takes
//! Asks for any child.

use nix::errno::Errno;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// Takes out of `workers` those that are no more; how each of them ended,
/// `None` when somebody else was told.
pub fn reap(workers: &mut Vec<Pid>) -> Vec<(Pid, Option<WaitStatus>)> {
    let mut told = Vec::new();
    let none = loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => break false,
            Ok(status) => told.push(status),
            Err(error) => break error == Errno::ECHILD,
        }
    };
    let mut ended = Vec::new();
    workers.retain(|&worker| {
        let status = told.iter().find(|one| one.pid() == Some(worker));
        if status.is_some() || none {
            ended.push((worker, status.copied()));
        }
        !none && status.is_none()
    });
    ended
}
