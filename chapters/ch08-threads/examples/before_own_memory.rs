//! Chapter 7's way to serve, with a number that all clients should share.
//!
//! `cargo run -p ch08 --example before_own_memory`: a process for each client
//! counts the clients.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::SeqCst;

use nix::libc;
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, fork};

static CLIENTS: AtomicU32 = AtomicU32::new(0);

#[allow(unsafe_code)]
fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    for name in ["Ada", "Grace", "Edsger"] {
        let mut caller = TcpStream::connect(listener.local_addr()?)?;
        let (mut client, _) = listener.accept()?;
        // ANCHOR: count
        // SAFETY: this process has one thread.
        match unsafe { fork() }? {
            ForkResult::Child => {
                let n = CLIENTS.fetch_add(1, SeqCst) + 1;
                let _ = writeln!(client, "you are client number {n}");
                // SAFETY: _exit(2) has no preconditions.
                unsafe { libc::_exit(0) }
            }
            ForkResult::Parent { child } => _ = waitpid(child, None)?,
        }
        // ANCHOR_END: count
        drop(client);
        let mut answer = String::new();
        caller.read_to_string(&mut answer)?;
        println!("{name} hears: {}", answer.trim_end());
    }
    println!("the server has counted {}", CLIENTS.load(SeqCst));
    Ok(())
}
