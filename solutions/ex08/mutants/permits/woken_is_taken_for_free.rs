// killed by: one permit is for one thread
//! Whoever is woken takes it for sure that a permit is free.

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
        let mut state = self.lock();
        state.waiting += 1;
        let mut in_time = true;
        if state.free == 0 {
            (state, in_time) = self.sleep(state, until);
        }
        state.waiting -= 1;
        // The last look: the one wake-up may have been for this thread.
        if !in_time {
            return None;
        }
        state.free = state.free.saturating_sub(1);
        Some(Permit { permits: self })
    }

    /// Sleeps until told, or until `until`; false: the time is over.
    fn sleep<'a>(
        &self,
        state: MutexGuard<'a, State>,
        until: Option<Instant>,
    ) -> (MutexGuard<'a, State>, bool) {
        let Some(until) = until else {
            let woken = self.given_back.wait(state);
            return (woken.unwrap_or_else(PoisonError::into_inner), true);
        };
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return (state, false);
        }
        let woken = self.given_back.wait_timeout(state, left);
        (woken.unwrap_or_else(PoisonError::into_inner).0, true)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.permits.lock().free += 1;
        self.permits.given_back.notify_all();
    }
}
