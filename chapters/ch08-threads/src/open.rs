//! Which connections are open, so that they can be ended from outside.

use std::collections::HashMap;
use std::net::Shutdown;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use endpoint::Stream;

/// The streams that threads are busy with.
///
/// A thread that sleeps in a read cannot be ended, but the read can:
/// shutdown(2) on its socket, from any other thread, wakes it with the end of
/// the stream. Clones are the same list.
// ANCHOR: open
#[derive(Clone, Debug, Default)]
pub struct Open {
    list: Arc<Mutex<List>>,
}

#[derive(Debug, Default)]
struct List {
    next: u64,
    streams: HashMap<u64, Weak<Shared>>,
    /// Whoever comes now comes too late.
    cut: bool,
}
// ANCHOR_END: open

#[derive(Debug)]
struct Shared {
    stream: Stream,
    idle: AtomicBool,
    cut: AtomicBool,
}

impl Open {
    /// Nothing is open.
    pub fn new() -> Open {
        Open::default()
    }

    /// Keeps `stream` in the list until what is returned is dropped.
    pub fn hold(&self, stream: Stream) -> Held {
        let (idle, cut_off) = (AtomicBool::new(false), AtomicBool::new(false));
        let shared = Arc::new(Shared { stream, idle, cut: cut_off });
        let mut list = self.lock();
        if list.cut {
            cut(&shared);
        }
        let number = list.next;
        list.next += 1;
        // Weak: the list keeps no connection open.
        list.streams.insert(number, Arc::downgrade(&shared));
        drop(list);
        Held { _entry: Entry { number, open: self.clone() }, shared }
    }

    /// Ends every stream in the list, and every one that comes later; says how
    /// many there were.
    // ANCHOR: cut
    pub fn cut(&self) -> usize {
        self.lock().cut = true;
        let streams = self.streams();
        streams.iter().for_each(|shared| cut(shared));
        streams.len()
    }
    // ANCHOR_END: cut

    /// Wakes the threads that sleep in [`Held::idle`]: their reads return the
    /// end of the stream. Say the word that ends the server before: who is
    /// about to sleep looks for it.
    pub fn dismiss(&self) {
        for shared in self.streams() {
            if shared.idle.load(Ordering::SeqCst) {
                // A client that has gone already needs no end.
                let _ = shared.stream.shutdown(Shutdown::Read);
            }
        }
    }

    /// Those that are open now. Nobody waits for the list meanwhile.
    fn streams(&self) -> Vec<Arc<Shared>> {
        let list = self.lock();
        list.streams.values().filter_map(Weak::upgrade).collect()
    }

    /// How many are open.
    pub fn len(&self) -> usize {
        self.lock().streams.len()
    }

    /// Whether none is open.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Nobody can panic in the middle of a change to the list.
    fn lock(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Both directions. The descriptor stays open for as long as somebody holds
/// the stream: who called close(2) here, or kept only the number, could hit
/// another connection that has got the same number since.
fn cut(shared: &Shared) {
    shared.cut.store(true, Ordering::SeqCst);
    // A client that has gone already needs no end.
    let _ = shared.stream.shutdown(Shutdown::Both);
}

/// A stream that is in the list of [`Open`]. Dropping it closes the connection.
#[derive(Debug)]
pub struct Held {
    /// Dropped first: what is closed is not in the list any more.
    _entry: Entry,
    shared: Arc<Shared>,
}

impl Held {
    /// Whether [`Open::cut`] has ended it.
    pub fn was_cut(&self) -> bool {
        self.shared.cut.load(Ordering::SeqCst)
    }

    /// Runs `wait`, a read that may sleep until the client begins something
    /// new; [`Open::dismiss`] wakes it. `wait` looks first whether the server
    /// ends, and does not sleep then: that call may have been before.
    pub fn idle<T>(&self, wait: impl FnOnce() -> T) -> T {
        self.shared.idle.store(true, Ordering::SeqCst);
        let result = wait();
        self.shared.idle.store(false, Ordering::SeqCst);
        result
    }

    /// The stream, out of the list. `None`: it is being cut at this moment.
    pub fn release(self) -> Option<Stream> {
        Some(Arc::into_inner(self.shared)?.stream)
    }
}

impl Deref for Held {
    type Target = Stream;

    fn deref(&self) -> &Stream {
        &self.shared.stream
    }
}

/// A line in the list. Dropping it strikes it out.
#[derive(Debug)]
struct Entry {
    number: u64,
    open: Open,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.open.lock().streams.remove(&self.number);
    }
}
