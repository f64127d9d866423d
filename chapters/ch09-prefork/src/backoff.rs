//! When to replace a worker that has ended.

use std::time::Duration;

/// How long a worker must have lived to be replaced at once: 1 s.
pub(crate) const STABLE: Duration = Duration::from_secs(1);
/// The first pause: 100 ms. Each further one is twice as long.
pub(crate) const FIRST: Duration = Duration::from_millis(100);
/// No pause is longer: 10 s.
pub(crate) const LONGEST: Duration = Duration::from_secs(10);

/// How patient to be with a worker that keeps on dying.
///
/// A worker that was killed after an hour is missed: it is replaced at once.
/// One that dies as soon as it is born will do it again; who replaces it at
/// once does nothing else. So the pause doubles with each early death.
///
/// ```
/// use std::time::Duration;
/// use preforking::Backoff;
///
/// let mut backoff = Backoff::default();
/// let early = Duration::from_millis(3);
/// assert_eq!(backoff.pause_after(early), Duration::from_millis(100));
/// assert_eq!(backoff.pause_after(early), Duration::from_millis(200));
/// assert_eq!(backoff.pause_after(Duration::from_secs(60)), Duration::ZERO);
/// ```
// ANCHOR: backoff
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    /// How many in a row have died early.
    early: u32,
}

impl Backoff {
    /// How long to wait before a worker that has lived for `lived` is
    /// replaced.
    pub fn pause_after(&mut self, lived: Duration) -> Duration {
        if lived >= STABLE {
            self.early = 0;
            return Duration::ZERO;
        }
        let times = 2_u32.saturating_pow(self.early);
        self.early = self.early.saturating_add(1);
        FIRST.saturating_mul(times).min(LONGEST)
    }
}
// ANCHOR_END: backoff

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_doubles_up_to_its_limit_and_never_overflows() {
        let mut backoff = Backoff::default();
        let mut pauses = (0..1000).map(|_| backoff.pause_after(FIRST));
        let millis: Vec<u128> =
            pauses.by_ref().take(9).map(|p| p.as_millis()).collect();
        let want = [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000];
        assert_eq!(millis, want);
        assert!(pauses.all(|pause| pause == LONGEST));
    }

    #[test]
    fn one_long_life_makes_up_for_all_early_deaths() {
        let mut backoff = Backoff::default();
        let early = STABLE - Duration::from_nanos(1);
        backoff.pause_after(early);
        backoff.pause_after(early);
        assert_eq!(backoff.pause_after(STABLE), Duration::ZERO);
        assert_eq!(backoff.pause_after(early), FIRST);
    }
}
