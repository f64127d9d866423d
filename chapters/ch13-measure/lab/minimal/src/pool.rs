//! Eight threads, and a queue of 64 descriptors before them.

use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::OnceLock;

use libc::{
    PTHREAD_COND_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, c_int, c_void,
};

use crate::calls::{accept_until_stop, check};
use crate::say::Say;

const THREADS: usize = 8;
const PLACES: usize = 64;

static SAY: OnceLock<Say> = OnceLock::new();

/// A ring of descriptors.
struct Ring {
    mutex: UnsafeCell<libc::pthread_mutex_t>,
    not_empty: UnsafeCell<libc::pthread_cond_t>,
    not_full: UnsafeCell<libc::pthread_cond_t>,
    queue: UnsafeCell<Queue>,
}

struct Queue {
    places: [c_int; PLACES],
    /// The first that is taken.
    first: usize,
    /// How many are taken.
    taken: usize,
}

// SAFETY: `queue` is touched by who holds `mutex` only; the others are made to
// be shared.
unsafe impl Sync for Ring {}

static RING: Ring = Ring {
    mutex: UnsafeCell::new(PTHREAD_MUTEX_INITIALIZER),
    not_empty: UnsafeCell::new(PTHREAD_COND_INITIALIZER),
    not_full: UnsafeCell::new(PTHREAD_COND_INITIALIZER),
    queue: UnsafeCell::new(Queue { places: [0; PLACES], first: 0, taken: 0 }),
};

impl Ring {
    fn push(&self, fd: c_int) {
        // SAFETY: `queue` is used between lock and unlock, through a pointer,
        // since others change it during the wait; all are statics.
        unsafe {
            libc::pthread_mutex_lock(self.mutex.get());
            let queue = self.queue.get();
            let is_full = || (*queue).taken == PLACES;
            while is_full() {
                libc::pthread_cond_wait(self.not_full.get(), self.mutex.get());
            }
            let free = ((*queue).first + (*queue).taken) % PLACES;
            (*queue).places[free] = fd;
            (*queue).taken += 1;
            libc::pthread_cond_signal(self.not_empty.get());
            libc::pthread_mutex_unlock(self.mutex.get());
        }
    }

    fn pop(&self) -> c_int {
        // SAFETY: as in `push`.
        unsafe {
            libc::pthread_mutex_lock(self.mutex.get());
            let queue = self.queue.get();
            let is_empty = || (*queue).taken == 0;
            while is_empty() {
                libc::pthread_cond_wait(self.not_empty.get(), self.mutex.get());
            }
            let fd = (*queue).places[(*queue).first];
            (*queue).first = ((*queue).first + 1) % PLACES;
            (*queue).taken -= 1;
            libc::pthread_cond_signal(self.not_full.get());
            libc::pthread_mutex_unlock(self.mutex.get());
            fd
        }
    }
}

pub(crate) fn serve(listener: c_int, say: Say) {
    SAY.get_or_init(|| say);
    for _ in 0..THREADS {
        let mut id = MaybeUninit::uninit();
        let none = ptr::null();
        // SAFETY: `work` asks nothing of its argument.
        let failed = unsafe {
            libc::pthread_create(id.as_mut_ptr(), none, work, ptr::null_mut())
        };
        check(-failed, "pthread_create");
    }
    accept_until_stop(listener, |fd| RING.push(fd));
}

extern "C" fn work(_nothing: *mut c_void) -> *mut c_void {
    let Some(say) = SAY.get() else { return ptr::null_mut() };
    loop {
        say.talk(RING.pop());
    }
}
