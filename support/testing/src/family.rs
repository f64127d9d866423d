//! A program with all that comes from it, ended together (Linux).
//!
//! An exercise of ours may fork, make process groups and sessions, and lose
//! track of them when it is wrong. Whatever it starts inherits its environment,
//! so a mark there tells who belongs together.

use std::fs;
use std::io::Write;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use nix::sys::prctl::set_child_subreaper;
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;

use crate::deadline::{LIMIT, in_time};
use crate::finish::Finished;
use crate::heard::Heard;
use crate::proc::{pids, process};

/// The variable of the environment that carries the mark.
const MARK: &str = "TESTING_FAMILY";

/// A started program and its descendants. Dropping it kills all of them.
#[derive(Debug)]
pub struct Family {
    name: String,
    child: Child,
    input: Option<ChildStdin>,
    out: Heard,
    err: Heard,
    /// `MARK=…`, as it stands in the environment.
    mark: String,
}

impl Family {
    /// Starts `command`, with pipes on its three standard descriptors.
    ///
    /// This process becomes the one that gets orphans (`PR_SET_CHILD_SUBREAPER`,
    /// prctl(2)), so that none is lost to process 1.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    #[track_caller]
    pub fn start(command: &mut Command) -> Family {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        set_child_subreaper(true).expect("Linux has subreapers");
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let value = format!("{}.{number}", std::process::id());
        let name = format!("{command:?}");
        let mut child = command
            .env(MARK, &value)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {name}: {error}"));
        let out = Heard::new(child.stdout.take().expect("piped"));
        let err = Heard::new(child.stderr.take().expect("piped"));
        let input = child.stdin.take();
        let mark = format!("{MARK}={value}");
        Family { name, child, input, out, err, mark }
    }

    /// The process id of the program itself.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Writes `bytes` to its standard input, which stays open. Who is gone does
    /// not hear them; [`Family::finish`] tells how it ended.
    pub fn say(&mut self, bytes: &[u8]) {
        if let Some(input) = &mut self.input {
            let _ = input.write_all(bytes);
        }
    }

    /// Sends `signal` to the program itself.
    ///
    /// # Panics
    ///
    /// When it is gone already.
    #[track_caller]
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid()).expect("a process id");
        kill(Pid::from_raw(pid), signal).expect("the program is there");
    }

    /// Waits until standard error has `text` in it `times` times. `hint` says
    /// why it should come.
    ///
    /// # Panics
    ///
    /// When that does not come within [`LIMIT`]: says what did come.
    #[track_caller]
    pub fn until_err(&self, text: &str, times: usize, hint: &str) {
        let come = || self.err.text().matches(text).count() >= times;
        assert!(
            in_time(come),
            "{hint}\n  {} did not say {text:?} {times} times; {}",
            self.name,
            self.told()
        );
    }

    /// Waits for the end of the program itself; its exit status, `None` when a
    /// signal ended it. `hint` says what mostly makes it wait for ever.
    ///
    /// # Panics
    ///
    /// When it does not end within [`LIMIT`]: says who still lives.
    #[track_caller]
    pub fn until_ended(&mut self, hint: &str) -> Option<i32> {
        let mut status = None;
        let ended = in_time(|| {
            status = self.child.try_wait().expect("it is our child");
            status.is_some()
        });
        assert!(
            ended,
            "{hint}\n  {} did not end within {} s; {}",
            self.name,
            LIMIT.as_secs(),
            self.told()
        );
        status.and_then(|status| status.code())
    }

    /// Waits until standard output is `text`. `hint` says what that is.
    ///
    /// # Panics
    ///
    /// When that does not come within [`LIMIT`]: says what did come.
    #[track_caller]
    pub fn until_out(&self, text: &str, hint: &str) {
        assert!(
            in_time(|| self.out.text() == text),
            "{hint}\n  {} did not print {text:?}; {}",
            self.name,
            self.told()
        );
    }

    /// Closes its standard input and waits for its end, and for the end of
    /// both outputs: those who inherited them must have closed them.
    ///
    /// `hint` says what mostly makes it wait for ever.
    ///
    /// # Panics
    ///
    /// When one of these does not come within [`LIMIT`]: says who still lives.
    #[track_caller]
    pub fn finish(&mut self, hint: &str) -> Finished {
        drop(self.input.take());
        let code = self.until_ended(hint);
        let closed = in_time(|| self.out.ended() && self.err.ended());
        assert!(
            closed,
            "{} has ended, but somebody keeps its outputs open, and who reads \
             them waits for ever; {}",
            self.name,
            self.told()
        );
        Finished { code, out: self.out.text(), err: self.err.text() }
    }

    /// The members that run: process ids, the program itself among them.
    pub fn members(&self) -> Vec<u32> {
        let ours = |pid: &u32| {
            // Gone, or another user's: not ours.
            let all = fs::read(format!("/proc/{pid}/environ"));
            let all = all.unwrap_or_default();
            all.split(|&b| b == 0).any(|one| one == self.mark.as_bytes())
        };
        pids().filter(ours).collect()
    }

    /// What was said, and who lives, for a failure message.
    fn told(&self) -> String {
        let who = self.members().into_iter().map(|pid| {
            let line = fs::read(format!("/proc/{pid}/cmdline"));
            let line = line.unwrap_or_default();
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            let state = process(pid).map_or('-', |process| process.state);
            format!("\n    {pid} {state} {line}")
        });
        let who: String = who.collect();
        let (out, err) = (self.out.text(), self.err.text());
        format!("it said {out:?}, {err:?}; still running:{who}")
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        let end = Instant::now() + LIMIT;
        let mut quiet = 0;
        // Twice: a process that is just being replaced by execve(2) shows no
        // environment for a moment.
        while quiet < 2 && Instant::now() < end {
            let members = self.members();
            quiet = if members.is_empty() { quiet + 1 } else { 0 };
            for pid in members {
                let pid = Pid::from_raw(pid.cast_signed());
                // It may be gone, or somebody else's child: both are fine.
                let _ = kill(pid, Signal::SIGKILL);
                if pid.as_raw() != self.child.id().cast_signed() {
                    let _ = waitpid(pid, Some(WaitPidFlag::WNOHANG));
                }
            }
            let _ = self.child.try_wait();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proc::until;

    #[test]
    fn all_that_a_program_left_behind_is_ended() {
        // The shell ends at once; its child is in a session of its own.
        let line = "setsid sleep 100 </dev/null >/dev/null 2>&1 & echo $!";
        let mut family = Family::start(Command::new("sh").args(["-c", line]));
        let finished = family.finish("the shell");
        assert_eq!(finished.code, Some(0));
        until("the sleeper is alone", || family.members().len() == 1);
        let members = family.members();
        drop(family);
        // One that is about to end shows no environment any more.
        until("all are killed", || {
            let left = members.iter().copied().filter_map(process);
            left.into_iter().all(|p| p.is_zombie())
        });
    }
}
