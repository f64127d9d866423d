//! A worker that can be told to stop, and waited for with a limit.
//!
//! No thread can be ended from outside. But it can be asked, if it listens: so a
//! job gets a `Cancel` and looks at it. And a job that wants to sleep must
//! not sleep through the word: it uses `Cancel::wait`, which ends at once when
//! the word is said, or was said before.
//!
//! `join` waits until the job has ended, at most until `until`, and says how it
//! ended. A panic is an end like any other, and must not be waited for in
//! vain. When the time is over, it gives the worker back: one may want to wait
//! once more.
//!
//! `threading::caught` of the chapter runs a job and catches its panic.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use threading::{Panic, caught};

/// A thread with one job.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
}

/// The word "stop", as the job hears it.
#[derive(Debug)]
pub struct Cancel {
    shared: Arc<Shared>,
}

/// How a worker ended.
#[derive(Debug)]
pub enum Ended {
    /// The job returned.
    Done,
    /// The job panicked.
    Panicked(Panic),
    /// It has not ended.
    Late(Worker),
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    /// Told when the word was said, and when the job has ended.
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    cancelled: bool,
    /// How the job ended, once it has.
    ended: Option<Result<(), Panic>>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worker {
    /// Begins `job` in a thread of its own.
    ///
    /// # Errors
    ///
    /// When the system has no thread.
    pub fn start(
        job: impl FnOnce(&Cancel) + Send + 'static,
    ) -> io::Result<Worker> {
        let shared = Arc::new(Shared::default());
        let cancel = Cancel { shared: Arc::clone(&shared) };
        let work = move || {
            let ended = caught(|| job(&cancel));
            cancel.shared.lock().ended = Some(ended);
            // Yours: tell whoever waits in `join`.
        };
        thread::Builder::new().spawn(work)?;
        Ok(Worker { shared })
    }

    /// Says the word. Does not wait.
    pub fn cancel(&self) {
        let _ = (self.shared.lock().cancelled, &self.shared.changed);
        todo!("from now on the job is cancelled, even if it sleeps")
    }

    /// Waits until the job has ended, at most until `until`.
    pub fn join(self, until: Instant) -> Ended {
        let _ = (self.shared.lock().ended.is_some(), until);
        todo!("wait for the end, and say which it was")
    }
}

impl Cancel {
    /// Whether the word was said.
    pub fn is_cancelled(&self) -> bool {
        self.shared.lock().cancelled
    }

    /// Waits for `time`, or until the word is said; true: it was said.
    pub fn wait(&self, time: Duration) -> bool {
        let _ = time;
        todo!("sleep, but not through the word")
    }
}
