//! A queue with a limit, between threads.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use thiserror::Error;

/// A queue for up to so many items has its memory from the start, one for more
/// takes it as they come.
const MADE_FIRST: usize = 1_024;

/// Items from some threads to others, first in, first out.
///
/// It has a number of places. An item takes one from [`Queue::push`] until
/// whoever got it from [`Queue::pop`] has dropped the [`Taken`]: so the limit
/// counts the items that wait and those in work, and does not depend on how
/// quickly a thread that sleeps in `pop` wakes up.
// ANCHOR: queue
#[derive(Debug)]
pub struct Queue<T> {
    /// Waiting items and items in work, together.
    places: usize,
    state: Mutex<State<T>>,
    /// Told when an item came, or none will come any more.
    came: Condvar,
    /// Told when a place became free, or none is to be had any more.
    room: Condvar,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    /// Given out by `pop`, and not done yet.
    in_work: usize,
    /// How many threads wait for a place.
    pushing: usize,
    closed: bool,
}
// ANCHOR_END: queue

/// Why an item was not taken, and the item.
#[derive(PartialEq, Eq, Error)]
pub enum NotPushed<T> {
    /// No place was free, or became free in time.
    #[error("the queue is full")]
    Full(T),
    /// The queue was closed.
    #[error("the queue is closed")]
    Closed(T),
}

/// Without the item: a job has nothing to show.
impl<T> fmt::Debug for NotPushed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotPushed::Full(_) => "Full",
            NotPushed::Closed(_) => "Closed",
        })
    }
}

impl<T> NotPushed<T> {
    /// The item.
    pub fn into_inner(self) -> T {
        match self {
            NotPushed::Full(item) | NotPushed::Closed(item) => item,
        }
    }
}

impl<T> Queue<T> {
    /// An empty queue with `places`, at least one.
    pub fn new(places: usize) -> Queue<T> {
        let places = places.max(1);
        let items = VecDeque::with_capacity(places.min(MADE_FIRST));
        let state = State { items, in_work: 0, pushing: 0, closed: false };
        Queue {
            places,
            state: Mutex::new(state),
            came: Condvar::new(),
            room: Condvar::new(),
        }
    }

    /// Adds an item at the end. Waits for a place, at most until `until`;
    /// `None`: for ever. A time that is over already: does not wait.
    ///
    /// # Errors
    ///
    /// [`NotPushed::Full`] when the time is over, [`NotPushed::Closed`]; both
    /// give the item back.
    // ANCHOR: push
    pub fn push(
        &self,
        item: T,
        until: Option<Instant>,
    ) -> Result<(), NotPushed<T>> {
        let mut state = self.lock();
        state.pushing += 1;
        let mut in_time = true;
        while in_time && self.is_full(&state) && !state.closed {
            (state, in_time) = wait(&self.room, state, until);
        }
        state.pushing -= 1;
        if state.closed {
            return Err(NotPushed::Closed(item));
        }
        if self.is_full(&state) {
            return Err(NotPushed::Full(item));
        }
        state.items.push_back(item);
        drop(state);
        self.came.notify_one();
        Ok(())
    }
    // ANCHOR_END: push

    /// Takes the first item. Waits for one; `None`: the queue was closed, and
    /// is empty.
    // ANCHOR: pop
    pub fn pop(&self) -> Option<Taken<'_, T>> {
        let mut state = self.lock();
        loop {
            if let Some(item) = state.items.pop_front() {
                state.in_work += 1;
                return Some(Taken { item: Some(item), queue: self });
            }
            if state.closed {
                return None;
            }
            state = wait(&self.came, state, None).0;
        }
    }
    // ANCHOR_END: pop

    /// From now on nothing can be added. What is in it can still be taken.
    // ANCHOR: close
    pub fn close(&self) {
        self.lock().closed = true;
        // Everybody: each of them has to see it.
        self.came.notify_all();
        self.room.notify_all();
    }
    // ANCHOR_END: close

    /// How many items wait, those in the hands of waiting `push`es included.
    pub fn waiting(&self) -> usize {
        let state = self.lock();
        state.items.len() + state.pushing
    }

    fn is_full(&self, state: &State<T>) -> bool {
        state.items.len() + state.in_work >= self.places
    }

    fn done(&self) {
        self.lock().in_work -= 1;
        self.room.notify_one();
    }

    /// No item's own code runs under this lock, so nobody can panic in the
    /// middle of a change: a poisoned state is a good one.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An item in work. Dropping it frees its place.
#[derive(Debug)]
pub struct Taken<'a, T> {
    item: Option<T>,
    queue: &'a Queue<T>,
}

impl<T> Taken<'_, T> {
    /// The item, the first time; its place is still taken.
    pub fn take(&mut self) -> Option<T> {
        self.item.take()
    }
}

/// Also when the work panics.
impl<T> Drop for Taken<'_, T> {
    fn drop(&mut self) {
        // The item's own drop first: it is a part of the work.
        drop(self.item.take());
        self.queue.done();
    }
}

/// Sleeps until told, or until `until`; false: the time is over. A sleep may
/// also end for no reason (pthread_cond_wait(3p)), so callers look again.
pub(crate) fn wait<'a, T>(
    condition: &Condvar,
    guard: MutexGuard<'a, T>,
    until: Option<Instant>,
) -> (MutexGuard<'a, T>, bool) {
    let Some(until) = until else {
        let guard = condition.wait(guard);
        return (guard.unwrap_or_else(PoisonError::into_inner), true);
    };
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return (guard, false);
    }
    let slept = condition.wait_timeout(guard, left);
    (slept.unwrap_or_else(PoisonError::into_inner).0, true)
}
