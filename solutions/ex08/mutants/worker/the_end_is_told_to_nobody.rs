// killed by: the end of the job wakes who waits
//! The job ends, and whoever waits is not woken.

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

    /// Waits until `look` sees something, at most until `until`.
    fn wait<T>(
        &self,
        until: Instant,
        mut look: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let mut state = self.lock();
        loop {
            if let Some(seen) = look(&mut state) {
                return Some(seen);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            let woken = self.changed.wait_timeout(state, left);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
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
        };
        thread::Builder::new().spawn(work)?;
        Ok(Worker { shared })
    }

    /// Says the word. Does not wait.
    pub fn cancel(&self) {
        self.shared.lock().cancelled = true;
        self.shared.changed.notify_all();
    }

    /// Waits until the job has ended, at most until `until`.
    pub fn join(self, until: Instant) -> Ended {
        let ended = self.shared.wait(until, |state| state.ended.take());
        match ended {
            Some(Ok(())) => Ended::Done,
            Some(Err(panic)) => Ended::Panicked(panic),
            None => Ended::Late(self),
        }
    }
}

impl Cancel {
    /// Whether the word was said.
    pub fn is_cancelled(&self) -> bool {
        self.shared.lock().cancelled
    }

    /// Waits for `time`, or until the word is said; true: it was said.
    pub fn wait(&self, time: Duration) -> bool {
        // Longer than any clock: a century will do.
        let time = time.min(Duration::from_secs(100 * 365 * 24 * 3600));
        let until = Instant::now() + time;
        let said = |state: &mut State| state.cancelled.then_some(());
        self.shared.wait(until, said).is_some()
    }
}
