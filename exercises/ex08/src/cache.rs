//! A cache in which ten ask and one computes.
//!
//! A page takes a second to make. It falls out of the cache, and in the next
//! second a hundred clients ask for it: a hundred threads make the same page.
//! (The name for that is *stampede*, or *thundering herd*; Go's cure is called
//! `singleflight`.)
//!
//! `get` gives the value of `key`. Whoever asks first makes it, with `make`;
//! those who ask meanwhile wait for that one, and get a clone. Whoever comes
//! later gets a clone, too. Threads that ask for *other* keys do not wait: their
//! `make` may run at the same time.
//!
//! When `make` panics, the panic is for the thread that called it. It must
//! leave nothing behind: one of those who wait makes the value with a
//! `make` of its own, and if nobody waits, the next one who asks.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Values that are made once.
#[derive(Debug)]
pub struct Cache<K, V> {
    /// `None`: somebody is making it.
    entries: Mutex<HashMap<K, Option<V>>>,
    /// Told when an entry has changed.
    changed: Condvar,
}

impl<K: Eq + Hash + Clone, V: Clone> Cache<K, V> {
    /// With nothing in it.
    pub fn new() -> Cache<K, V> {
        Cache { entries: Mutex::default(), changed: Condvar::new() }
    }

    /// No `make` runs under this lock, so nobody can panic in the middle.
    fn lock(&self) -> MutexGuard<'_, HashMap<K, Option<V>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The value of `key`, made with `make` if nobody has made it.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> V {
        let _ = (self.lock().get(&key), &self.changed, make);
        todo!("who is first marks the entry, lets go of the lock, and makes it")
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Default for Cache<K, V> {
    fn default() -> Cache<K, V> {
        Cache::new()
    }
}
