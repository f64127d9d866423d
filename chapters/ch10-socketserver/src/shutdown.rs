//! Ending a server from somewhere else.

use std::process;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use http_basic::Stop;

/// Ends a server: [`Shutdown::shutdown`]. Clones are for the same server.
#[derive(Clone, Debug)]
pub struct Shutdown {
    stop: Stop,
    serving: Arc<Serving>,
    /// The process that serves: a forked child has only a copy of the rest.
    process: u32,
}

/// Who is in `serve_forever`.
#[derive(Debug, Default)]
pub(crate) struct Serving {
    thread: Mutex<Option<ThreadId>>,
    left: Condvar,
}

impl Shutdown {
    pub(crate) fn new(stop: Stop, serving: Arc<Serving>) -> Shutdown {
        Shutdown { stop, serving, process: process::id() }
    }

    /// Tells the server to end, and waits until it has left `serve_forever`.
    ///
    /// Python's waits for itself for ever when it is called by the thread that
    /// serves, or by a forked child. This one does not wait there: it has told,
    /// and the server hears it when the caller returns.
    // ANCHOR: shutdown
    pub fn shutdown(&self) {
        self.stop.stop();
        if process::id() != self.process {
            return; // our copy of `thread` will never change
        }
        let me = thread::current().id();
        let mut thread = self.serving.lock();
        while thread.is_some_and(|serves| serves != me) {
            let left = self.serving.left.wait(thread);
            thread = left.unwrap_or_else(PoisonError::into_inner);
        }
    }
    // ANCHOR_END: shutdown
}

impl Serving {
    /// This thread serves until what is returned is dropped.
    pub(crate) fn enter(self: &Arc<Serving>) -> Inside {
        *self.lock() = Some(thread::current().id());
        Inside(Arc::clone(self))
    }

    fn lock(&self) -> MutexGuard<'_, Option<ThreadId>> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody is in `serve_forever`.
pub(crate) struct Inside(Arc<Serving>);

impl Drop for Inside {
    fn drop(&mut self) {
        *self.0.lock() = None;
        self.0.left.notify_all();
    }
}
