// killed by: capacity overflow
//! Room for `most` times is made at the start.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// When workers were, or will be, started.
#[derive(Clone, Debug)]
pub struct Restarts {
    most: usize,
    within: Duration,
    /// The last starts, at most `most`, in their order.
    starts: VecDeque<Instant>,
}

impl Restarts {
    /// At most `most` starts in any span of `within`.
    pub fn new(most: usize, within: Duration) -> Restarts {
        Restarts { most, within, starts: VecDeque::with_capacity(most) }
    }

    /// A worker has died at `now`: when the next one is to be started.
    /// `None`: never. The caller keeps the promise.
    pub fn after_death(&mut self, now: Instant) -> Option<Instant> {
        if self.most == 0 {
            return None;
        }
        let mut start = now;
        if let Some(&last) = self.starts.back() {
            start = start.max(last);
        }
        if self.starts.len() == self.most
            && let Some(first) = self.starts.front()
        {
            start = start.max(first.checked_add(self.within)?);
            self.starts.pop_front();
        }
        self.starts.push_back(start);
        Some(start)
    }
}
