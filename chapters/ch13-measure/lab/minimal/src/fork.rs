//! A process for every client.

use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use libc::c_int;

use crate::calls::{accept_until_stop, close, handle, send_all};
use crate::say::Say;

const MAX: usize = 256;

static CHILDREN: AtomicUsize = AtomicUsize::new(0);

pub(crate) fn serve(listener: c_int, say: Say) {
    handle(libc::SIGCHLD, reap);
    accept_until_stop(listener, |fd| {
        if CHILDREN.load(Ordering::SeqCst) == MAX {
            send_all(fd, b"busy, try later\n");
            return close(fd);
        }
        CHILDREN.fetch_add(1, Ordering::SeqCst);
        // SAFETY: this process has one thread.
        match unsafe { libc::fork() } {
            0 => {
                close(listener);
                say.talk(fd);
                // SAFETY: ends this process, and runs nothing before.
                unsafe { libc::_exit(0) }
            }
            pid => {
                if pid < 0 {
                    CHILDREN.fetch_sub(1, Ordering::SeqCst);
                }
                close(fd);
            }
        }
    });
    close(listener);
    // SAFETY: null asks for no status. The handler may be faster.
    while unsafe { libc::waitpid(-1, ptr::null_mut(), 0) } > 0 {}
}

extern "C" fn reap(_signal: c_int) {
    // SAFETY: waitpid may be called in a handler; errno is this thread's own.
    unsafe {
        let errno = *libc::__errno_location();
        while libc::waitpid(-1, ptr::null_mut(), libc::WNOHANG) > 0 {
            CHILDREN.fetch_sub(1, Ordering::SeqCst);
        }
        *libc::__errno_location() = errno;
    }
}
