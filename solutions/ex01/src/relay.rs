//! In the middle.

use std::io;
use std::net::{Shutdown, TcpStream};
use std::thread;

use echo::{receive, send_all};

/// Passes bytes on between `client` and `server` until both have finished.
///
/// Returns (bytes to the server, bytes to the client).
///
/// # Errors
///
/// The first error of either direction.
pub fn relay(client: TcpStream, server: TcpStream) -> io::Result<(u64, u64)> {
    thread::scope(|scope| {
        let back = scope.spawn(|| pass(&server, &client));
        let there = pass(&client, &server);
        let back = back.join().unwrap_or_else(|_| {
            Err(io::Error::other("the other direction panicked"))
        });
        Ok((there?, back?))
    })
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
