//! A fixed number of threads, and a queue of jobs with a limit.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use http_basic::complain;

use crate::panics::caught;
use crate::queue::{NotPushed, Queue};
use crate::{SpawnError, Threads};

/// Something to be done once, by any thread.
pub type Job = Box<dyn FnOnce() + Send>;

/// What becomes of a job when every thread is busy and the queue is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum WhenFull {
    /// Whoever brings it waits
    Wait,
    /// It is given back at once
    Refuse,
}

/// Threads that take one job after another from a queue.
///
/// Dropping it lets the threads end when the queue is empty, and waits for
/// nobody; see [`Pool::join`].
pub struct Pool<J = Job> {
    when_full: WhenFull,
    queue: Arc<Queue<J>>,
    threads: Threads,
}

/// Why a job was not taken, and the job.
pub type NotTaken<J = Job> = NotPushed<J>;

impl Pool {
    /// `size` threads, at least one, named `pool-1`, `pool-2`, …, and a queue
    /// in which `waiting` jobs may wait beside those that the threads run.
    ///
    /// # Errors
    ///
    /// When the system gives fewer than `size` threads.
    pub fn new(
        size: usize,
        waiting: usize,
        when_full: WhenFull,
    ) -> io::Result<Pool> {
        let size = size.max(1);
        Pool::over(Threads::new(size).named("pool"), waiting, when_full)
    }

    /// The same, as many threads as `threads` allows, as it makes them.
    ///
    /// # Errors
    ///
    /// When the system gives fewer.
    pub fn over(
        threads: Threads,
        waiting: usize,
        when_full: WhenFull,
    ) -> io::Result<Pool> {
        Pool::of(threads, waiting, when_full, |job: Job| job())
    }
}

impl<J: Send + 'static> Pool<J> {
    /// The same for jobs that are all of one kind; `run` is what a thread does
    /// with one. No box is made for a job then.
    ///
    /// # Errors
    ///
    /// When the system gives fewer.
    pub fn of(
        threads: Threads,
        waiting: usize,
        when_full: WhenFull,
        run: impl Fn(J) + Clone + Send + 'static,
    ) -> io::Result<Pool<J>> {
        let places = threads.max().saturating_add(waiting);
        let queue = Arc::new(Queue::new(places));
        let pool = Pool { when_full, queue, threads };
        loop {
            let (queue, run) = (Arc::clone(&pool.queue), run.clone());
            match pool.threads.spawn(move || work(&queue, run)) {
                Ok(()) => {}
                Err(SpawnError::Full(_)) => return Ok(pool),
                Err(SpawnError::System(error)) => return Err(error),
            }
        }
    }

    /// Lets the next free thread run `job`. When the queue is full it waits or
    /// refuses, as was chosen; waits at most until `until`.
    ///
    /// A panic in the job is one line on standard error; the thread goes on
    /// with the next job.
    ///
    /// # Errors
    ///
    /// [`NotPushed::Full`], [`NotPushed::Closed`]; both give the job back.
    // ANCHOR: submit
    pub fn submit(
        &self,
        job: J,
        until: Option<Instant>,
    ) -> Result<(), NotTaken<J>> {
        let until = match self.when_full {
            WhenFull::Wait => until,
            WhenFull::Refuse => Some(Instant::now()),
        };
        self.queue.push(job, until)
    }
    // ANCHOR_END: submit

    /// How the jobs that wait can be counted from inside a job.
    pub fn count(&self) -> impl Fn() -> usize + Send + 'static {
        let queue = Arc::clone(&self.queue);
        move || queue.waiting()
    }
}

impl<J> Pool<J> {
    /// Whether it waits when it is full.
    pub fn waits(&self) -> bool {
        self.when_full == WhenFull::Wait
    }

    /// How many jobs wait, those included whose bringers wait for a place.
    pub fn waiting(&self) -> usize {
        self.queue.waiting()
    }

    /// No more jobs are taken. Those in the queue are still done; then the
    /// threads end.
    pub fn close(&self) {
        self.queue.close();
    }

    /// Closes it, and waits until all jobs are done and all threads have
    /// ended, at most until `until`; says how many threads have not.
    pub fn join(&self, until: Option<Instant>) -> usize {
        self.close();
        self.threads.join(until)
    }
}

/// The life of a pool's thread.
// ANCHOR: work
fn work<J>(queue: &Queue<J>, run: impl Fn(J)) {
    while let Some(mut taken) = queue.pop() {
        let Some(job) = taken.take() else { continue };
        if let Err(panic) = caught(|| run(job)) {
            let thread = thread::current();
            complain(&thread.name().unwrap_or("pool"), &panic);
        }
        // `taken` is dropped here: the next job may come in.
    }
}
// ANCHOR_END: work

impl<J> Drop for Pool<J> {
    fn drop(&mut self) {
        self.close();
    }
}

impl<J> fmt::Debug for Pool<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool")
            .field("when_full", &self.when_full)
            .field("threads", &self.threads.max())
            .field("waiting", &self.waiting())
            .finish()
    }
}
