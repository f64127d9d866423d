// killed by: after a request the server has 30 s again
//! The patience is how long the server lives.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use http_basic::Stop;
use socketserver::{Hooks, Request};

/// Hooks that end an idle server.
#[derive(Debug)]
pub struct Idle {
    stop: Stop,
    patience: Duration,
    /// A request came since the last look.
    came: AtomicBool,
    /// Idle since then.
    since: Mutex<Instant>,
}

impl Idle {
    /// `stop` is what ends the server, which begins at `now`.
    pub fn new(stop: Stop, patience: Duration, now: Instant) -> Idle {
        let (came, since) = (AtomicBool::new(false), Mutex::new(now));
        Idle { stop, patience, came, since }
    }

    /// A request has come.
    pub fn came(&self) {
        self.came.store(true, Ordering::SeqCst);
    }

    /// Looks, at `now`, whether it is time to stop.
    pub fn look(&self, now: Instant) {
        let mut since =
            self.since.lock().unwrap_or_else(PoisonError::into_inner);
        if self.came.swap(false, Ordering::SeqCst) {
            let _ = &mut since;
        }
        if now.saturating_duration_since(*since) >= self.patience {
            self.stop.stop();
        }
    }
}

impl<R: Request> Hooks<R> for Idle {
    fn verify_request(&self, _: &R) -> bool {
        self.came();
        true
    }

    fn service_actions(&self) {
        self.look(Instant::now());
    }
}
