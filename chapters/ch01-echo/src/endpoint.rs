//! How two programs come to share a connection.

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Protocol, Socket, Type};

use crate::Error;

/// How many finished connections may wait for `accept` (listen(2)).
///
/// Linux cuts the number to `/proc/sys/net/core/somaxconn`.
pub const BACKLOG: i32 = 128;

/// A socket that waits for clients at `address`; port 0 asks for any
/// free port.
///
/// # Errors
///
/// [`Error::Socket`], [`Error::Bind`] (the port is taken, or below 1024
/// without the privilege), [`Error::Listen`].
// ANCHOR: listen
pub fn listen(address: SocketAddr, backlog: i32) -> Result<Socket, Error> {
    let socket = tcp_socket(address)?;
    // A server that is started again finds its old connections in TIME-WAIT;
    // this option allows to bind beside them (socket(7)).
    socket
        .set_reuse_address(true)
        .map_err(|source| Error::Bind { address, source })?;
    socket
        .bind(&address.into())
        .map_err(|source| Error::Bind { address, source })?;
    socket
        .listen(backlog)
        .map_err(|source| Error::Listen { address, source })?;
    Ok(socket)
}
// ANCHOR_END: listen

/// A socket that is connected to `address`.
///
/// # Errors
///
/// [`Error::Socket`]; [`Error::Connect`] when nobody listens there
/// (refused), or when the kernel gives up: after some two minutes without an
/// answer (`tcp_syn_retries`, tcp(7)). Chapter 2 sets a limit of its own.
// ANCHOR: connect
pub fn connect(address: SocketAddr) -> Result<Socket, Error> {
    let socket = tcp_socket(address)?;
    socket
        .connect(&address.into())
        .map_err(|source| Error::Connect { address, source })?;
    Ok(socket)
}
// ANCHOR_END: connect

// ANCHOR: tcp_socket
fn tcp_socket(address: SocketAddr) -> Result<Socket, Error> {
    let domain = Domain::for_address(address); // AF_INET or AF_INET6
    Socket::new(domain, Type::STREAM, Some(Protocol::TCP))
        .map_err(|source| Error::Socket { address, source })
}
// ANCHOR_END: tcp_socket

/// Takes the next client off the queue: a socket of its own, and its address.
///
/// Waits until there is one. A client that gave up while it waited in the
/// queue is passed over (ECONNABORTED, accept(2)).
///
/// # Errors
///
/// What the system said: mostly that no descriptors are left.
// ANCHOR: accept
pub fn accept(listener: &Socket) -> io::Result<(Socket, SocketAddr)> {
    loop {
        match listener.accept() {
            Ok((client, from)) => {
                let from = from.as_socket().ok_or_else(no_address)?;
                return Ok((client, from));
            }
            // A signal arrived while we waited: nothing is wrong.
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            // That client is gone; the next one is not.
            Err(e) if e.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(e) => return Err(e),
        }
    }
}
// ANCHOR_END: accept

fn no_address() -> io::Error {
    io::Error::other("the client has no Internet address")
}
