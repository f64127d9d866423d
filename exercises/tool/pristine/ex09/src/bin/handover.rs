//! `ex09-handover [ADDR]`: tells each client its process id, and starts
//! itself anew on SIGUSR2.
//!
//! Try `while nc 127.0.0.1 9109; do :; done` in one terminal, and `kill -USR2`
//! with the process id that you see in another. With `--broken` it takes what
//! was handed over, drops it, and does nothing.

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::net::TcpListener;
use std::os::fd::AsFd;
use std::process::Command;
use std::thread;
use std::time::Duration;

use ex09::handover::{hand_over, inherited};
use http_basic::{Stop, readable};
use nix::sys::signal::{SigSet, Signal};

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9109");
    // Blocked in all threads: `wait` below is where they arrive.
    let mut signals = SigSet::empty();
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGUSR2] {
        signals.add(signal);
    }
    signals.thread_block()?;
    let inherited = inherited()?;
    if address == "--broken" {
        drop(inherited);
        signals.wait()?;
        return Ok(());
    }
    let listener = match inherited {
        Some(inherited) => inherited.ready()?,
        None => TcpListener::bind(address)?,
    };
    // Two processes wait for the same clients: one of them comes too late.
    listener.set_nonblocking(true)?;
    let stop = Stop::new()?;
    let (clients, told) = (listener.try_clone()?, stop.clone());
    let serving = thread::spawn(move || serve(&clients, &told));
    println!("listening on {}", listener.local_addr()?);
    println!("process {}", std::process::id());
    while signals.wait()? == Signal::SIGUSR2 {
        let mut new = Command::new(std::env::current_exe()?);
        match hand_over(&listener, &mut new, Duration::from_secs(5)) {
            Ok(_) => break,
            Err(error) => println!("going on: {error}"),
        }
    }
    stop.stop();
    serving.join().map_err(|_| "the server panicked")??;
    Ok(())
}

/// Serves one client after another until `stop`.
fn serve(listener: &TcpListener, stop: &Stop) -> io::Result<()> {
    loop {
        let [_, stopped] = readable([listener.as_fd(), stop.as_fd()], None)?;
        if stopped {
            return Ok(());
        }
        match listener.accept() {
            Ok((mut client, from)) => {
                // A line fits in any send buffer: this does not wait.
                if let Err(e) = writeln!(client, "{}", std::process::id()) {
                    println!("{from}: {e}");
                }
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock => {}
            Err(e) => println!("{e}"),
        }
    }
}
