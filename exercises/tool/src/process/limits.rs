//! What a child may use.

use std::time::Duration;

/// Limits on one child; who goes over one is ended, or not heard.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How long it may run.
    pub(crate) time: Duration,
    /// Resident memory in bytes (where /proc tells it). A test that prints
    /// in an endless loop fills its own memory, not ours.
    pub(crate) memory: u64,
    /// How much of its output is kept, in bytes.
    pub(crate) output: usize,
}

impl Limits {
    /// For tests: a deadline, 1 GiB of memory, 1 MiB of output.
    pub(crate) fn tests(time: Duration) -> Limits {
        Limits { time, memory: 1 << 30, output: 1 << 20 }
    }

    /// For cargo: an hour (a first build on a slow line), no other limit
    /// that it could meet.
    pub(crate) fn cargo() -> Limits {
        Limits {
            time: Duration::from_secs(3600),
            memory: u64::MAX,
            output: 16 << 20,
        }
    }
}
