//! A connection, of any family.

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use crate::{Address, Peer};

/// A connected stream: TCP or Unix.
///
/// Reading and writing are `recv(2)` and `send(2)`, without a buffer of its
/// own, so `flush` has nothing to do. Dropping it closes it.
#[derive(Debug)]
pub struct Stream {
    socket: Socket,
}

impl Stream {
    /// Two connected Unix streams (socketpair(2)).
    ///
    /// # Errors
    ///
    /// What the system said: mostly that no descriptors are left.
    pub fn pair() -> io::Result<(Stream, Stream)> {
        let (one, other) = Socket::pair(Domain::UNIX, Type::STREAM, None)?;
        Ok((Stream::from(one), Stream::from(other)))
    }

    /// How long a read waits for bytes, and a write for room; `None`: for
    /// ever, as at the start.
    ///
    /// When the time is over, the call fails with
    /// [`io::ErrorKind::WouldBlock`] (socket(7), SO_RCVTIMEO).
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for a time of zero, which the kernel
    /// would take for "for ever".
    pub fn set_timeouts(
        &self,
        read: Option<Duration>,
        write: Option<Duration>,
    ) -> io::Result<()> {
        if [read, write].contains(&Some(Duration::ZERO)) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        self.socket.set_read_timeout(read)?;
        self.socket.set_write_timeout(write)
    }

    /// Whether small writes leave at once (`true`) or may wait for the
    /// acknowledgment of earlier ones (Nagle's algorithm, RFC 9293, 3.7.4).
    ///
    /// A Unix stream never waits; there is nothing to set and no error.
    ///
    /// # Errors
    ///
    /// What the system said.
    pub fn set_nodelay(&self, on: bool) -> io::Result<()> {
        if self.is_unix()? {
            return Ok(());
        }
        self.socket.set_tcp_nodelay(on)
    }

    /// Says that no more bytes will come from here (`Write`), that none are
    /// wanted (`Read`), or both (shutdown(2)).
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::NotConnected`] when the peer has reset.
    pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        self.socket.shutdown(how)
    }

    /// Whether calls fail with [`io::ErrorKind::WouldBlock`] instead of
    /// waiting.
    ///
    /// # Errors
    ///
    /// What the system said.
    pub fn set_nonblocking(&self, on: bool) -> io::Result<()> {
        self.socket.set_nonblocking(on)
    }

    /// Another descriptor of the same connection (dup(2)): it is closed when
    /// both are.
    ///
    /// # Errors
    ///
    /// When no descriptors are left.
    pub fn try_clone(&self) -> io::Result<Stream> {
        self.socket.try_clone().map(Stream::from)
    }

    /// This end (getsockname(2)).
    ///
    /// # Errors
    ///
    /// What the system said.
    pub fn local_address(&self) -> io::Result<Address> {
        Ok(Address::from_system(&self.socket.local_addr()?))
    }

    /// The other end (getpeername(2)).
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::NotConnected`] when the connection is gone.
    pub fn peer(&self) -> io::Result<Peer> {
        Ok(Peer::of(&self.socket, &self.socket.peer_addr()?))
    }

    /// The socket, for the options that have no method here.
    pub fn socket(&self) -> &Socket {
        &self.socket
    }

    fn is_unix(&self) -> io::Result<bool> {
        Ok(self.socket.domain()? == Domain::UNIX)
    }
}

impl From<Socket> for Stream {
    fn from(socket: Socket) -> Stream {
        Stream { socket }
    }
}

impl From<Stream> for Socket {
    fn from(stream: Stream) -> Socket {
        stream.socket
    }
}

impl From<Stream> for OwnedFd {
    fn from(stream: Stream) -> OwnedFd {
        stream.socket.into()
    }
}

impl AsFd for Stream {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl AsRawFd for Stream {
    fn as_raw_fd(&self) -> RawFd {
        self.socket.as_raw_fd()
    }
}

impl Read for Stream {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.socket.read(buf)
    }
}

impl Write for Stream {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.socket.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Two threads may read and write the same connection at the same time.
impl Read for &Stream {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        (&self.socket).read(buf)
    }
}

impl Write for &Stream {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        (&self.socket).write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_carries_bytes_both_ways_and_then_the_end() {
        let (mut one, mut other) = Stream::pair().unwrap();
        one.write_all(b"to the other").unwrap();
        one.shutdown(Shutdown::Write).unwrap();
        let mut got = String::new();
        other.read_to_string(&mut got).unwrap();
        assert_eq!(got, "to the other");
        other.write_all(b"and back").unwrap();
        drop(other);
        got.clear();
        one.read_to_string(&mut got).unwrap();
        assert_eq!(got, "and back");
    }

    #[test]
    fn nodelay_means_nothing_to_a_unix_stream_and_is_no_error() {
        let (one, _other) = Stream::pair().unwrap();
        one.set_nodelay(true).unwrap();
    }

    #[test]
    fn a_time_out_of_zero_is_refused() {
        let (one, _other) = Stream::pair().unwrap();
        let error = one.set_timeouts(Some(Duration::ZERO), None).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn the_end_of_a_pair_knows_the_process_at_the_other() {
        let (one, _other) = Stream::pair().unwrap();
        let peer = one.peer().unwrap();
        assert_eq!(peer.pid(), i32::try_from(std::process::id()).ok());
        assert_eq!(peer.address(), &Address::Unnamed);
    }
}
