//! Permits: so many at a time, and no more.
//!
//! A server calls a database that bears ten questions at a time, from a hundred
//! threads. So each thread takes a permit before it asks, and gives it back
//! afterwards. When there is none it waits, but not for ever. (Such a thing is
//! called a counting semaphore; Python has it as `threading.Semaphore`.)
//!
//! `take` waits for a permit, at most until `until`; `None`: for ever. A
//! time that is over already means: do not wait. A permit is given back by
//! dropping it, also when its holder panics, and then goes to one of those who
//! wait. `free` and `waiting` tell the truth at any time.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A number of permits, for any number of threads.
#[derive(Debug)]
pub struct Permits {
    state: Mutex<State>,
    /// Told when a permit was given back.
    given_back: Condvar,
}

#[derive(Debug)]
struct State {
    free: usize,
    /// How many threads are inside `take`, and wait.
    waiting: usize,
}

/// A permit. Dropping it gives it back.
#[derive(Debug)]
pub struct Permit<'a> {
    permits: &'a Permits,
}

impl Permits {
    /// With `n` permits.
    pub fn new(n: usize) -> Permits {
        let state = Mutex::new(State { free: n, waiting: 0 });
        Permits { state, given_back: Condvar::new() }
    }

    /// How many can be taken now.
    pub fn free(&self) -> usize {
        self.lock().free
    }

    /// How many threads wait for one.
    pub fn waiting(&self) -> usize {
        self.lock().waiting
    }

    /// Two numbers: nobody can panic in the middle of their change.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a permit; `None`: there was none until `until`.
    pub fn take(&self, until: Option<Instant>) -> Option<Permit<'_>> {
        let _ = (&self.given_back, until);
        todo!("wait until one is free, or the time is over")
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let _ = self.permits; // yours: give it back, and wake who waits
    }
}
