//! What requests come in on.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use bytes::BytesMut;
use endpoint::{Address, Endpoint, Error};
use http_basic::{Limits, Stop, Terms};

/// A bound socket, and what it takes for a request.
///
/// Python's `TCPServer`, `UDPServer`, `UnixStreamServer` and
/// `UnixDatagramServer`, without what they say about anything else.
// ANCHOR: transport
pub trait Transport: AsFd + Sized {
    /// A connection, or a packet and the socket that answers it.
    type Request: Request;
    /// What can be chosen when it is bound.
    type Options: Default;

    /// Binds the socket, and makes it listen where it has to:
    /// `server_bind` and `server_activate`.
    ///
    /// # Errors
    ///
    /// When the address is of another family, or cannot be bound.
    fn bind(address: &str, options: &Self::Options) -> Result<Self, Error>;

    /// Where it really is: `server_address`, as one would type it.
    fn server_address(&self) -> Endpoint;
    // ANCHOR_END: transport

    /// Begins to take requests, until `stop`.
    ///
    /// # Errors
    ///
    /// When the socket is broken.
    fn requests<'a>(
        &'a self,
        stop: &'a Stop,
        limits: &Limits,
    ) -> io::Result<Box<dyn Requests<Self::Request> + 'a>>;
}

/// What one client wants, once: it can be handed to a thread or a process.
pub trait Request: Send + 'static {
    /// Who sent it, for programs.
    fn client_address(&self) -> &Address;

    /// Who sent it, for logs.
    fn who(&self) -> String;

    /// Ends it as its client expects: `shutdown_request` and `close_request`.
    ///
    /// # Errors
    ///
    /// When the client is gone already.
    fn shutdown_request(&self, terms: &Terms<'_>) -> io::Result<()>;
}

/// The requests of one socket, one after another.
pub trait Requests<R> {
    /// The next request: `get_request`. Returns too when the server shall end,
    /// when `other` can be read or a signal arrives, and at `until`.
    ///
    /// # Errors
    ///
    /// When the socket is broken. No client can cause this.
    fn next(
        &mut self,
        other: BorrowedFd<'_>,
        until: Option<Instant>,
    ) -> Result<Arrival<R>, Error>;

    /// Tells a client that nobody has time for it, without waiting for it.
    fn refuse(&mut self, request: R, words: BytesMut);

    /// Whether somebody waits to be the next.
    fn is_waiting(&self) -> bool;

    /// In a child that fork made: closes its copies of what is the parent's.
    /// Nothing of this may be used in that process afterwards.
    fn close_in_child(&self);
}

/// Why [`Requests::next`] returned.
#[derive(Debug)]
pub enum Arrival<R> {
    /// A request.
    Request(R),
    /// The server shall end.
    Stopped,
    /// A signal arrived, or the other descriptor can be read.
    Woken,
    /// None of these came in time.
    Late,
}
