//! Messages instead of a stream: UDP and Unix datagrams.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::time::Duration;

use socket2::{MaybeUninitSlice, Socket, Type};

use crate::connect::candidates;
use crate::names::resolve_passive;
use crate::{Address, ConnectOptions, Error, SocketFile, Target, Try};

/// A socket that sends and receives whole messages.
///
/// One socket talks to any number of peers; nothing is accepted. A datagram
/// comes whole or not at all; over UDP also twice, or after a later one.
#[derive(Debug)]
pub struct Datagram {
    socket: Socket,
    file: Option<SocketFile>,
}

/// What one call of [`Datagram::receive`] returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// How many bytes are in the buffer.
    pub len: usize,
    /// How many bytes the datagram had.
    pub whole: usize,
    /// Where an answer would have to go; [`Address::Unnamed`] when the sender
    /// cannot be answered.
    pub from: Address,
}

impl Received {
    /// Whether the buffer was too small. The rest of the datagram is lost.
    pub fn is_truncated(&self) -> bool {
        self.whole > self.len
    }
}

impl Datagram {
    /// A socket that others can send to at `address`: `HOST:PORT`, `:PORT`
    /// (any IPv4 address of this machine), `unix:/path`, `unix:@name`.
    ///
    /// # Errors
    ///
    /// As [`crate::listen`].
    pub fn bind(address: &str) -> Result<Datagram, Error> {
        let address = match Target::parse(address)? {
            Target::Unix(address) => address,
            Target::Host { host, service } => {
                let found = resolve_passive(&host, &service)?;
                // The resolver never returns an empty list.
                let first = found.first().copied();
                Address::Inet(first.unwrap_or(([0, 0, 0, 0], 0).into()))
            }
        };
        match Datagram::open(&address) {
            Ok(datagram) => Ok(datagram),
            Err(source) => Err(Error::Listen { address, source }),
        }
    }

    fn open(address: &Address) -> io::Result<Datagram> {
        let socket = Socket::new(address.domain(), Type::DGRAM, None)?;
        let mut file = None;
        match address {
            // No SO_REUSEADDR: for UDP, Linux would let two sockets bind the
            // same port, and only one of them would get anything.
            Address::Path(path) => {
                file = Some(SocketFile::bind(&socket, path, None)?);
            }
            _ => socket.bind(&address.to_system()?)?,
        }
        Ok(Datagram { socket, file })
    }

    /// A socket that sends to `address` and hears nobody else.
    ///
    /// Nothing is sent by this. A Unix socket gets an abstract name of its
    /// own from the kernel (unix(7), autobind); without one, nobody could
    /// answer it.
    ///
    /// # Errors
    ///
    /// As [`crate::connect`]; over UDP a missing server is noticed only by
    /// a later send or receive, if at all.
    pub fn connect(address: &str) -> Result<Datagram, Error> {
        let mut tries = Vec::new();
        for address in candidates(address, &ConnectOptions::default())? {
            match Datagram::connect_one(&address) {
                Ok(datagram) => return Ok(datagram),
                Err(source) => tries.push(Try { address, source }),
            }
        }
        Err(Error::Connect { target: address.to_owned(), tries })
    }

    fn connect_one(to: &Address) -> io::Result<Datagram> {
        let socket = Socket::new(to.domain(), Type::DGRAM, None)?;
        if to.inet().is_none() {
            socket.bind(&Address::Unnamed.to_system()?)?;
        }
        socket.connect(&to.to_system()?)?;
        Ok(Datagram { socket, file: None })
    }

    /// Waits for one datagram (recvmsg(2)).
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::WouldBlock`] when the time-out is over;
    /// [`io::ErrorKind::ConnectionRefused`] on a connected UDP socket, when an
    /// earlier datagram found nobody at the other end (udp(7)).
    // ANCHOR: receive
    pub fn receive(&self, buf: &mut [u8]) -> io::Result<Received> {
        let room = buf.len();
        let mut bufs = [MaybeUninitSlice::new(uninit(buf))];
        loop {
            // The flag asks for the whole length, not only for what fits.
            let got = self
                .socket
                .recv_from_vectored_with_flags(&mut bufs, libc::MSG_TRUNC);
            match got {
                Ok((whole, _flags, from)) => {
                    let from = Address::from_system(&from);
                    return Ok(Received { len: whole.min(room), whole, from });
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
    }
    // ANCHOR_END: receive

    /// Sends one datagram to `to`: all of it, or an error.
    ///
    /// # Errors
    ///
    /// "Message too long" (EMSGSIZE) beyond 65,507 bytes of UDP over IPv4;
    /// what the system said.
    pub fn send_to(&self, bytes: &[u8], to: &Address) -> io::Result<()> {
        self.socket.send_to(bytes, &to.to_system()?).map(drop)
    }

    /// The same, but drops the datagram where it would have to wait.
    ///
    /// For servers: a Unix client that does not read has a full queue, and
    /// waiting for it would hold up everybody.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::WouldBlock`] when there is no room; as
    /// [`Datagram::send_to`].
    pub fn try_send_to(&self, bytes: &[u8], to: &Address) -> io::Result<()> {
        let to = to.to_system()?;
        let flags = libc::MSG_DONTWAIT;
        self.socket.send_to_with_flags(bytes, &to, flags).map(drop)
    }

    /// Sends one datagram to the address that it is connected to.
    ///
    /// # Errors
    ///
    /// As [`Datagram::send_to`]; see [`Datagram::receive`] for "refused".
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        self.socket.send(bytes).map(drop)
    }

    /// How long a receive waits, and a send for room; `None`: for ever.
    ///
    /// # Errors
    ///
    /// What the system said.
    pub fn set_timeouts(
        &self,
        read: Option<Duration>,
        write: Option<Duration>,
    ) -> io::Result<()> {
        self.socket.set_read_timeout(read)?;
        self.socket.set_write_timeout(write)
    }

    /// Where others reach it.
    ///
    /// # Errors
    ///
    /// What the system said.
    pub fn address(&self) -> io::Result<Address> {
        Ok(Address::from_system(&self.socket.local_addr()?))
    }

    /// The file of a Unix socket, as [`crate::Listener::file`].
    pub fn file(&self) -> Option<SocketFile> {
        self.file.clone()
    }

    /// The socket, for the options that have no method here.
    pub fn socket(&self) -> &Socket {
        &self.socket
    }
}

/// The same bytes, as memory that a system call may fill.
#[allow(unsafe_code)]
fn uninit(buf: &mut [u8]) -> &mut [MaybeUninit<u8>] {
    // SAFETY: `u8` and `MaybeUninit<u8>` have the same layout, and the one
    // caller hands the slice to recvmsg(2) only, which writes bytes.
    unsafe { &mut *(buf as *mut [u8] as *mut [MaybeUninit<u8>]) }
}

impl Drop for Datagram {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            file.remove();
        }
    }
}

impl AsFd for Datagram {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl AsRawFd for Datagram {
    fn as_raw_fd(&self) -> RawFd {
        self.socket.as_raw_fd()
    }
}
