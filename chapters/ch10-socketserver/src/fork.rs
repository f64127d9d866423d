//! A process for each request.

use std::mem;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use forking::{Children, Ended, Signals};
use http_basic::{Limits, Stop, complain};

use crate::{Job, ProcessRequest, Request, Requests};

/// Python's `ForkingMixIn`: a process for each connection or packet.
///
/// The process must have one thread only (chapter 7). So what ends such a
/// server is a signal, a hook, or one of its children, not another thread.
#[derive(Debug)]
pub struct Forking {
    children: Children,
    signals: Signals,
    /// There was no place for the last request, and that was told.
    refusing: bool,
}

impl Forking {
    /// How many children Python allows: 40.
    pub const MAX_CHILDREN: usize = 40;

    /// At most `max_children` at a time; one more request is refused (Python
    /// waits). `signals` says when one has ended.
    pub fn new(max_children: usize, signals: Signals) -> Forking {
        let children = Children::new(max_children);
        Forking { children, signals, refusing: false }
    }
}

impl<R: Request> ProcessRequest<R> for Forking {
    // ANCHOR: forking
    fn process_request(
        &mut self,
        job: Job<R>,
        requests: &dyn Requests<R>,
    ) -> Result<(), Job<R>> {
        let mut job = Some(job);
        let started = self.children.spawn(|| {
            requests.close_in_child();
            job.take().map_or(1, serve_in_child)
        });
        match (started, job) {
            (Err(error), Some(job)) => {
                if !mem::replace(&mut self.refusing, true) {
                    complain(&"refusing clients", &error); // told once
                }
                Err(job)
            }
            // The request is dropped here: the child has a copy.
            _ => {
                self.refusing = false;
                Ok(())
            }
        }
    }
    // ANCHOR_END: forking

    fn news(&self) -> Option<BorrowedFd<'_>> {
        Some(self.signals.as_fd())
    }

    fn collect(&mut self) {
        if self.signals.child_ended() {
            self.children.reap().iter().for_each(report);
        }
    }

    fn server_close(&mut self, limits: &Limits, block: bool) -> usize {
        if block {
            return self.children.end(&self.signals, limits.grace, report);
        }
        self.children.reap().iter().for_each(report);
        self.children.len()
    }

    fn stop(&self) -> Option<Stop> {
        Some(self.signals.stop().clone())
    }
}

/// The exit status of a process that could not do its work.
pub(crate) const FAILED: i32 = 1;

fn serve_in_child<R: Request>(job: Job<R>) -> i32 {
    let limits = patient(job.limits());
    if job.run(limits, &|| false) { 0 } else { FAILED }
}

/// What a child does at the end: its parent watches the clock, and kills it
/// when the grace is over. Should the parent be gone, it ends by itself.
pub(crate) fn patient(limits: Limits) -> Limits {
    let grace = limits.grace.saturating_mul(2) + Duration::from_secs(5);
    Limits { grace, ..limits }
}

/// One line for a child that a signal killed. One that failed has said why.
fn report(ended: &Ended) {
    if ended.signal().is_some() {
        complain(&format_args!("child pid {}", ended.pid), ended);
    }
}
