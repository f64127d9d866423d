//! TCP and Unix streams: a request is a connection.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

use bytes::BytesMut;
use endpoint::{
    Address, Endpoint, Error, ListenOptions, Listener, Peer, Stream, listen,
};
use http_basic::{
    Acceptor, Limits, Next, Protocol, Stop, Talk, Terms, has_clients,
};

use crate::family::{Family, Inet, Unix, check};
use crate::transport::{Arrival, Request, Requests, Transport};

/// A socket that takes connections: `socket_type` is SOCK_STREAM.
#[derive(Debug)]
pub struct Streams<F> {
    listener: Listener,
    family: PhantomData<F>,
}

/// Python's `TCPServer`.
pub type Tcp = Streams<Inet>;

/// Python's `UnixStreamServer`.
pub type UnixStream = Streams<Unix>;

/// How to listen.
#[derive(Clone, Copy, Debug)]
pub struct StreamOptions {
    /// How many connections may wait to be taken; 128 unless said (Python: 5).
    pub request_queue_size: i32,
    /// Whether to bind beside connections in TIME-WAIT; yes unless said
    /// (Python: no, and a server that was restarted fails for a minute).
    pub allow_reuse_address: bool,
    /// Whether others may listen at the same port; no unless said.
    pub allow_reuse_port: bool,
}

impl Default for StreamOptions {
    fn default() -> StreamOptions {
        let ListenOptions { backlog, reuse_address, reuse_port, .. } =
            ListenOptions::default();
        StreamOptions {
            request_queue_size: backlog,
            allow_reuse_address: reuse_address,
            allow_reuse_port: reuse_port,
        }
    }
}

impl<F> Streams<F> {
    /// The socket that listens.
    pub fn listener(&self) -> &Listener {
        &self.listener
    }
}

impl<F: Family> Transport for Streams<F> {
    type Request = Connection;
    type Options = StreamOptions;

    fn bind(address: &str, options: &StreamOptions) -> Result<Self, Error> {
        check::<F>(address)?;
        let options = ListenOptions {
            backlog: options.request_queue_size,
            reuse_address: options.allow_reuse_address,
            reuse_port: options.allow_reuse_port,
            ..ListenOptions::default()
        };
        let listener = listen(address, &options)?;
        Ok(Streams { listener, family: PhantomData })
    }

    fn server_address(&self) -> Endpoint {
        Endpoint::Stream(self.listener.address().to_string())
    }

    fn requests<'a>(
        &'a self,
        stop: &'a Stop,
        limits: &Limits,
    ) -> io::Result<Box<dyn Requests<Connection> + 'a>> {
        let listener = &self.listener;
        let clients = Acceptor::new(listener, stop, limits)?;
        Ok(Box::new(Line { clients, listener }))
    }
}

impl<F> AsFd for Streams<F> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.listener.as_fd()
    }
}

/// The connections of one listener: chapter 6's accept loop.
struct Line<'a> {
    clients: Acceptor<'a>,
    listener: &'a Listener,
}

impl Requests<Connection> for Line<'_> {
    // ANCHOR: next
    fn next(
        &mut self,
        other: BorrowedFd<'_>,
        until: Option<Instant>,
    ) -> Result<Arrival<Connection>, Error> {
        Ok(match self.clients.wait_or(other, until)? {
            http_basic::Arrival::Client(stream, peer) => {
                Arrival::Request(Connection::new(stream, peer))
            }
            http_basic::Arrival::Stopped => Arrival::Stopped,
            http_basic::Arrival::Woken => Arrival::Woken,
            http_basic::Arrival::Late => Arrival::Late,
        })
    }
    // ANCHOR_END: next

    fn refuse(&mut self, request: Connection, words: BytesMut) {
        self.clients.refuse(request.stream, &mut Refusal(words));
    }

    fn is_waiting(&self) -> bool {
        has_clients(self.listener)
    }

    fn close_in_child(&self) {
        self.clients.close_in_child();
    }
}

/// A protocol that has only this to say.
struct Refusal(BytesMut);

impl Protocol for Refusal {
    fn data_received(&mut self, _: &mut BytesMut, _: &mut BytesMut) -> Next {
        Next::Drain
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        output.unsplit(self.0.split());
    }
}

/// A request over a stream: the connection.
#[derive(Debug)]
pub struct Connection {
    stream: Stream,
    peer: Peer,
    /// Bytes were read off the stream that the handler did not want.
    pub(crate) unread: bool,
}

impl Connection {
    /// A connection that was taken from a listener by other means.
    pub fn new(stream: Stream, peer: Peer) -> Connection {
        Connection { stream, peer, unread: false }
    }

    /// The stream itself, without any limit on its waits.
    pub fn stream(&self) -> &Stream {
        &self.stream
    }

    /// Who is at the other end.
    pub fn peer(&self) -> &Peer {
        &self.peer
    }
}

impl Request for Connection {
    fn client_address(&self) -> &Address {
        self.peer.address()
    }

    fn who(&self) -> String {
        self.peer.to_string()
    }

    /// Closes so that what was said arrives: when bytes came that nobody read,
    /// they are read and thrown away first.
    fn shutdown_request(&self, terms: &Terms<'_>) -> io::Result<()> {
        let talk = Talk::new(&self.stream, terms);
        if self.unread { talk.drain() } else { talk.close() }
    }
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.peer.fmt(f)
    }
}
