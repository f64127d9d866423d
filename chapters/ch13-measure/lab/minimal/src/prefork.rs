//! Four processes that accept on one listener.

use std::mem::MaybeUninit;
use std::ptr;

use libc::{c_int, pid_t, sigset_t};

use crate::calls::{accept, check};
use crate::say::Say;

const WORKERS: usize = 4;

pub(crate) fn serve(listener: c_int, say: Say) {
    let mut room = MaybeUninit::uninit();
    let signals: *mut sigset_t = room.as_mut_ptr();
    // SAFETY: the first call fills in what the others change and read.
    unsafe {
        libc::sigemptyset(signals);
        libc::sigaddset(signals, libc::SIGTERM);
        libc::sigaddset(signals, libc::SIGINT);
        libc::sigaddset(signals, libc::SIGCHLD);
        libc::sigprocmask(libc::SIG_BLOCK, signals, ptr::null_mut());
    }
    let mut workers = [0; WORKERS].map(|_| spawn(listener, say, signals));
    loop {
        let mut signal = 0;
        // SAFETY: the set was filled in; there is room for one number.
        unsafe { libc::sigwait(signals, &mut signal) };
        if signal != libc::SIGCHLD {
            break;
        }
        // SAFETY: null asks for no status.
        while let pid @ 1.. =
            unsafe { libc::waitpid(-1, ptr::null_mut(), libc::WNOHANG) }
        {
            for worker in workers.iter_mut().filter(|worker| **worker == pid) {
                *worker = spawn(listener, say, signals);
            }
        }
    }
    for worker in workers {
        // SAFETY: plain calls; these children have not been waited for.
        unsafe {
            libc::kill(worker, libc::SIGTERM);
            libc::waitpid(worker, ptr::null_mut(), 0);
        }
    }
}

fn spawn(listener: c_int, say: Say, signals: *const sigset_t) -> pid_t {
    // SAFETY: this process has one thread.
    let pid = check(unsafe { libc::fork() }, "fork");
    if pid == 0 {
        // SAFETY: the set was filled in. The signals do what they do by
        // default: SIGTERM ends the worker.
        unsafe {
            libc::sigprocmask(libc::SIG_UNBLOCK, signals, ptr::null_mut());
        }
        loop {
            if let Ok(fd) = accept(listener) {
                say.talk(fd);
            }
        }
    }
    pid
}
