//! A process for every client, and one waitpid for every signal.
//!
//! `cargo run -p ch07 --example before_one_waitpid`: a few clients leave
//! nothing, a crowd leaves zombies.

#![allow(unsafe_code)]

mod shared;

use std::error::Error;

use nix::sys::signal::{
    SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction,
};
use nix::unistd::{ForkResult, fork};
use shared::{open, talk};

// ANCHOR: handler
extern "C" fn reap_one(_signal: libc::c_int) {
    // SAFETY: a null pointer says that we do not want to know how it ended.
    unsafe { libc::waitpid(-1, std::ptr::null_mut(), 0) };
}
// ANCHOR_END: handler

fn main() -> Result<(), Box<dyn Error>> {
    let listener = open()?;
    // ANCHOR: install
    let action = SigAction::new(
        SigHandler::Handler(reap_one),
        SaFlags::SA_RESTART,
        SigSet::empty(),
    );
    // SAFETY: waitpid(2) is all that the handler calls.
    unsafe { sigaction(Signal::SIGCHLD, &action)? };
    // ANCHOR_END: install
    loop {
        let (stream, peer) = listener.accept()?;
        // SAFETY: this program has one thread, so the child has all of it.
        match unsafe { fork()? } {
            ForkResult::Child => {
                talk(&stream, &peer);
                // SAFETY: it ends this process, and runs nothing before.
                unsafe { libc::_exit(0) }
            }
            ForkResult::Parent { .. } => drop(stream),
        }
    }
}
