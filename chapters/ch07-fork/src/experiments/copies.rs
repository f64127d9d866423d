//! What a child has of its parent's memory.

use std::fs;
use std::hint::black_box;
use std::io::{self, Write};
use std::process;
use std::time::Instant;

use cli::say;
use forking::{Children, Pid};
use nix::sys::signal::{Signal, kill, raise};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, fork};

use super::until::{state, until};

/// The text is in this program's buffer when it forks, so it is there twice.
// ANCHOR: said-twice
#[allow(unsafe_code)]
pub(super) fn said_twice() -> cli::Result {
    let mut out = io::stdout();
    for end in ["exit", "_exit"] {
        write!(out, "a child that ends with {end}: ")?;
        // SAFETY: this program has one thread.
        match unsafe { fork()? } {
            ForkResult::Child if end == "exit" => process::exit(0),
            // SAFETY: it ends this process, and runs nothing before.
            ForkResult::Child => unsafe { libc::_exit(0) },
            ForkResult::Parent { child } => waitpid(child, None)?,
        };
        writeln!(out, "(the parent goes on)")?;
    }
    Ok(())
}
// ANCHOR_END: said-twice

const MIB: usize = 1024 * 1024;

/// What a fork costs beside what the parent has, and what the child gets.
pub(super) fn memory() -> cli::Result {
    let mut memory = Vec::new();
    for size in [1, 256] {
        memory = black_box(vec![1_u8; size * MIB]);
        let mut children = Children::new(1);
        let start = Instant::now();
        let child = children.spawn(|| 0)?;
        let took = start.elapsed();
        until(|| state(child) == Some('Z'))?;
        children.reap();
        say!(
            "a parent with {:3} MiB: fork took {took:.1?}",
            memory.len() / MIB
        );
    }
    let mut children = Children::new(1);
    let child = children.spawn(|| {
        let _ = raise(Signal::SIGSTOP);
        // Every page of the first quarter.
        memory[..64 * MIB].iter_mut().step_by(4096).for_each(|b| *b = 2);
        let _ = raise(Signal::SIGSTOP);
        0
    })?;
    for when in ["after the fork", "after it has written to 64 MiB"] {
        until(|| state(child) == Some('T'))?;
        let own = own_memory(child)?;
        say!("the child's own memory {when}: about {own} MiB");
        kill(child, Signal::SIGCONT)?;
        until(|| matches!(state(child), Some('T' | 'Z')))?;
    }
    until(|| !children.reap().is_empty())
}

/// What `pid` shares with nobody, in MiB (proc_pid_smaps(5), Linux).
fn own_memory(pid: Pid) -> cli::Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let line = text.lines().find_map(|l| l.strip_prefix("Private_Dirty:"));
    let word = line.and_then(|rest| rest.split_whitespace().next());
    let kib: u64 = word.ok_or("no Private_Dirty")?.parse()?;
    Ok(kib / 1024)
}
