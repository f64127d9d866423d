//! What does a thread cost, and what a process?

use std::fs;
use std::io::Read;
use std::os::fd::AsRawFd;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use cli::say;
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid, fork};
use threading::{STACK_SIZE, Threads};

/// How many are begun and ended, for the time.
const TIMES: u32 = 1_000;
/// How many are there at the same time, for the memory.
const CROWD: usize = 100;

/// The processes first: fork(2) is for programs with a single thread.
pub(super) fn compare() -> cli::Result {
    let process = time(|| Ok(waitpid(child(|| ())?, None).map(drop)?))?;
    let process_memory = memory_of_a_child()?;
    let threads = Threads::new(CROWD);
    let thread = time(|| {
        threads.spawn(|| ())?;
        threads.join(None);
        Ok(())
    })?;
    let thread_memory = memory_of_threads(&threads)?;
    say!("to begin one and wait for its end");
    say!("  a process:  {}", in_us(process));
    say!("  a thread:   {}", in_us(thread));
    say!("memory of one more that does nothing, page tables included");
    say!("  a process:  about {process_memory} KiB");
    say!("  a thread:   about {thread_memory} KiB");
    say!("  the most that a thread's stack may take: {STACK_SIZE} bytes");
    Ok(())
}

/// A copy of this process that does `work` and ends.
#[allow(unsafe_code)]
fn child(work: impl FnOnce()) -> cli::Result<Pid> {
    // SAFETY: this process has one thread, so the child finds no lock that
    // somebody else holds; it leaves by _exit, and so runs no destructor.
    match unsafe { fork() }? {
        ForkResult::Parent { child } => Ok(child),
        ForkResult::Child => {
            work();
            // SAFETY: _exit(2) has no preconditions.
            unsafe { nix::libc::_exit(0) }
        }
    }
}

/// The pages that a child shares with nobody, and its page tables, in KiB.
fn memory_of_a_child() -> cli::Result<u64> {
    let (mut wait, end) =
        nix::unistd::pipe().map(|(r, w)| (fs::File::from(r), w))?;
    let writer = end.as_raw_fd();
    let pid = child(|| {
        // Its own copy of the writing end would keep the pipe open.
        let _ = nix::unistd::close(writer);
        let _ = wait.read(&mut [0; 1]);
    })?;
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"));
    let status = fs::read_to_string(format!("/proc/{pid}/status"));
    drop(end); // the child ends
    waitpid(pid, None)?;
    let (rollup, status) = (rollup?, status?);
    let own = ["Private_Clean:", "Private_Dirty:"];
    let pages: u64 = own.iter().map(|key| field(&rollup, key)).sum();
    Ok(pages + field(&status, "VmPTE:"))
}

/// What one thread has in use, in KiB.
fn memory_of_threads(threads: &Threads) -> cli::Result<u64> {
    let before = resident()?;
    let (tell, began) = channel();
    let mut ends: Vec<Sender<()>> = Vec::new();
    for _ in 0..CROWD {
        let (end, wait) = channel::<()>();
        let tell = tell.clone();
        threads.spawn(move || {
            let _ = tell.send(());
            let _ = wait.recv();
        })?;
        ends.push(end);
    }
    (0..CROWD).try_for_each(|_| began.recv_timeout(Duration::from_secs(10)))?;
    let after = resident()?;
    drop(ends);
    threads.join(None);
    Ok(after.saturating_sub(before) / CROWD as u64)
}

/// The memory that this process has in use, and its page tables, in KiB.
fn resident() -> cli::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    Ok(field(&status, "VmRSS:") + field(&status, "VmPTE:"))
}

/// A line "KEY   123 kB" (proc_pid_status(5)).
fn field(text: &str, key: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    let word = line.and_then(|rest| rest.split_whitespace().next());
    word.and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// How long one takes.
fn time(mut one: impl FnMut() -> cli::Result) -> cli::Result<Duration> {
    let begun = Instant::now();
    for _ in 0..TIMES {
        one()?;
    }
    Ok(begun.elapsed() / TIMES)
}

fn in_us(time: Duration) -> String {
    format!("{} µs", time.as_micros())
}
