// killed by: one call finds them all
//! Takes out of a list while going through it.

use nix::errno::Errno;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// Takes out of `workers` those that are no more; how each of them ended,
/// `None` when somebody else was told.
pub fn reap(workers: &mut Vec<Pid>) -> Vec<(Pid, Option<WaitStatus>)> {
    let mut ended = Vec::new();
    let mut i = 0;
    while i < workers.len() {
        let worker = workers[i];
        match waitpid(worker, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => {}
            Ok(status) => {
                workers.remove(i);
                ended.push((worker, Some(status)));
            }
            Err(Errno::ECHILD) => {
                workers.remove(i);
                ended.push((worker, None));
            }
            Err(_) => {}
        }
        i += 1;
    }
    ended
}
