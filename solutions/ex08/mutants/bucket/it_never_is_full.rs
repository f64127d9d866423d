// killed by: at most as many as it holds
//! More tokens come than the bucket holds.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A limit for the pace of requests.
#[derive(Debug)]
pub struct Bucket {
    /// The time in which one token comes back.
    interval: Duration,
    /// The most tokens that it holds.
    burst: u32,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    tokens: u32,
    /// The time up to which all tokens are in `tokens`.
    counted: Instant,
}

impl Bucket {
    /// A full bucket.
    pub fn new(interval: Duration, burst: u32, now: Instant) -> Bucket {
        let state = Mutex::new(State { tokens: burst, counted: now });
        Bucket { interval, burst, state }
    }

    /// Nobody can panic in the middle of a change.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a token.
    ///
    /// # Errors
    ///
    /// How long from `now` until there will be one.
    pub fn take(&self, now: Instant) -> Result<(), Duration> {
        let mut state = self.lock();
        self.count(&mut state, now);
        if state.tokens == 0 {
            // With a clock that went back, the time until it is `counted`
            // again is waited for, too.
            let next = state.counted + self.interval;
            return Err(next.saturating_duration_since(now));
        }
        state.tokens -= 1;
        Ok(())
    }

    /// Adds the tokens that have come until `now`. What is left of the time
    /// is a part of the next token's.
    fn count(&self, state: &mut State, now: Instant) {
        let passed = now.saturating_duration_since(state.counted);
        let each = self.interval.as_nanos().max(1);
        let came = passed.as_nanos() / each;
        let room = u32::MAX - state.tokens;
        if came >= u128::from(room) {
            // Full: what comes now is spilled, and a part of one, too.
            state.tokens = self.burst;
            state.counted = state.counted.max(now);
        } else if let Ok(came) = u32::try_from(came) {
            state.tokens += came;
            state.counted += self.interval * came;
        }
    }
}
