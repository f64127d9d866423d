//! A thread for every client.

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use libc::{c_int, c_void};

use crate::calls::{accept_until_stop, check, close, send_all};
use crate::say::Say;

const MAX: usize = 256;
/// As much as ours: 256 KiB.
const STACK: usize = 256 * 1024;

static SAY: OnceLock<Say> = OnceLock::new();
static THREADS: AtomicUsize = AtomicUsize::new(0);

pub(crate) fn serve(listener: c_int, say: Say) {
    SAY.get_or_init(|| say);
    let mut detached = MaybeUninit::uninit();
    let attributes: *mut libc::pthread_attr_t = detached.as_mut_ptr();
    let state = libc::PTHREAD_CREATE_DETACHED;
    // SAFETY: the first call fills in what the others change.
    unsafe {
        check(-libc::pthread_attr_init(attributes), "pthread_attr_init");
        libc::pthread_attr_setdetachstate(attributes, state);
        libc::pthread_attr_setstacksize(attributes, STACK);
    }
    accept_until_stop(listener, |fd| {
        if THREADS.load(Ordering::Relaxed) == MAX {
            send_all(fd, b"busy, try later\n");
            return close(fd);
        }
        THREADS.fetch_add(1, Ordering::Relaxed);
        let mut id = MaybeUninit::uninit();
        let fd_as_pointer = ptr::without_provenance_mut(fd as usize);
        // SAFETY: `talk` takes the descriptor that it is given, as a pointer.
        let failed = unsafe {
            libc::pthread_create(
                id.as_mut_ptr(),
                attributes,
                talk,
                fd_as_pointer,
            )
        };
        if failed != 0 {
            THREADS.fetch_sub(1, Ordering::Relaxed);
            close(fd);
        }
    });
}

extern "C" fn talk(fd: *mut c_void) -> *mut c_void {
    if let Some(say) = SAY.get() {
        say.talk(fd.addr() as c_int);
    }
    THREADS.fetch_sub(1, Ordering::Relaxed);
    ptr::null_mut()
}
