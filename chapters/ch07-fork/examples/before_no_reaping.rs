//! A process for every client, and nobody who asks how it ended.
//!
//! `cargo run -p ch07 --example before_no_reaping`: each client leaves a
//! zombie.

#![allow(unsafe_code)]

mod shared;

use std::error::Error;

use nix::unistd::{ForkResult, fork};
use shared::{open, talk};

// ANCHOR: main
fn main() -> Result<(), Box<dyn Error>> {
    let listener = open()?;
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
// ANCHOR_END: main
