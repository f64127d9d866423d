//! Work that must end in time.

use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a test waits for something that should be there at once: long
/// enough for a slow machine, short enough for a person.
pub const LIMIT: Duration = Duration::from_secs(10);

/// Runs `body`, and fails when it takes longer than [`LIMIT`].
///
/// `what` completes the sentence "this did not end within 10 s: …", so say what
/// it waits for and what mostly makes it wait for ever. The body keeps its
/// thread until the test program ends.
///
/// # Panics
///
/// When the time is over, or with the body's own panic.
#[track_caller]
pub fn within<T: Send + 'static>(
    what: &str,
    body: impl FnOnce() -> T + Send + 'static,
) -> T {
    let (done, wait) = mpsc::channel();
    let worker = thread::spawn(move || {
        let result = body();
        // The receiver is gone when the time is over: nobody to tell.
        let _ = done.send(result);
    });
    match wait.recv_timeout(LIMIT) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => {
            panic!("this did not end within {} s: {what}", LIMIT.as_secs())
        }
        Err(RecvTimeoutError::Disconnected) => match worker.join() {
            Err(cause) => panic::resume_unwind(cause),
            Ok(()) => unreachable!("the sender is dropped after sending"),
        },
    }
}

/// Whether `condition` holds within [`LIMIT`].
pub(crate) fn in_time(mut condition: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + LIMIT;
    while !condition() {
        if Instant::now() > end {
            return false;
        }
        // No event tells what another process does or holds: this polls.
        thread::park_timeout(Duration::from_millis(2));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_in_time_is_handed_on() {
        assert_eq!(within("adding", || 1 + 1), 2);
    }

    #[test]
    #[should_panic(expected = "the body's own words")]
    fn a_panic_inside_keeps_its_words() {
        within("failing", || panic!("the body's own words"));
    }
}
