//! What code takes from the heap.
//!
//! A test's file that counts says whose allocator it has:
//!
//! ```
//! #[global_allocator]
//! static COUNTING: testing::heap::Counting = testing::heap::Counting;
//!
//! let before = testing::heap::here().allocations;
//! let text = String::from("hello");
//! assert_eq!(testing::heap::here().allocations - before, 1, "{text}");
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// The system's allocator, and a count of what is asked of it.
#[derive(Clone, Copy, Debug)]
pub struct Counting;

/// What a thread has asked for since it began, or since [`forget`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heap {
    /// Allocations, growth included.
    pub allocations: u64,
    /// Bytes that were allocated and not freed. What another thread allocated
    /// and this one freed does not count below zero.
    pub held: usize,
    /// The most that was held.
    pub most: usize,
}

thread_local! {
    static HERE: Cell<Heap> = const {
        Cell::new(Heap { allocations: 0, held: 0, most: 0 })
    };
}

static EVERYWHERE: AtomicU64 = AtomicU64::new(0);

/// What this thread has asked for.
pub fn here() -> Heap {
    HERE.get()
}

/// Begins again to look for the most that this thread holds.
pub fn forget() {
    HERE.set(Heap { most: here().held, ..here() });
}

/// How many allocations all threads of the process have asked for.
pub fn everywhere() -> u64 {
    EVERYWHERE.load(Ordering::Relaxed)
}

fn change(allocations: u64, more: usize, less: usize) {
    EVERYWHERE.fetch_add(allocations, Ordering::Relaxed);
    let mut heap = HERE.get();
    heap.allocations += allocations;
    heap.held = (heap.held + more).saturating_sub(less);
    heap.most = heap.most.max(heap.held);
    HERE.set(heap);
}

// SAFETY: every call is handed on to the system's allocator as it came.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        change(1, layout.size(), 0);
        // SAFETY: the caller keeps alloc's promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        change(0, 0, layout.size());
        // SAFETY: the caller keeps dealloc's promises.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(
        &self,
        at: *mut u8,
        layout: Layout,
        size: usize,
    ) -> *mut u8 {
        change(1, size, layout.size());
        // SAFETY: the caller keeps realloc's promises.
        unsafe { System.realloc(at, layout, size) }
    }
}
