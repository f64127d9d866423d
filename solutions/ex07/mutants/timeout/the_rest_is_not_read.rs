// killed by: who is not read stands still
//! Stops reading when it has enough.

use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::process::{ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, SigmaskHow, Signal, killpg};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::unistd::Pid;

/// How much of the output is kept, in bytes.
pub const MAX_OUTPUT: usize = 65_536;

/// What came of a command.
#[derive(Debug)]
pub struct Finished {
    /// The first [`MAX_OUTPUT`] bytes of its standard output.
    pub output: Vec<u8>,
    /// How its process ended.
    pub status: ExitStatus,
    /// Whether its time was over.
    pub timed_out: bool,
}

/// Runs `command` for `limit` at most, and `grace` more after SIGTERM.
///
/// # Errors
///
/// When the command cannot be started, or the system refuses what is needed to
/// watch it; nothing of it runs on then.
pub fn run(
    command: &mut Command,
    limit: Duration,
    grace: Duration,
) -> io::Result<Finished> {
    // Before the command starts: an end that comes earlier would be lost.
    let ends = Ends::new()?;
    let command = command.process_group(0).stdout(Stdio::piped());
    let mut child = command.spawn()?;
    let group = Pid::from_raw(child.id().cast_signed());
    let mut output = Output { pipe: child.stdout.take(), bytes: Vec::new() };
    let times = [(limit, Signal::SIGTERM), (limit + grace, Signal::SIGKILL)];
    let watched = watch(group, &ends, &mut output, &times);
    // It is a zombie now, or watching failed. Nobody of the group is left
    // behind, and until the wait the group's number is nobody else's.
    let _ = killpg(group, Signal::SIGKILL);
    let status = child.wait()?;
    let timed_out = watched?;
    output.read_rest()?;
    Ok(Finished { output: output.bytes, status, timed_out })
}

/// Reads and waits until the process `group` has ended; whether its time was
/// over.
fn watch(
    group: Pid,
    ends: &Ends,
    output: &mut Output,
    times: &[(Duration, Signal)],
) -> io::Result<bool> {
    let start = Instant::now();
    let mut sent = 0;
    loop {
        if has_ended(group)? {
            return Ok(sent > 0);
        }
        // Once only: who prints without end must not hide the clock.
        output.read_some()?;
        let next = times.get(sent).map(|&(time, signal)| {
            (time.saturating_sub(start.elapsed()), signal)
        });
        match next {
            Some((Duration::ZERO, signal)) => {
                killpg(group, signal)?;
                sent += 1;
            }
            next => sleep(ends, output, next.map(|(left, _)| left))?,
        }
    }
}

/// Waits until there is output, a child has ended, or `left` is over.
fn sleep(
    ends: &Ends,
    output: &Output,
    left: Option<Duration>,
) -> io::Result<()> {
    // A millisecond more: poll counts in whole ones, and cuts off.
    let left = left.map(|left| left + Duration::from_millis(1));
    let left = left.map_or(PollTimeout::NONE, |left| {
        PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX)
    });
    let mut fds = vec![PollFd::new(ends.signals.as_fd(), PollFlags::POLLIN)];
    let pipe = output.pipe.as_ref();
    fds.extend(pipe.map(|p| PollFd::new(p.as_fd(), PollFlags::POLLIN)));
    match poll(&mut fds, left) {
        Ok(_) | Err(Errno::EINTR) => {}
        Err(error) => return Err(error.into()),
    }
    // How many is no use: one may stand for many.
    while ends.signals.read_signal()?.is_some() {}
    Ok(())
}

/// Whether `child` has ended; it stays a zombie.
fn has_ended(child: Pid) -> io::Result<bool> {
    let flags =
        WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    Ok(waitid(Id::Pid(child), flags)? != WaitStatus::StillAlive)
}

/// The output so far.
struct Output {
    /// `None` when it has ended.
    pipe: Option<ChildStdout>,
    bytes: Vec<u8>,
}

impl Output {
    /// Reads what is left in the pipe, as far as it is kept: somebody who has
    /// left the group may go on printing.
    fn read_rest(&mut self) -> io::Result<()> {
        while self.bytes.len() < MAX_OUTPUT && self.read_some()? {}
        Ok(())
    }

    /// Reads what is there; false when there is nothing now.
    fn read_some(&mut self) -> io::Result<bool> {
        let full = self.bytes.len() == MAX_OUTPUT;
        let Some(pipe) = &mut self.pipe else { return Ok(false) };
        if full {
            return Ok(false);
        }
        let mut fds = [PollFd::new(pipe.as_fd(), PollFlags::POLLIN)];
        if poll(&mut fds, PollTimeout::ZERO)? == 0 {
            return Ok(false);
        }
        let mut buf = [0; 8192];
        let n = pipe.read(&mut buf)?;
        if n == 0 {
            self.pipe = None;
        }
        let room = MAX_OUTPUT - self.bytes.len();
        self.bytes.extend_from_slice(&buf[..n.min(room)]);
        Ok(n > 0)
    }
}

/// Makes the ends of children readable, as long as it lives.
struct Ends {
    signals: SignalFd,
    /// What was blocked before.
    before: SigSet,
}

impl Ends {
    fn new() -> io::Result<Ends> {
        let mut chld = SigSet::empty();
        chld.add(Signal::SIGCHLD);
        let flags = SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC;
        let signals = SignalFd::with_flags(&chld, flags)?;
        let before = chld.thread_swap_mask(SigmaskHow::SIG_BLOCK)?;
        Ok(Ends { signals, before })
    }
}

impl Drop for Ends {
    fn drop(&mut self) {
        // It was the mask a moment ago: the system takes it.
        let _ = self.before.thread_set_mask();
    }
}
