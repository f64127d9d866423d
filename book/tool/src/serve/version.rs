//! Which build it is, and the wait for the next one.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The number of the current build; it grows with each, also from one run
/// of the program to the next.
#[derive(Debug)]
pub(super) struct Version {
    number: Mutex<u64>,
    changed: Condvar,
}

impl Version {
    pub(super) fn new() -> Version {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let start = since.map_or(1, |since| since.as_secs());
        Version { number: Mutex::new(start), changed: Condvar::new() }
    }

    /// There is a new build.
    pub(super) fn advance(&self) {
        let number = self.number.lock();
        *number.unwrap_or_else(PoisonError::into_inner) += 1;
        self.changed.notify_all();
    }

    /// The number of the build, at once when it is not `seen`; else when it
    /// changes, or after `patience`.
    pub(super) fn after(&self, seen: u64, patience: Duration) -> u64 {
        let number = self.number.lock();
        let number = number.unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .changed
            .wait_timeout_while(number, patience, |now| *now == seen);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_knows_the_build_waits_and_who_does_not_is_told_at_once() {
        let version = Version::new();
        let now = version.after(0, Duration::from_secs(60));
        assert_eq!(version.after(now, Duration::ZERO), now);
        std::thread::scope(|scope| {
            let wait =
                scope.spawn(|| version.after(now, Duration::from_secs(60)));
            version.advance();
            assert_eq!(wait.join().unwrap(), now + 1);
        });
    }
}
