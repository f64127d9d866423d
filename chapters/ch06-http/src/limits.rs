//! How long a server waits, and for what.

use std::time::Duration;

/// How long a server waits for a client.
// ANCHOR: limits
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For the first byte, while other clients queue behind this one. Only
    /// for servers that have a fixed number of places.
    pub first: Duration,
    /// For the next bytes, when nobody is held up.
    pub idle: Duration,
    /// For the client to make room for more bytes.
    pub write: Duration,
    /// For the client to hang up after an early answer ([`crate::Next::Drain`]).
    pub linger: Duration,
    /// For conversations that had begun when the server was told to end.
    pub grace: Duration,
}
// ANCHOR_END: limits

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            first: Duration::from_millis(50),
            idle: Duration::from_secs(10),
            write: Duration::from_secs(10),
            linger: Duration::from_secs(2),
            grace: Duration::from_secs(10),
        }
    }
}
