//! Not more restarts than so many in so much time.
//!
//! Chapter 9's back-off looks at one worker's place. With a hundred places, all
//! of which fail, the machine still starts a hundred processes in a row. So
//! some supervisors count the starts of all workers together (Erlang's
//! `intensity` and `period`; systemd's `StartLimitBurst=` and
//! `StartLimitIntervalSec=`).
//!
//! ```text
//! at most 2 starts in any 10 s
//!
//! a worker dies at      0 s   1 s   2 s   3 s   30 s
//! the next one starts   0 s   1 s   10 s  11 s  30 s
//! ```
//!
//! * In any span of time as long as `within`, wherever it begins, at most
//!   `most` workers start. Its end is no part of it: after starts at 0 s and 1
//!   s the next may be at 10 s. (Who counts from 0 to 10 and then anew from 10
//!   to 20 allows four starts between 9 and 11.)
//! * Each start is as early as that allows; not before the death, and not
//!   before a start that was promised already.
//! * `most` of 0: no worker is ever started again. Nor is one, after `most`
//!   starts, when the span is so long that no clock can tell its end
//!   (`Duration::MAX`).
//! * Only what can still matter is remembered: `most` times at the most, and
//!   nothing is put aside for them before they are there.
//!
//! The times are handed in. So nothing here sleeps, and the tests need no time.

use std::time::{Duration, Instant};

/// When workers were, or will be, started.
#[derive(Clone, Debug)]
pub struct Restarts {
    most: usize,
    within: Duration,
    // Add what you need to remember.
}

impl Restarts {
    /// At most `most` starts in any span of `within`.
    pub fn new(most: usize, within: Duration) -> Restarts {
        Restarts { most, within }
    }

    /// A worker has died at `now`: when the next one is to be started.
    /// `None`: never. The caller keeps the promise.
    pub fn after_death(&mut self, now: Instant) -> Option<Instant> {
        let _ = (self.most, self.within, now);
        todo!("which of the starts before says how long to wait?")
    }
}
