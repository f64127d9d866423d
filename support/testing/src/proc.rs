//! What a process holds, as `/proc` tells it (proc(5), Linux).
//!
//! A server that loses a descriptor, a thread or a child with each request
//! answers every test of its words. Only counting finds it.

mod limits;

use std::fs;
use std::str::FromStr;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::deadline::{LIMIT, in_time};
#[cfg(target_os = "linux")]
pub use limits::limit;
pub use limits::{Limited, allow_descriptors};

/// A process, as its parent's children are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its process id.
    pub pid: u32,
    /// Who started it, or 1 (or a reaper) when that one is gone.
    pub parent: u32,
    /// `R` runs, `S` sleeps, `Z` is a zombie, … (proc_pid_stat(5)).
    pub state: char,
}

impl Process {
    /// Whether it has ended and nobody has asked how.
    pub fn is_zombie(&self) -> bool {
        self.state == 'Z'
    }
}

/// How many descriptors `pid` has open.
///
/// # Panics
///
/// When there is no such process, or it is another user's.
#[track_caller]
pub fn descriptors(pid: u32) -> usize {
    let list = fs::read_dir(format!("/proc/{pid}/fd"));
    list.expect("the process is there").count()
}

/// How many threads `pid` has.
///
/// # Panics
///
/// When there is no such process.
#[track_caller]
pub fn threads(pid: u32) -> usize {
    status(pid, "Threads:")
}

/// How much memory `pid` has in use, in bytes (VmRSS); what it shares with
/// others is counted too.
///
/// # Panics
///
/// When there is no such process, or it is a zombie.
#[track_caller]
pub fn memory(pid: u32) -> u64 {
    status::<u64>(pid, "VmRSS:") * 1024
}

/// The children of `pid` that it has not waited for, zombies included.
pub fn children(pid: u32) -> Vec<Process> {
    pids().filter_map(process).filter(|p| p.parent == pid).collect()
}

/// All process ids.
pub(crate) fn pids() -> impl Iterator<Item = u32> {
    let folders = fs::read_dir("/proc").expect("Linux has /proc");
    folders.flatten().filter_map(|folder| {
        folder.file_name().to_str().and_then(|name| name.parse().ok())
    })
}

/// How many children of `pid` have ended and were not waited for.
pub fn zombies(pid: u32) -> usize {
    children(pid).iter().filter(|child| child.is_zombie()).count()
}

/// What the kernel tells of `pid`; `None`: there is no such process.
pub fn process(pid: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // "7 (its name) S 1 …": the name may have parentheses and spaces.
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut words = rest.split(' ');
    let state = words.next()?.chars().next()?;
    Some(Process { pid, parent: words.next()?.parse().ok()?, state })
}

/// Stops a process with SIGSTOP, and waits until it has stopped: until then
/// it still takes other signals.
///
/// SIGCONT lets it go on.
///
/// # Panics
///
/// When there is no such process, or it does not stop in 10 s.
#[track_caller]
pub fn stop(pid: u32) {
    let id = i32::try_from(pid).expect("a process id");
    kill(Pid::from_raw(id), Signal::SIGSTOP).expect("the process is there");
    until("the process has stopped", || {
        process(pid).is_some_and(|process| process.state == 'T')
    });
}

/// Waits until `condition` holds.
///
/// `what` completes the sentence "this did not happen within 10 s: …".
///
/// # Panics
///
/// When the time is over.
#[track_caller]
pub fn until(what: &str, condition: impl FnMut() -> bool) {
    assert!(
        in_time(condition),
        "this did not happen within {} s: {what}",
        LIMIT.as_secs()
    );
}

#[track_caller]
fn status<T: FromStr>(pid: u32, key: &str) -> T {
    let text = fs::read_to_string(format!("/proc/{pid}/status"));
    let text = text.expect("the process is there");
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    let word = line.and_then(|rest| rest.split_whitespace().next());
    let value = word.and_then(|word| word.parse().ok());
    value.unwrap_or_else(|| panic!("process {pid} has no \"{key}\": a zombie?"))
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn this_process_has_three_descriptors_and_a_thread_at_least() {
        let me = std::process::id();
        assert!(descriptors(me) >= 3);
        assert!(threads(me) >= 1);
        assert!(memory(me) > 100_000);
        assert_eq!(process(me).expect("it runs").pid, me);
    }

    #[test]
    fn a_child_is_alive_then_a_zombie_then_gone() {
        let me = std::process::id();
        let mut cat =
            Command::new("cat").stdin(Stdio::piped()).spawn().expect("cat");
        let of = |pid| children(me).into_iter().find(|c| c.pid == pid);
        let alive = of(cat.id()).expect("it waits for its input");
        assert!(!alive.is_zombie(), "{alive:?}");
        drop(cat.stdin.take());
        until("the child ends", || of(cat.id()).is_some_and(|c| c.is_zombie()));
        assert!(zombies(me) >= 1);
        cat.wait().expect("it is our child");
        assert_eq!(of(cat.id()), None);
    }
}
