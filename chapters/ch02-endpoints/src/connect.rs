//! From an address to a connection.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use socket2::{Socket, Type};

use crate::{Address, Error, Stream, Target, Try, resolve};

/// How to connect.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// How long to wait for each address; 10 seconds unless said. Without a
    /// limit the kernel gives up after some two minutes (tcp(7),
    /// tcp_syn_retries). The resolver's time is not counted.
    pub timeout: Duration,
    /// Which address of this machine to call from, with port 0 for any port;
    /// the kernel chooses when `None`. Only addresses of the same family are
    /// tried then. Unix sockets know no such thing and pay no heed.
    pub source: Option<SocketAddr>,
}

impl Default for ConnectOptions {
    fn default() -> ConnectOptions {
        ConnectOptions { timeout: Duration::from_secs(10), source: None }
    }
}

/// A connection to `address`: `HOST:PORT`, `[IPv6]:PORT`, `:PORT` (this
/// machine), `unix:/path` or `unix:@name`.
///
/// A name can have several addresses; they are tried one after another, in
/// the resolver's order, until one answers.
///
/// # Errors
///
/// [`Error::Address`], [`Error::Resolve`]; [`Error::Connect`] with every
/// address that was tried, and why it failed.
pub fn connect(
    address: &str,
    options: &ConnectOptions,
) -> Result<Stream, Error> {
    connect_any(address, &candidates(address, options)?, options)
}

/// A connection to the first of `addresses` that answers; `target` is what
/// the error calls them together.
///
/// # Errors
///
/// [`Error::Connect`].
// ANCHOR: connect_any
pub fn connect_any(
    target: &str,
    addresses: &[Address],
    options: &ConnectOptions,
) -> Result<Stream, Error> {
    let mut tries = Vec::new();
    for address in addresses {
        match connect_one(address, options) {
            Ok(socket) => return Ok(Stream::from(socket)),
            Err(source) => {
                tries.push(Try { address: address.clone(), source });
            }
        }
    }
    Err(Error::Connect { target: target.to_owned(), tries })
}
// ANCHOR_END: connect_any

/// Everything that is worth a try, in order.
pub(crate) fn candidates(
    address: &str,
    options: &ConnectOptions,
) -> Result<Vec<Address>, Error> {
    let (host, service) = match Target::parse(address)? {
        Target::Unix(address) => return Ok(vec![address]),
        Target::Host { host, service } => (host, service),
    };
    let mut found = resolve(&host, &service)?;
    if let Some(source) = options.source {
        found.retain(|to| to.is_ipv4() == source.is_ipv4());
    }
    Ok(found.into_iter().map(Address::Inet).collect())
}

// ANCHOR: connect_one
fn connect_one(
    address: &Address,
    options: &ConnectOptions,
) -> io::Result<Socket> {
    let socket = Socket::new(address.domain(), Type::STREAM, None)?;
    let to = address.to_system()?;
    if address.inet().is_none() {
        return connect_unix(socket, &to, options.timeout);
    }
    if let Some(source) = options.source {
        socket.bind(&source.into())?;
    }
    socket.connect_timeout(&to, options.timeout)?;
    Ok(socket)
}
// ANCHOR_END: connect_one

/// A Unix `connect` waits only when the accept queue is full, and then as long
/// as a write may wait (SO_SNDTIMEO).
fn connect_unix(
    socket: Socket,
    to: &socket2::SockAddr,
    timeout: Duration,
) -> io::Result<Socket> {
    socket.set_write_timeout(Some(timeout))?;
    match socket.connect(to) {
        Err(e) if e.kind() == io::ErrorKind::WouldBlock => {
            Err(io::ErrorKind::TimedOut.into())
        }
        result => result,
    }?;
    socket.set_write_timeout(None)?;
    Ok(socket)
}
