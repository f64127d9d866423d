// killed by: other keys do not wait
//! The lock is held while a value is made.

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
        let mut entries = self.lock();
        loop {
            match entries.get(&key) {
                Some(Some(value)) => return value.clone(),
                Some(None) => {
                    let woken = self.changed.wait(entries);
                    entries = woken.unwrap_or_else(PoisonError::into_inner);
                }
                None => break,
            }
        }
        let mark = Mark { cache: self, key: key.clone(), value: None };
        let value = make();
        entries.insert(key, Some(value.clone()));
        drop(entries);
        std::mem::forget(mark);
        self.changed.notify_all();
        value
    }
}

/// Somebody is making the value of `key`. Dropping it puts the value in, or
/// takes the mark away when there is none: `make` has panicked.
struct Mark<'a, K: Eq + Hash + Clone, V: Clone> {
    cache: &'a Cache<K, V>,
    key: K,
    value: Option<V>,
}

impl<K: Eq + Hash + Clone, V: Clone> Drop for Mark<'_, K, V> {
    fn drop(&mut self) {
        let mut entries = self.cache.lock();
        match self.value.take() {
            Some(value) => entries.insert(self.key.clone(), Some(value)),
            None => entries.remove(&self.key),
        };
        drop(entries);
        self.cache.changed.notify_all();
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Default for Cache<K, V> {
    fn default() -> Cache<K, V> {
        Cache::new()
    }
}
