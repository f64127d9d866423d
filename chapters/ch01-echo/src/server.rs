//! Answering clients, one after another.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use socket2::Socket;

use crate::{Error, accept, receive, send_all};

/// How long the server waits for one client while the others queue.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For the next bytes from the client.
    pub idle: Duration,
    /// For the client to make room for more bytes.
    pub write: Duration,
}

impl Default for Limits {
    /// A minute for a person who types, ten seconds for a client that does
    /// not read.
    fn default() -> Limits {
        Limits { idle: Duration::from_secs(60), write: Duration::from_secs(10) }
    }
}

/// Sends back whatever comes, until the end of the stream; returns how many
/// bytes that were.
///
/// # Errors
///
/// What [`receive`] and [`send_all`] return.
// ANCHOR: echo
pub fn echo(stream: &mut (impl Read + Write)) -> io::Result<u64> {
    let mut buf = [0; 4096];
    let mut total = 0;
    loop {
        let n = receive(stream, &mut buf)?;
        if n == 0 {
            return Ok(total);
        }
        send_all(stream, &buf[..n])?;
        total += n as u64;
    }
}
// ANCHOR_END: echo

/// Serves one client after another, and tells `report` how each one ended.
///
/// While a client is served the others wait in the accept queue. Whatever a
/// client does, the next one is served.
///
/// # Errors
///
/// [`Error::Accept`] when the listening socket itself is broken; otherwise it
/// does not return.
// ANCHOR: serve_forever
pub fn serve_forever(
    listener: &Socket,
    limits: Limits,
    mut report: impl FnMut(Option<SocketAddr>, io::Result<u64>),
) -> Result<(), Error> {
    loop {
        match accept(listener) {
            Ok((client, from)) => {
                report(Some(from), serve_client(client, limits));
            }
            Err(e) if is_shortage(&e) => {
                report(None, Err(e));
                thread::sleep(PAUSE);
            }
            Err(e) => return Err(Error::Accept(e)),
        }
    }
}

fn serve_client(mut client: Socket, limits: Limits) -> io::Result<u64> {
    client.set_read_timeout(Some(limits.idle))?;
    client.set_write_timeout(Some(limits.write))?;
    echo(&mut client)
} // `client` is dropped here, and with it the socket is closed.
// ANCHOR_END: serve_forever

/// How long to wait when the machine has no descriptor or no memory left: the
/// client stays in the queue, so trying again at once would only burn time.
pub const PAUSE: Duration = Duration::from_millis(100);

/// Whether `accept` failed because something ran out for now (accept(2)).
pub fn is_shortage(error: &io::Error) -> bool {
    use nix::errno::Errno::{EMFILE, ENFILE, ENOBUFS, ENOMEM};
    let shortages = [EMFILE, ENFILE, ENOBUFS, ENOMEM];
    shortages.iter().any(|&e| error.raw_os_error() == Some(e as i32))
}
