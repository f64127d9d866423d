// killed by: neither direction waits for the other
//! The way back starts when the way there has ended.

use std::io;
use std::net::{Shutdown, TcpStream};

use echo::{receive, send_all};

/// Passes bytes on between `client` and `server` until both have finished.
///
/// Returns (bytes to the server, bytes to the client).
///
/// # Errors
///
/// The first error of either direction.
pub fn relay(client: TcpStream, server: TcpStream) -> io::Result<(u64, u64)> {
    let there = pass(&client, &server)?;
    let back = pass(&server, &client)?;
    Ok((there, back))
}

/// One direction, and its end.
fn pass(mut from: &TcpStream, mut to: &TcpStream) -> io::Result<u64> {
    let mut buf = [0; 8192];
    let mut total = 0;
    loop {
        let n = receive(&mut from, &mut buf)?;
        if n == 0 {
            to.shutdown(Shutdown::Write)?;
            return Ok(total);
        }
        send_all(&mut to, &buf[..n])?;
        total += n as u64;
    }
}
