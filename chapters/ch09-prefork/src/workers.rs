//! So many processes, always.

use std::io::ErrorKind;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use forking::{Children, Ended, Pid, Signals};
use http_basic::{complain, readable};

use crate::Backoff;

/// The place of a worker, whoever holds it now: 0 for the first one.
pub type Slot = usize;

/// A fixed number of processes that all do the same job. One that ends, for
/// whatever reason, is replaced.
///
/// The processes and their ends are chapter 7's [`Children`].
#[derive(Debug)]
pub struct Workers {
    children: Children,
    slots: Vec<Worker>,
}

// ANCHOR: worker
#[derive(Debug)]
enum Worker {
    /// Since then.
    Runs(Pid, Instant, Backoff),
    /// Has ended; is to be started then.
    Due(Instant, Backoff),
}
// ANCHOR_END: worker

impl Worker {
    fn due(&self) -> Option<Instant> {
        match self {
            Worker::Due(at, _) => Some(*at),
            Worker::Runs(..) => None,
        }
    }
}

impl Workers {
    /// Places for `n` workers, at least one; none of them is started yet.
    pub fn new(n: usize) -> Workers {
        let n = n.max(1);
        let now = Instant::now();
        let due = |_| Worker::Due(now, Backoff::default());
        let slots = (0..n).map(due).collect();
        Workers { children: Children::new(n), slots }
    }

    /// Keeps a worker in each place, until `signals` say that it is enough.
    ///
    /// `job` is what each does, in a process of its own; it gets the number of
    /// its place, and returns the exit status. It should look after
    /// `signals.stop()`, which it shares with us.
    // ANCHOR: run
    pub fn run(&mut self, signals: &Signals, mut job: impl FnMut(Slot) -> i32) {
        while !signals.stop().is_stopped() {
            let next = self.start_due(&mut job);
            let fds = [signals.as_fd(), signals.stop().as_fd()];
            match readable(fds, next) {
                // A worker may have said it: only the pipe is shared.
                Ok([_, true]) => return,
                Err(e) if e.kind() != ErrorKind::Interrupted => {
                    complain(&"master", &e);
                    return; // no descriptor of ours is what it was
                }
                // The deaths at the end are not to be mended.
                _ if signals.stop().is_stopped() => return,
                _ => {}
            }
            if signals.child_ended() {
                for ended in self.children.reap() {
                    self.replace(&ended);
                }
            }
        }
    }
    // ANCHOR_END: run

    /// Starts those whose time has come; when the next one is due.
    // ANCHOR: start-due
    fn start_due(
        &mut self,
        job: &mut impl FnMut(Slot) -> i32,
    ) -> Option<Instant> {
        let now = Instant::now();
        for (slot, worker) in self.slots.iter_mut().enumerate() {
            let Worker::Due(at, mut backoff) = *worker else { continue };
            if at > now {
                continue;
            }
            *worker = match self.children.spawn(|| job(slot)) {
                Ok(pid) => Worker::Runs(pid, now, backoff),
                Err(error) => {
                    // No room for a process is an early death, too.
                    let pause = backoff.pause_after(Duration::ZERO);
                    tell(slot, &error, pause);
                    Worker::Due(now + pause, backoff)
                }
            };
        }
        self.slots.iter().filter_map(Worker::due).min()
    }
    // ANCHOR_END: start-due

    /// A worker has ended: its place is to be filled again.
    // ANCHOR: replace
    fn replace(&mut self, ended: &Ended) {
        for (slot, worker) in self.slots.iter_mut().enumerate() {
            match *worker {
                Worker::Runs(pid, born, mut backoff) if pid == ended.pid => {
                    let pause = backoff.pause_after(born.elapsed());
                    tell(slot, &format!("pid {pid} {ended}"), pause);
                    *worker = Worker::Due(Instant::now() + pause, backoff);
                }
                _ => {}
            }
        }
    }
    // ANCHOR_END: replace

    /// Waits for all to end, at most for `grace`, and kills the rest; how
    /// many that were.
    pub fn end(&mut self, signals: &Signals, grace: Duration) -> usize {
        self.children.end(signals, grace, |ended| {
            if !ended.how.success() {
                complain(&format_args!("worker pid {}", ended.pid), ended);
            }
        })
    }
}

/// One line for a worker that is missing.
fn tell(slot: Slot, what: &dyn std::fmt::Display, pause: Duration) {
    let next = match pause {
        Duration::ZERO => "is replaced".to_owned(),
        pause => format!("next try in {} ms", pause.as_millis()),
    };
    complain(&format_args!("worker {slot}"), &format_args!("{what}; {next}"));
}
