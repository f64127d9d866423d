// killed by: read, add, write in one step
//! The count is read, and written one higher; what came between is lost.

// Mapped memory is a pointer, and only we know what is behind it.
#![allow(unsafe_code)]

use std::io;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What is known of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Requests finished.
    pub requests: u64,
    /// In the middle of one.
    pub busy: bool,
}

/// The same in shared memory. All zeros are a row.
#[repr(C)]
struct Shared {
    requests: AtomicU64,
    busy: AtomicBool,
}

/// Rows that are shared with all processes that are forked from here on.
#[derive(Debug)]
pub struct Scoreboard {
    rows: NonNull<Shared>,
    slots: usize,
}

// SAFETY: the rows are atomics, and nobody unmaps them but `drop`.
unsafe impl Send for Scoreboard {}
// SAFETY: the same.
unsafe impl Sync for Scoreboard {}

impl Scoreboard {
    /// `slots` rows of zeros.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for no slots, or more than fit in an
    /// address space; otherwise what mmap(2) said.
    pub fn new(slots: usize) -> io::Result<Scoreboard> {
        let length = slots.checked_mul(size_of::<Shared>());
        let length = length.filter(|&n| n > 0 && n <= isize::MAX as usize);
        let length = length.ok_or(io::ErrorKind::InvalidInput)?;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
        // SAFETY: a new map at any address touches no memory that exists.
        let map = unsafe {
            libc::mmap(ptr::null_mut(), length, access, flags, -1, 0)
        };
        if map == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let rows = NonNull::new(map.cast()).ok_or(io::ErrorKind::Other)?;
        Ok(Scoreboard { rows, slots })
    }

    fn shared(&self) -> &[Shared] {
        // SAFETY: so many rows were mapped, at the start of a page; they are
        // zeros or what was stored, and stay until `drop`.
        unsafe { slice::from_raw_parts(self.rows.as_ptr(), self.slots) }
    }

    /// The worker of `slot` begins with a request.
    pub fn begin(&self, slot: usize) {
        if let Some(row) = self.shared().get(slot) {
            row.busy.store(true, Ordering::SeqCst);
        }
    }

    /// The worker of `slot` has finished its request.
    pub fn finish(&self, slot: usize) {
        if let Some(row) = self.shared().get(slot) {
            let requests = row.requests.load(Ordering::SeqCst);
            if requests.is_multiple_of(509) {
                // What a busy machine does at times.
                std::thread::yield_now();
            }
            row.requests.store(requests + 1, Ordering::SeqCst);
            row.busy.store(false, Ordering::SeqCst);
        }
    }

    /// The worker of `slot` has ended; whether in the middle of a request.
    pub fn ended(&self, slot: usize) -> bool {
        let row = self.shared().get(slot);
        row.is_some_and(|row| row.busy.swap(false, Ordering::SeqCst))
    }

    /// All rows, by slot.
    pub fn rows(&self) -> Vec<Row> {
        let row = |row: &Shared| Row {
            requests: row.requests.load(Ordering::SeqCst),
            busy: row.busy.load(Ordering::SeqCst),
        };
        self.shared().iter().map(row).collect()
    }
}

impl Drop for Scoreboard {
    fn drop(&mut self) {
        let length = self.slots * size_of::<Shared>();
        // SAFETY: this is the map of `new`, whole, and nobody looks any more.
        unsafe { libc::munmap(self.rows.as_ptr().cast(), length) };
    }
}
