//! A thread for each job, up to a number.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use http_basic::complain;
use thiserror::Error;

use crate::panics::caught;
use crate::queue::wait;

/// How much address space a thread's stack gets unless said otherwise: 256
/// KiB. Memory is taken for what is used of it, page by page.
pub const STACK_SIZE: usize = 256 * 1024;

/// Threads that run a job each, never more than a number at the same time.
///
/// Dropping it waits for nobody; see [`Threads::join`].
// ANCHOR: threads
#[derive(Debug)]
pub struct Threads {
    max: usize,
    name: String,
    stack_size: usize,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    count: Mutex<Count>,
    /// Told when a job has ended.
    ended: Condvar,
}

#[derive(Debug, Default)]
struct Count {
    running: usize,
    /// Since the start: the number in the next thread's name.
    started: u64,
}
// ANCHOR_END: threads

/// Why a job was not begun.
#[derive(Debug, Error)]
pub enum SpawnError {
    /// As many threads as may be run already.
    #[error("{0} threads are running, which is the limit")]
    Full(usize),
    /// The system gives no more: mostly EAGAIN, a limit of the user, of the
    /// control group or of memory (pthread_create(3)).
    #[error("no thread to be had: {0}")]
    System(#[source] io::Error),
}

impl Threads {
    /// At most `max` (at least one) at the same time, named `thread-1`, `thread-2`, …, with
    /// stacks of [`STACK_SIZE`].
    pub fn new(max: usize) -> Threads {
        Threads {
            max: max.max(1),
            name: "thread".to_owned(),
            stack_size: STACK_SIZE,
            shared: Arc::default(),
        }
    }

    /// The same, named `NAME-1`, `NAME-2`, …; Linux keeps 15 bytes of it
    /// (prctl(2), PR_SET_NAME). Zero bytes in it are left out.
    pub fn named(mut self, name: &str) -> Threads {
        self.name = name.replace('\0', "");
        self
    }

    /// The same, with stacks of `bytes`.
    pub fn with_stack_size(mut self, bytes: usize) -> Threads {
        self.stack_size = bytes;
        self
    }

    /// Runs `job` in a thread of its own, and does not wait for it. A panic
    /// in it is one line on standard error, and the end of that job alone.
    ///
    /// # Errors
    ///
    /// [`SpawnError`]; the job is dropped.
    // ANCHOR: spawn
    pub fn spawn(
        &self,
        job: impl FnOnce() + Send + 'static,
    ) -> Result<(), SpawnError> {
        let (place, number) = self.take_place()?;
        let name = format!("{}-{number}", self.name);
        let who = name.clone();
        let body = move || {
            let _place = place; // dropped when the job is done
            if let Err(panic) = caught(job) {
                complain(&who, &panic);
            }
        };
        thread::Builder::new()
            .name(name)
            .stack_size(self.stack_size)
            .spawn(body)
            .map(drop) // nobody joins it: it is counted
            .map_err(SpawnError::System)
    }
    // ANCHOR_END: spawn

    fn take_place(&self) -> Result<(Place, u64), SpawnError> {
        let mut count = self.shared.lock();
        if count.running >= self.max {
            return Err(SpawnError::Full(self.max));
        }
        count.running += 1;
        count.started += 1;
        Ok((Place(Arc::clone(&self.shared)), count.started))
    }

    /// How many jobs are running.
    pub fn running(&self) -> usize {
        self.shared.lock().running
    }

    /// How many may run at the same time.
    pub fn max(&self) -> usize {
        self.max
    }

    /// Waits until all jobs have ended, at most until `until`; says how many
    /// have not. Those cannot be ended from outside: no thread can, safely.
    // ANCHOR: join
    pub fn join(&self, until: Option<Instant>) -> usize {
        let mut count = self.shared.lock();
        while count.running > 0 {
            let (again, in_time) = wait(&self.shared.ended, count, until);
            count = again;
            if !in_time {
                break;
            }
        }
        count.running
    }
    // ANCHOR_END: join
}

impl Shared {
    /// Nothing but two numbers is changed under this lock: nobody can panic
    /// in the middle.
    fn lock(&self) -> MutexGuard<'_, Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among the threads. Dropping it says that the job has ended.
struct Place(Arc<Shared>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.lock().running -= 1;
        self.0.ended.notify_all();
    }
}
