//! `ex07-daemon [ADDR]`: starts a daemon that connects to ADDR, tells its
//! process id, and ends with status 7 when that connection is closed.
//!
//! Try `nc -l 127.0.0.1 9107` in another terminal first.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use ex07::daemon::detach;
use nix::errno::Errno;
use nix::sys::wait::{WaitPidFlag, waitpid};

fn main() -> Result<(), Box<dyn Error>> {
    let address = std::env::args().nth(1);
    let address: SocketAddr =
        address.as_deref().unwrap_or("127.0.0.1:9107").parse()?;
    // No line feed: this stays in the buffer, and fork copies the buffer.
    print!("detached; ");
    detach(move || match serve(address) {
        Ok(()) => 7,
        Err(_) => 1,
    })?;
    match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
        Err(Errno::ECHILD) => println!("children: none"),
        Ok(_) => println!("children: some"),
        Err(error) => println!("children: {error}"),
    }
    Ok(())
}

/// The daemon's job; nothing holds it longer than ten minutes.
fn serve(address: SocketAddr) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(600)))?;
    writeln!(stream, "{}", std::process::id())?;
    let mut rest = Vec::new();
    (&mut stream).take(1_000).read_to_end(&mut rest)?;
    Ok(())
}
