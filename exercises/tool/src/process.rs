//! Children with a deadline, a limit on memory and a limit on output.
//!
//! Each child leads a process group of its own, and the whole group is ended
//! with it: a test that fails may leave a server behind.

mod cancel;
mod group;
mod limits;
mod pipes;

use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use std::{io, thread};

use crate::error::{Error, Result};
pub(crate) use cancel::Cancel;
pub(crate) use limits::Limits;
use pipes::{Kept, Stream, pass_on};

/// How often deadlines are looked at.
const TICK: Duration = Duration::from_millis(20);
/// How long to wait for output after the child ended: a grandchild that left
/// the group may hold the pipe for ever. On a busy machine it takes a while
/// until all that was said is read.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How a child ended.
#[derive(Debug)]
pub(crate) enum End {
    Exited(ExitStatus),
    Late,
    TooBig,
    Cancelled,
}

/// What a child did.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) end: End,
    /// Standard output.
    pub(crate) output: String,
    /// Standard error; with [`Errors::Mixed`] it is in `output`.
    pub(crate) errors: String,
}

/// Where a child's standard error goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Errors {
    /// Into the same pipe as standard output, in the order of writing.
    Mixed,
    /// Kept apart.
    Apart,
}

/// Runs a command to its end, or ends it. `line` sees each whole line of
/// standard output as it comes.
///
/// # Errors
///
/// The program cannot be started.
pub(crate) fn run(
    mut command: Command,
    errors: Errors,
    limits: Limits,
    cancel: &Cancel,
    line: &mut dyn FnMut(&str),
) -> Result<Ran> {
    let program = command.get_program().to_string_lossy().into_owned();
    let cannot = |source| Error::Start { program: program.clone(), source };
    // Bounded: a child that floods us waits until we have thrown it away.
    let (sender, receiver) = mpsc::sync_channel(64);
    let (reader, writer) = io::pipe().map_err(cannot)?;
    pass_on(reader, Stream::Output, sender.clone());
    if errors == Errors::Mixed {
        command.stderr(writer.try_clone().map_err(cannot)?);
        drop(sender);
    } else {
        let (reader, writer) = io::pipe().map_err(cannot)?;
        pass_on(reader, Stream::Errors, sender);
        command.stderr(writer);
    }
    command.stdin(Stdio::null()).stdout(writer);
    group::lead(&mut command);
    let mut child = command.spawn().map_err(cannot)?;
    // The command holds our copies of the writing ends.
    drop(command);
    let mut kept = Kept::new(limits.output);
    let end = wait(&mut child, &receiver, limits, cancel, &mut kept, line);
    group::end(&mut child);
    let _ = child.wait();
    let until = Instant::now() + LAST_WORDS;
    while let Ok(chunk) =
        receiver.recv_timeout(until.saturating_duration_since(Instant::now()))
    {
        kept.add(chunk, line);
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Ran { end, output: text(&kept.output), errors: text(&kept.errors) })
}

fn wait(
    child: &mut Child,
    receiver: &Receiver<(Stream, Vec<u8>)>,
    limits: Limits,
    cancel: &Cancel,
    kept: &mut Kept,
    line: &mut dyn FnMut(&str),
) -> End {
    let started = Instant::now();
    loop {
        match receiver.recv_timeout(TICK) {
            Ok(chunk) => kept.add(chunk, line),
            Err(RecvTimeoutError::Timeout) => {}
            // Its output is closed; it will end now.
            Err(RecvTimeoutError::Disconnected) => thread::sleep(TICK / 10),
        }
        match child.try_wait() {
            Ok(Some(status)) => return End::Exited(status),
            Ok(None) => {}
            Err(_) => return End::Cancelled,
        }
        if cancel.is_cancelled() {
            return End::Cancelled;
        }
        if started.elapsed() > limits.time {
            return End::Late;
        }
        if limits.memory < u64::MAX && resident(child.id()) > limits.memory {
            return End::TooBig;
        }
    }
}

/// Resident memory of a process in bytes; 0 where it is not known.
fn resident(pid: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status"));
    let text = text.unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib =
        line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    kib.unwrap_or(0_u64) * 1024
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, limits: Limits, cancel: &Cancel) -> Ran {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run(command, Errors::Mixed, limits, cancel, &mut |_| {})
            .expect("sh starts")
    }

    fn limits(time: Duration) -> Limits {
        Limits::tests(time)
    }

    #[test]
    fn both_streams_come_in_the_order_of_writing() {
        let ran = shell(
            "echo a; echo b >&2; echo c",
            limits(Duration::from_secs(30)),
            &Cancel::default(),
        );
        assert_eq!(ran.output, "a\nb\nc\n");
    }

    #[test]
    fn a_child_that_hangs_is_ended_with_its_children() {
        let started = Instant::now();
        // On a busy machine the shell may not come that far: then it gets
        // more time.
        let ran = (1..)
            .map(|times| {
                shell(
                    "sleep 300 & echo $!; wait",
                    limits(times * Duration::from_millis(200)),
                    &Cancel::default(),
                )
            })
            .inspect(|ran| assert!(matches!(ran.end, End::Late), "{ran:?}"))
            .find(|ran| ran.output.ends_with('\n'))
            .expect("in the end");
        assert!(started.elapsed() < Duration::from_secs(60));
        let pid: i32 = ran.output.trim().parse().unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        // Gone, or a zombie that whoever adopted it has not reaped yet.
        while std::fs::read_to_string(format!("/proc/{pid}/stat"))
            .is_ok_and(|stat| !stat.contains(") Z "))
        {
            assert!(Instant::now() < deadline, "process {pid} still runs");
            thread::yield_now();
        }
    }

    #[test]
    fn a_child_that_floods_is_cut_and_not_kept() {
        let small = Limits { output: 10, ..limits(Duration::from_secs(60)) };
        let script = "head -c 5000000 /dev/zero | tr '\\0' x";
        let ran = shell(script, small, &Cancel::default());
        assert!(matches!(ran.end, End::Exited(status) if status.success()));
        assert_eq!(ran.output, "xxxxxxxxxx");
    }

    #[test]
    fn a_cancelled_run_ends_at_once() {
        let cancel = Cancel::default();
        cancel.cancel();
        let started = Instant::now();
        let ran = shell("sleep 300", limits(Duration::MAX), &cancel);
        assert!(matches!(ran.end, End::Cancelled));
        assert!(started.elapsed() < Duration::from_secs(60));
    }
}
