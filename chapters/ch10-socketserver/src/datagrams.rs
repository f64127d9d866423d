//! UDP and Unix datagrams: a request is a packet, and the socket that answers.

use std::io::{self, ErrorKind};
use std::marker::PhantomData;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::Instant;

use bytes::BytesMut;
use endpoint::{Address, Datagram, Endpoint, Error, Received};
use http_basic::{Limits, Stop, Terms, complain, readable};

use crate::family::{Family, Inet, Unix, check};
use crate::transport::{Arrival, Request, Requests, Transport};

/// A socket that receives packets: `socket_type` is SOCK_DGRAM.
#[derive(Debug)]
pub struct Datagrams<F> {
    /// Shared with the packets that are being answered.
    socket: Arc<Datagram>,
    max_packet_size: usize,
    family: PhantomData<F>,
}

/// Python's `UDPServer`.
pub type Udp = Datagrams<Inet>;

/// Python's `UnixDatagramServer`.
pub type UnixDatagram = Datagrams<Unix>;

/// How to receive. There is no queue of connections to choose, and no address
/// to share: on Linux, two UDP sockets that both want that bind one port, and
/// one of them gets nothing.
#[derive(Clone, Copy, Debug)]
pub struct DatagramOptions {
    /// How many bytes a packet may have; 8 KiB unless said, as in Python. One
    /// that is longer is dropped and told, not cut.
    pub max_packet_size: usize,
}

impl Default for DatagramOptions {
    fn default() -> DatagramOptions {
        DatagramOptions { max_packet_size: 8 * 1024 }
    }
}

impl<F: Family> Transport for Datagrams<F> {
    type Request = Packet;
    type Options = DatagramOptions;

    fn bind(address: &str, options: &DatagramOptions) -> Result<Self, Error> {
        check::<F>(address)?;
        let max_packet_size = options.max_packet_size;
        let socket = Arc::new(Datagram::bind(address)?);
        Ok(Datagrams { socket, max_packet_size, family: PhantomData })
    }

    fn server_address(&self) -> Endpoint {
        let address = self.socket.address().unwrap_or(Address::Unnamed);
        Endpoint::Datagram(address.to_string())
    }

    fn requests<'a>(
        &'a self,
        stop: &'a Stop,
        _: &Limits,
    ) -> io::Result<Box<dyn Requests<Packet> + 'a>> {
        // Between "there is a packet" and receive, its checksum may be found
        // wrong (recv(2), select(2)).
        self.socket.socket().set_nonblocking(true)?;
        let buffer = vec![0; self.max_packet_size];
        Ok(Box::new(Mailbox { socket: &self.socket, stop, buffer }))
    }
}

impl<F> AsFd for Datagrams<F> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

/// The packets of one socket.
struct Mailbox<'a> {
    socket: &'a Arc<Datagram>,
    stop: &'a Stop,
    buffer: Vec<u8>,
}

impl Mailbox<'_> {
    /// A packet that has come; `None`: none has.
    fn receive(&mut self) -> io::Result<Option<Packet>> {
        loop {
            match self.socket.receive(&mut self.buffer) {
                Ok(got) if got.is_truncated() => {
                    let limit = self.buffer.len();
                    let what = format!(
                        "dropped a packet of {} bytes, over the {limit} that \
                         this server takes",
                        got.whole
                    );
                    complain(&got.from, &what);
                }
                Ok(Received { len, from, .. }) => {
                    let data = self.buffer[..len].to_vec();
                    let socket = Arc::clone(self.socket);
                    return Ok(Some(Packet { data, from, socket }));
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(e) if is_passing(&e) => complain(&"receive", &e),
                Err(e) => return Err(e),
            }
        }
    }
}

/// Errors about a packet that was sent earlier, or of a kernel short of
/// memory (udp(7), recv(2)): the next call may well succeed.
fn is_passing(error: &io::Error) -> bool {
    use nix::libc::{ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENOBUFS, ENOMEM};
    let passing = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENOBUFS, ENOMEM];
    error.raw_os_error().is_some_and(|code| passing.contains(&code))
}

impl Requests<Packet> for Mailbox<'_> {
    // ANCHOR: next
    fn next(
        &mut self,
        other: BorrowedFd<'_>,
        until: Option<Instant>,
    ) -> Result<Arrival<Packet>, Error> {
        loop {
            if self.stop.is_stopped() {
                return Ok(Arrival::Stopped);
            }
            if let Some(packet) = self.receive().map_err(Error::Accept)? {
                return Ok(Arrival::Request(packet));
            }
            let watched = [self.socket.as_fd(), self.stop.as_fd(), other];
            match readable(watched, until) {
                Ok([_, true, _]) => return Ok(Arrival::Stopped),
                Ok([_, _, true]) => return Ok(Arrival::Woken),
                Ok([true, _, _]) => {}
                Ok(_) => return Ok(Arrival::Late),
                Err(e) if e.kind() == ErrorKind::Interrupted => {
                    return Ok(Arrival::Woken);
                }
                Err(e) => return Err(Error::Accept(e)),
            }
        }
    }
    // ANCHOR_END: next

    fn refuse(&mut self, packet: Packet, words: BytesMut) {
        if !words.is_empty() {
            // Whoever sends packets must live with a lost answer.
            let _ = packet.reply(&words);
        }
    }

    fn is_waiting(&self) -> bool {
        let now = Some(Instant::now());
        matches!(readable([self.socket.as_fd()], now), Ok([true]))
    }

    /// The child answers through the same socket: there is nothing to close.
    fn close_in_child(&self) {}
}

/// A request over datagrams: the packet, who sent it, and the socket that
/// everybody's answers go through (Python's pair `self.request`).
#[derive(Debug)]
pub struct Packet {
    data: Vec<u8>,
    from: Address,
    socket: Arc<Datagram>,
}

impl Packet {
    /// The bytes of the packet.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Sends a packet to whoever sent this one; drops it where it would have
    /// to wait.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::WouldBlock`] when the client's queue is full; "too long"
    /// beyond 65,507 bytes of UDP; what the system said to a client that has no
    /// address or is gone.
    pub fn reply(&self, bytes: &[u8]) -> io::Result<()> {
        self.socket.try_send_to(bytes, &self.from)
    }
}

impl Request for Packet {
    fn client_address(&self) -> &Address {
        &self.from
    }

    fn who(&self) -> String {
        self.from.to_string()
    }

    /// There is nothing to close: the socket is everybody's.
    fn shutdown_request(&self, _: &Terms<'_>) -> io::Result<()> {
        Ok(())
    }
}
