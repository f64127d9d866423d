//! What a program written in C finds: SIGPIPE ends it.
//!
//! Rust ignores the signal before `main` starts (so does Python); this
//! program puts the system's default back and then does what the experiment
//! `broken-pipe` does. `cargo run -p ch01 --example before_sigpipe; echo $?`

#![allow(unsafe_code)]

use std::io::Write;

use echo::{accept, connect, listen};
use nix::sys::signal::{SigHandler, Signal, signal};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = listen("127.0.0.1:0".parse()?, 1)?;
    let local = listener.local_addr()?.as_socket().ok_or("no address")?;
    let client = connect(local)?;
    let (mut server, _) = accept(&listener)?;
    drop(client);
    // ANCHOR: sigpipe
    // SAFETY: the default action is no function of ours that could run
    // at a bad moment.
    unsafe { signal(Signal::SIGPIPE, SigHandler::SigDfl)? };
    loop {
        server.write_all(b"anyone?")?;
        println!("sent");
    }
    // ANCHOR_END: sigpipe
}
