//! A bucket of tokens: how many requests a client may send.
//!
//! The bucket holds up to `burst` tokens and is full at the start. Each
//! request takes one. One comes back every `interval`, until the bucket is
//! full. So a client may send `burst` requests at once, and in the long run one
//! each `interval`. (Routers do this with packets; nginx has it as
//! `limit_req`.)
//!
//! `take` is called by many threads at once, and is told what time it is: a test
//! need not wait. No token: it says how long until the next one comes, exactly.
//!
//! Three traps. The time since the last token counts for the next one, however
//! often somebody asks meanwhile. A full bucket collects nothing. And `now`
//! may lie before the last `now`, since threads overtake each other: then
//! no time has passed, and none is given twice.

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

/// Change it as you like.
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
        let State { tokens, counted } = &*self.lock();
        let _ = (self.interval, self.burst, tokens, counted, now);
        todo!("first the tokens that have come since, then take one")
    }
}
