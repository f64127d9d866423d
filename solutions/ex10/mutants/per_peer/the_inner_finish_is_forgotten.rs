// killed by: the inner handler's finish is called
//! `finish` only counts out.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::BytesMut;
use endpoint::Peer;
use socketserver::{FileOptions, Rfile, StreamHandler, Wfile};

/// Who is inside, and how many may be.
#[derive(Debug)]
pub struct Door {
    most: usize,
    /// How many conversations with each address; none with 0.
    inside: Mutex<HashMap<IpAddr, usize>>,
}

impl Door {
    /// At most `most` conversations with one address.
    pub fn new(most: usize) -> Door {
        Door { most, inside: Mutex::default() }
    }

    /// Counts `ip` in; false: there are `most` already.
    pub fn enter(&self, ip: IpAddr) -> bool {
        let mut inside = self.lock();
        let count = inside.get(&ip).copied().unwrap_or_default();
        if count >= self.most {
            return false;
        }
        inside.insert(ip, count + 1);
        true
    }

    /// Counts `ip` out; nothing happens when it is not inside.
    pub fn leave(&self, ip: IpAddr) {
        let mut inside = self.lock();
        match inside.get_mut(&ip) {
            Some(count) if *count > 1 => *count -= 1,
            _ => _ = inside.remove(&ip),
        }
    }

    /// How many addresses are remembered.
    pub fn remembered(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn out(&mut self) {
        if let Some(ip) = self.inside.take() {
            self.door.leave(ip);
        }
    }
}

impl<H: StreamHandler> StreamHandler for Limited<H> {
    fn files(&self) -> FileOptions {
        self.inner.files()
    }

    fn setup(&mut self, peer: &Peer) -> io::Result<()> {
        if let Some(inet) = peer.address().inet() {
            let ip = inet.ip().to_canonical();
            if !self.door.enter(ip) {
                return Err(ErrorKind::PermissionDenied.into());
            }
            self.inside = Some(ip);
        }
        // When this fails nobody calls `finish`.
        self.inner.setup(peer).inspect_err(|_| self.out())
    }

    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        self.inner.handle(rfile, wfile)
    }

    fn finish(&mut self) {
        // Out first: the inner one may panic.
        self.out();
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        self.inner.overloaded(output);
    }
}
