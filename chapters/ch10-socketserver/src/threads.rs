//! A thread for each request, and a pool of threads for all.

use std::io;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http_basic::{Limits, complain};
use threading::{NotPushed, Pool, SpawnError, Threads, WhenFull};

use crate::{Job, ProcessRequest, Request, Requests};

/// How long threads have to see that the grace is over.
const LAST: Duration = Duration::from_secs(1);

/// How often whoever waits for a place in a pool looks whether the server
/// shall end.
const TICK: Duration = Duration::from_millis(100);

/// Python's `ThreadingMixIn`: a thread for each connection or packet.
#[derive(Debug)]
pub struct Threading {
    threads: Threads,
    /// The system had no thread for the last request, and that was told.
    short: bool,
}

impl Threading {
    /// At most `max_threads` at a time; one more request is refused (Python
    /// has no limit).
    pub fn new(max_threads: usize) -> Threading {
        let threads = Threads::new(max_threads).named("request");
        Threading { threads, short: false }
    }
}

impl<R: Request> ProcessRequest<R> for Threading {
    // ANCHOR: threading
    fn process_request(
        &mut self,
        job: Job<R>,
        _: &dyn Requests<R>,
    ) -> Result<(), Job<R>> {
        let limits = job.limits();
        let (baton, runner) = Baton::new(job);
        let run = move || {
            runner.take().map(|job| job.run(limits, &|| false));
        };
        let Err(error) = self.threads.spawn(run) else {
            self.short = false;
            return Ok(());
        };
        let is_new = !mem::replace(&mut self.short, true);
        if is_new && matches!(error, SpawnError::System(_)) {
            complain(&"refusing clients", &error); // told once
        }
        baton.give_back()
    }
    // ANCHOR_END: threading

    fn server_close(&mut self, limits: &Limits, block: bool) -> usize {
        match block {
            true => self.threads.join(end_of(limits)),
            false => self.threads.running(),
        }
    }
}

/// A fixed number of threads for all requests.
#[derive(Debug)]
pub struct ThreadPool {
    pool: Pool,
    /// Each job that is not over holds a copy of it.
    begun: Arc<()>,
}

impl ThreadPool {
    /// `size` threads; `waiting` requests may wait for one. When that is full
    /// too, the next one waits (and those behind it in the socket's queue) or
    /// is refused.
    ///
    /// # Errors
    ///
    /// When the system gives fewer threads.
    pub fn new(
        size: usize,
        waiting: usize,
        when_full: WhenFull,
    ) -> io::Result<ThreadPool> {
        let pool = Pool::new(size, waiting, when_full)?;
        Ok(ThreadPool { pool, begun: Arc::new(()) })
    }
}

impl<R: Request> ProcessRequest<R> for ThreadPool {
    fn process_request(
        &mut self,
        job: Job<R>,
        _: &dyn Requests<R>,
    ) -> Result<(), Job<R>> {
        let (limits, stop) = (job.limits(), job.service.stop.clone());
        let waiting = self.pool.count();
        let (baton, runner) = Baton::new(job);
        let begun = Arc::clone(&self.begun);
        let mut run: threading::Job = Box::new(move || {
            let _begun = begun;
            runner.take().map(|job| job.run(limits, &|| waiting() > 0));
        });
        loop {
            let tick = Instant::now().checked_add(TICK);
            match self.pool.submit(run, tick) {
                Ok(()) => return Ok(()),
                Err(NotPushed::Full(again))
                    if self.pool.waits() && !stop.is_stopped() =>
                {
                    run = again;
                }
                Err(_) => return baton.give_back(),
            }
        }
    }

    fn server_close(&mut self, limits: &Limits, block: bool) -> usize {
        match block {
            true => _ = self.pool.join(end_of(limits)),
            false => self.pool.close(),
        }
        Arc::strong_count(&self.begun) - 1
    }
}

fn end_of(limits: &Limits) -> Option<Instant> {
    Instant::now().checked_add(limits.grace.saturating_add(LAST))
}

/// A job between two owners: a thread takes it, or, when there is none, whoever
/// had it takes it back.
struct Baton<R>(Arc<Mutex<Option<Job<R>>>>);

impl<R> Baton<R> {
    fn new(job: Job<R>) -> (Baton<R>, Baton<R>) {
        let shared = Arc::new(Mutex::new(Some(job)));
        (Baton(Arc::clone(&shared)), Baton(shared))
    }

    fn take(&self) -> Option<Job<R>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn give_back(self) -> Result<(), Job<R>> {
        self.take().map_or(Ok(()), Err)
    }
}
