//! `ex07-timeout LIMIT GRACE PROGRAM [ARG]…`: runs it for so many milliseconds,
//! prints what it printed, and tells what came of it and what it cost.

use std::error::Error;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::time::Duration;

use ex07::timeout::run;
use nix::errno::Errno;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::signal::SigSet;
use nix::sys::wait::{WaitPidFlag, waitpid};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args_os().skip(1);
    let mut time = || -> Option<Duration> {
        let word = words.next()?;
        Some(Duration::from_millis(word.to_str()?.parse().ok()?))
    };
    let limit = time().ok_or("give two times, in milliseconds")?;
    let grace = time().ok_or("give the time from SIGTERM to SIGKILL too")?;
    let program = words.next().ok_or("give a program, and its arguments")?;
    let (descriptors, blocked) = (descriptors()?, SigSet::thread_get_mask()?);
    let mut command = Command::new(program);
    let finished = run(command.args(words), limit, grace)?;
    std::io::stdout().write_all(&finished.output)?;
    eprintln!("timed out: {}", finished.timed_out);
    match finished.status.signal() {
        Some(signal) => eprintln!("signal: {signal}"),
        None => eprintln!("{}", finished.status),
    }
    tell_cost(descriptors, blocked)
}

/// What the run left behind, and what it took.
fn tell_cost(before: usize, blocked: SigSet) -> Result<(), Box<dyn Error>> {
    eprintln!("descriptors: {before} before, {} after", descriptors()?);
    match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
        Err(Errno::ECHILD) => eprintln!("children: none"),
        other => eprintln!("children: {other:?}"),
    }
    let same = SigSet::thread_get_mask()? == blocked;
    eprintln!("blocked signals: {}", if same { "as before" } else { "more" });
    let used = getrusage(UsageWho::RUSAGE_SELF)?;
    let (user, system) = (used.user_time(), used.system_time());
    let millis = |time: i64, micros: i64| time * 1000 + micros / 1000;
    let cpu = millis(user.tv_sec(), user.tv_usec())
        + millis(system.tv_sec(), system.tv_usec());
    eprintln!("ms of the processor: {cpu}");
    eprintln!("times it slept: {}", used.voluntary_context_switches());
    Ok(())
}

/// How many descriptors this process has open.
fn descriptors() -> std::io::Result<usize> {
    Ok(std::fs::read_dir("/proc/self/fd")?.count())
}
