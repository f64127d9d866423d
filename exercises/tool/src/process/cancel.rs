//! The wish that a run end now.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// Ends a run from another thread.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cancel {
    own: Arc<AtomicBool>,
    /// Set when the whole program ends.
    end: Arc<AtomicBool>,
}

impl Cancel {
    /// A cancel that SIGINT, SIGTERM and SIGHUP set off: the children are
    /// in groups of their own, so Ctrl-C does not reach them.
    pub(crate) fn on_signals() -> Cancel {
        let cancel = Cancel::default();
        for signal in [SIGHUP, SIGINT, SIGTERM] {
            let _ = signal_hook::flag::register(signal, cancel.own.clone());
        }
        cancel
    }

    /// A cancel that `end`, too, sets off.
    pub(crate) fn with(end: Arc<AtomicBool>) -> Cancel {
        Cancel { end, ..Cancel::default() }
    }

    /// Ends the run.
    pub(crate) fn cancel(&self) {
        self.own.store(true, Ordering::Relaxed);
    }

    /// Whether it was ended.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.own.load(Ordering::Relaxed) || self.end.load(Ordering::Relaxed)
    }
}
