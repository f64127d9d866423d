//! A server that runs while it is measured.

use std::io::{self, BufRead, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::sched::{CpuSet, sched_setaffinity};
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;

use crate::group;

/// Where servers run.
const SERVER_CORE: usize = 0;
/// Where this program and its clients run.
const CLIENT_CORE: usize = 1;
/// How long a server may take to end.
const LIMIT: Duration = Duration::from_secs(20);

/// A server in a process group of its own. Dropping it kills the group, unless
/// it has ended.
pub(crate) struct Server {
    leader: Child,
    address: SocketAddr,
    /// The leader has been waited for: its number may be another's by now.
    ended: bool,
}

impl Server {
    /// Starts it, pinned to its core, and waits until it listens. The calling
    /// thread is pinned to the clients' core afterwards; when it dies, the
    /// server is told to end (PR_SET_PDEATHSIG, prctl(2)).
    pub(crate) fn start(mut command: Command) -> io::Result<Server> {
        command.process_group(0).stdout(Stdio::piped()).stdin(Stdio::null());
        // SAFETY: one system call, and nothing that a child of a process with
        // threads must not do.
        unsafe { command.pre_exec(|| Ok(set_pdeathsig(Signal::SIGTERM)?)) };
        // A process begins on the cores of the thread that starts it.
        pin(SERVER_CORE)?;
        let started = command.spawn();
        pin(CLIENT_CORE)?;
        let said = |error| {
            let program = command.get_program().display();
            io::Error::other(format!("{program}: {error}"))
        };
        let mut server = Server {
            leader: started.map_err(said)?,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            ended: false,
        };
        server.address = server.read_address().map_err(said)?;
        Ok(server)
    }

    fn read_address(&mut self) -> io::Result<SocketAddr> {
        let output = self.leader.stdout.as_mut();
        let output = output.ok_or_else(|| io::Error::other("no output"))?;
        let mut line = String::new();
        // Left open: what else it says stays in the pipe.
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on ");
        address
            .and_then(|address| address.parse().ok())
            .ok_or_else(|| io::Error::other(format!("it said {line:?}")))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// CPU time so far, of all its processes.
    pub(crate) fn cpu_time(&self) -> io::Result<Duration> {
        group::cpu_time(self.group().as_raw())
    }

    fn group(&self) -> Pid {
        Pid::from_raw(self.leader.id().cast_signed())
    }

    /// Ends it with SIGTERM. It must end with status 0, or of the signal.
    pub(crate) fn end(self) -> io::Result<()> {
        let leader = self.group();
        self.end_process(leader)
    }

    /// Ends the process that the leader has started, and waits for the leader.
    pub(crate) fn end_child(self) -> io::Result<()> {
        let child = group::child_of_leader(self.group().as_raw())?;
        let child = child.ok_or_else(|| io::Error::other("it has no child"))?;
        self.end_process(Pid::from_raw(child))
    }

    fn end_process(mut self, pid: Pid) -> io::Result<()> {
        kill(pid, Signal::SIGTERM)?;
        let status = self.wait()?;
        if status.success() || status.signal() == Some(Signal::SIGTERM as i32) {
            return Ok(());
        }
        Err(io::Error::other(format!("the server ended with {status}")))
    }

    fn wait(&mut self) -> io::Result<ExitStatus> {
        let end = Instant::now() + LIMIT;
        while Instant::now() < end {
            if let Some(status) = self.leader.try_wait()? {
                self.ended = true;
                return Ok(status);
            }
            thread::sleep(Duration::from_millis(2));
        }
        Err(io::Error::other("the server does not end"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !self.ended {
            let _ = killpg(self.group(), Signal::SIGKILL);
            let _ = self.leader.wait();
        }
    }
}

/// Lets the calling thread, and all that it starts, run on `core` only.
fn pin(core: usize) -> io::Result<()> {
    let mut cores = CpuSet::new();
    cores.set(core)?;
    sched_setaffinity(Pid::from_raw(0), &cores).map_err(|error| {
        io::Error::other(format!("core {core}: {error}; this needs two cores"))
    })
}
