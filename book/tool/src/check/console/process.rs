//! One running command: its output, its end, its group.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{self, SigHandler, Signal, killpg};
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::Pid;

use super::guardian;

/// What is kept of a command's output; more is read and dropped.
const OUTPUT_LIMIT: usize = 4 << 20;
/// How long the output may stay open after its command has ended.
const CLOSING: Duration = Duration::from_secs(2);

/// A command in a process group of its own.
///
/// Dropping it kills the whole group.
#[derive(Debug)]
pub(in crate::check) struct Running {
    child: Child,
    group: Pid,
    seen: Arc<Seen>,
    /// The group was killed and the child reaped.
    over: bool,
}

/// What the threads that watch the command have seen.
#[derive(Debug, Default)]
struct Seen {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    output: Vec<u8>,
    closed: bool,
    exited: bool,
}

/// Whoever runs us in the background, as a shell does with `&`, lets us ignore
/// Ctrl-C, and what we start would inherit that (signal(7)): a server would
/// not hear it, and a shell may not even set a trap.
fn listen_to_ctrl_c(command: &mut Command) {
    let reset = || {
        for signal in [Signal::SIGINT, Signal::SIGQUIT] {
            // SAFETY: no handler of ours is replaced, we set none.
            #[allow(unsafe_code)]
            unsafe {
                signal::signal(signal, SigHandler::SigDfl)?;
            }
        }
        Ok(())
    };
    // SAFETY: between fork and exec, signal(2) is among the calls that may be
    // made (signal-safety(7)); nothing is allocated.
    #[allow(unsafe_code)]
    unsafe {
        command.pre_exec(reset);
    }
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct Ended {
    /// What it printed, standard output and error together.
    pub(in crate::check) output: String,
    /// Its exit status as a shell gives it; `None` after the deadline.
    pub(in crate::check) status: Option<i32>,
}

impl Running {
    /// Starts `command`, with `input` on its standard input.
    pub(in crate::check) fn start(
        mut command: Command,
        input: Option<&str>,
    ) -> io::Result<Running> {
        let (reader, writer) = io::pipe()?;
        command.stdout(writer.try_clone()?).stderr(writer).process_group(0);
        command.stdin(match input {
            Some(_) => Stdio::piped(),
            None => Stdio::null(),
        });
        listen_to_ctrl_c(&mut command);
        guardian::ready();
        let mut child = command.spawn()?;
        // The command holds the pipe's ends for writing; ours must close.
        drop(command);
        let group = Pid::from_raw(child.id().cast_signed());
        guardian::watch(group);
        if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input) {
            let input = input.to_owned();
            // Who does not read its input is not wrong: no error.
            thread::spawn(move || stdin.write_all(input.as_bytes()));
        }
        let seen = Arc::new(Seen::default());
        let (to_read, to_wait) = (Arc::clone(&seen), Arc::clone(&seen));
        let reader = File::from(std::os::fd::OwnedFd::from(reader));
        thread::spawn(move || to_read.read(reader));
        thread::spawn(move || to_wait.wait(group));
        Ok(Running { child, group, seen, over: false })
    }

    /// Waits until `done` says so of the output, and says whether it did
    /// before `until`, and before the command's output closed.
    pub(in crate::check) fn wait_for(
        &self,
        until: Instant,
        done: impl Fn(&str) -> bool,
    ) -> bool {
        let mut is_done = false;
        self.seen.wait_until(until, |state| {
            is_done = done(&String::from_utf8_lossy(&state.output));
            is_done || state.closed
        });
        is_done
    }

    /// What was printed so far.
    pub(in crate::check) fn output(&self) -> String {
        let state = self.seen.lock();
        String::from_utf8_lossy(&state.output).into_owned()
    }

    /// Sends a signal to the whole group, as a terminal does.
    pub(in crate::check) fn signal(&self, signal: Signal) {
        // A group that has ended needs no signal.
        let _ = killpg(self.group, signal);
    }

    /// Waits for the end until `until`; kills what is left of the group.
    pub(in crate::check) fn finish(mut self, until: Instant) -> Ended {
        let exited = self.seen.wait_until(until, |state| state.exited);
        let status = self.end();
        self.seen.wait_until(Instant::now() + CLOSING, |s| s.closed);
        let output = self.output();
        Ended { output, status: status.filter(|_| exited) }
    }

    /// Kills the group and reaps the child; its status.
    fn end(&mut self) -> Option<i32> {
        // Before the child is reaped its id cannot belong to another group.
        self.signal(Signal::SIGKILL);
        self.over = true;
        let status = self.child.wait().ok();
        guardian::forget(self.group);
        // As the shell's `$?`: 128 and the signal's number.
        let of = |s: std::process::ExitStatus| {
            s.code().or_else(|| s.signal().map(|signal| 128 + signal))
        };
        status.and_then(of)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.over {
            self.end();
        }
    }
}

impl Seen {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Collects the output until every holder of the pipe has closed it.
    fn read(&self, mut from: File) {
        let mut chunk = vec![0; 1 << 14];
        loop {
            match from.read(&mut chunk) {
                Ok(n) if n > 0 => {
                    let mut state = self.lock();
                    let room = OUTPUT_LIMIT - state.output.len();
                    state.output.extend_from_slice(&chunk[..n.min(room)]);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                _ => break,
            }
            self.changed.notify_all();
        }
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Notes the end of the group's leader and leaves it to be reaped.
    fn wait(&self, leader: Pid) {
        let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT;
        while waitid(Id::Pid(leader), flags) == Err(Errno::EINTR) {}
        self.lock().exited = true;
        self.changed.notify_all();
    }

    fn wait_until(
        &self,
        until: Instant,
        mut done: impl FnMut(&State) -> bool,
    ) -> bool {
        let mut state = self.lock();
        loop {
            if done(&state) {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}
