//! The last one out turns off the light: a server that ends when it is idle.
//!
//! A server that is started when somebody needs it (by inetd, by systemd, by a
//! test) should end when nobody has come for a while. `serve_forever` calls two
//! hooks that are enough for that: `verify_request` before each request, and
//! `service_actions` after each one and after each `poll_interval` without one.
//!
//! ```text
//! patience 30 s
//!
//! begins    0 s
//! request  20 s … 65 s     it took long
//! look     65 s            a request is just over: 30 s from now
//! look     80 s            15 s without one
//! look     95 s            30 s: stop
//! ```
//!
//! * Idle time begins with the server, and anew with the first look after a
//!   request: a request that took longer than the patience was no idle time.
//! * After `patience` or more of it the server is told to stop.
//! * Every request is let in.
//!
//! For servers that serve one request at a time; where it is done by threads, a
//! look may come while one is being served, and that is left out here. Hooks
//! are shared (`&self`, and `Sync`): an atomic, or a `Mutex`, holds what
//! changes.

use std::time::{Duration, Instant};

use http_basic::Stop;
use socketserver::{Hooks, Request};

/// Hooks that end an idle server.
#[derive(Debug)]
pub struct Idle {
    stop: Stop,
    patience: Duration,
    // Add what you need to remember.
}

impl Idle {
    /// `stop` is what ends the server, which begins at `now`.
    pub fn new(stop: Stop, patience: Duration, now: Instant) -> Idle {
        let _ = now;
        Idle { stop, patience }
    }

    /// A request has come.
    pub fn came(&self) {
        todo!("remember it, until the next look")
    }

    /// Looks, at `now`, whether it is time to stop.
    pub fn look(&self, now: Instant) {
        let _ = (&self.stop, self.patience, now);
        todo!("was there a request since the last look? since when is it idle?")
    }
}

impl<R: Request> Hooks<R> for Idle {
    fn verify_request(&self, request: &R) -> bool {
        let _ = request;
        todo!("one more")
    }

    fn service_actions(&self) {
        todo!("look, now")
    }
}
