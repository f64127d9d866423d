//! How long a server waits, and for what.

use std::time::{Duration, Instant};

use http1::Wait;

/// How long a client may take. Each is the time for the *whole* thing: a
/// client that sends a byte now and then does not get more.
// ANCHOR: times
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// Until the first byte of a request.
    pub idle: Duration,
    /// From its first byte to the end of its head.
    pub head: Duration,
    /// For its body, from the first wait for it.
    pub body: Duration,
    /// To take what waits to be sent: 64 KiB, or one piece of the service.
    pub write: Duration,
    /// To hang up after the last answer.
    pub linger: Duration,
    /// What is left to those who have begun when the server is told to end.
    pub grace: Duration,
    /// In a process of a pre-forked pool: how long an idle connection stays
    /// while other clients queue.
    pub turn: Duration,
}
// ANCHOR_END: times

impl Default for Times {
    fn default() -> Times {
        Times {
            idle: Duration::from_secs(5),
            head: Duration::from_secs(10),
            body: Duration::from_secs(30),
            write: Duration::from_secs(10),
            linger: Duration::from_secs(2),
            grace: Duration::from_secs(10),
            turn: Duration::from_millis(50),
        }
    }
}

impl Times {
    /// The time for what the machine waits for.
    pub(crate) fn of(&self, wait: Wait) -> Duration {
        match wait {
            Wait::Idle => self.idle,
            Wait::Head => self.head,
            Wait::Body => self.body,
            Wait::Write => self.write,
            Wait::Linger => self.linger,
            Wait::Application | Wait::Close => Duration::ZERO,
        }
    }

    /// In the form of chapter 6.
    pub fn limits(&self) -> http_basic::Limits {
        http_basic::Limits {
            first: self.turn,
            idle: self.idle,
            write: self.write,
            linger: self.linger,
            grace: self.grace,
        }
    }
}

/// When `time` is over; nobody waits longer than a day.
pub(crate) fn after(time: Duration) -> Instant {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    Instant::now() + time.min(DAY)
}
