//! Not more than so many conversations with one address.
//!
//! A server with 64 threads can be kept busy by one client that connects 64
//! times. `Limited` is a handler around another one: it lets at most `most`
//! conversations with one address go on at a time. One too many is refused: its
//! `setup` fails with [`std::io::ErrorKind::PermissionDenied`], so nothing else
//! is called, and the connection is closed.
//!
//! What counts together is shared by all handlers: a [`Door`].
//!
//! * The address is the IP address, of an `endpoint::Address::Inet`
//!   ([`Peer::address`]). The port is another one for each connection; and an
//!   IPv4 client of a dual-stack listener (`::ffff:127.0.0.1`) is the same as
//!   without (`127.0.0.1`): `to_canonical` says so. Clients of Unix sockets
//!   have no address and are not counted.
//! * Whoever was counted in is counted out: at the end of its conversation,
//!   also when the handler failed or panicked (`finish` is called then, too),
//!   and also when the inner handler's `setup` fails, after which no `finish`
//!   is called.
//! * Who was refused is not counted out, for it was not counted in.
//! * The door forgets addresses that nobody talks from: millions of them may
//!   come by in a year.
//! * All else is the inner handler's: what it says, its files, its end.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use bytes::BytesMut;
use endpoint::Peer;
use socketserver::{FileOptions, Rfile, StreamHandler, Wfile};

/// Who is inside, and how many may be.
#[derive(Debug)]
pub struct Door {
    most: usize,
    // Add what you need to remember; all threads share it.
}

impl Door {
    /// At most `most` conversations with one address.
    pub fn new(most: usize) -> Door {
        Door { most }
    }

    /// Counts `ip` in; false: there are `most` already.
    pub fn enter(&self, ip: IpAddr) -> bool {
        let _ = (self.most, ip);
        todo!("one more of this address, if there is room")
    }

    /// Counts `ip` out; nothing happens when it is not inside.
    pub fn leave(&self, ip: IpAddr) {
        let _ = ip;
        todo!("one less; forget it when none is left")
    }

    /// How many addresses are remembered.
    pub fn remembered(&self) -> usize {
        todo!("those that somebody talks from")
    }
}

/// `inner`, behind a door.
#[derive(Debug)]
pub struct Limited<H> {
    inner: H,
    door: Arc<Door>,
    /// Counted in, and not yet out.
    inside: Option<IpAddr>,
}

impl<H: StreamHandler> Limited<H> {
    /// A handler for one conversation.
    pub fn new(inner: H, door: Arc<Door>) -> Limited<H> {
        Limited { inner, door, inside: None }
    }
}

impl<H: StreamHandler> StreamHandler for Limited<H> {
    fn files(&self) -> FileOptions {
        self.inner.files()
    }

    fn setup(&mut self, peer: &Peer) -> io::Result<()> {
        let _ = (&self.door, &mut self.inside, peer);
        todo!("through the door, then the inner setup")
    }

    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        self.inner.handle(rfile, wfile)
    }

    fn finish(&mut self) {
        todo!("the inner finish, and out")
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        self.inner.overloaded(output);
    }
}
