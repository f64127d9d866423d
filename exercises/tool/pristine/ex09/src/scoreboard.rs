//! A scoreboard that workers write and the master reads.
//!
//! After `fork` every process has a memory of its own: what a worker counts, no
//! other process sees. Unless the memory was mapped as *shared* before the fork
//! (mmap(2)): then parent and children see the same bytes, and what a worker
//! had written there stays when `kill -9` ends it. This is how Apache's master
//! knows what each of its workers is doing.
//!
//! | a row | what it holds |
//! | --- | --- |
//! | requests | how many this slot's workers have finished |
//! | busy | whether the worker is in the middle of one |
//!
//! * The map belongs to no file: MAP_ANONYMOUS. The kernel fills it with zeros,
//!   which is a row of a slot that has done nothing. `libc::mmap` is there.
//! * Several processes may write to one row at the same time: use atomics, with
//!   calls that read, add and write in one step.
//! * [`Scoreboard::ended`] is for the master, when it has reaped a worker: says
//!   whether that one died in the middle of a request, and the row is not busy
//!   from then on. The requests stay: they are the slot's.
//! * A slot beyond the rows is nobody's: nothing happens, nothing panics.
//! * No slots at all, or more than memory can have: an error from `new`.
//! * Threads may share it as well as processes. The compiler does not believe
//!   that of a raw pointer: `unsafe impl Send` and `Sync` say it (chapter 8),
//!   each with the reason why it is true.
//! * Dropping it unmaps it, in this process.
//!
//! Memory that is shared may not hold a `Vec` or a `String`: their bytes would
//! lie in one process's own memory.

// Mapped memory is a pointer, and only you know what is behind it.
#![allow(unsafe_code)]

use std::io;

/// What is known of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Requests finished.
    pub requests: u64,
    /// In the middle of one.
    pub busy: bool,
}

/// Rows that are shared with all processes that are forked from here on.
#[derive(Debug)]
pub struct Scoreboard {
    // A pointer to the rows, and how many there are. Then it is neither `Send`
    // nor `Sync` by itself.
}

impl Scoreboard {
    /// `slots` rows of zeros.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for no slots, or more than fit in an
    /// address space; otherwise what mmap(2) said.
    pub fn new(slots: usize) -> io::Result<Scoreboard> {
        let _ = slots;
        todo!("map memory: shared, anonymous, to read and to write")
    }

    /// The worker of `slot` begins with a request.
    pub fn begin(&self, slot: usize) {
        let _ = slot;
        todo!("busy")
    }

    /// The worker of `slot` has finished its request.
    pub fn finish(&self, slot: usize) {
        let _ = slot;
        todo!("one more, and not busy")
    }

    /// The worker of `slot` has ended; whether in the middle of a request.
    pub fn ended(&self, slot: usize) -> bool {
        let _ = slot;
        todo!("was it busy? now it is not")
    }

    /// All rows, by slot.
    pub fn rows(&self) -> Vec<Row> {
        todo!("a copy of what is there now")
    }
}

impl Drop for Scoreboard {
    fn drop(&mut self) {
        todo!("munmap(2)")
    }
}
