//! From an address to a socket that takes connections.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};

use echo::is_shortage;
use socket2::{Socket, Type};

use crate::names::resolve_passive;
use crate::{Address, Error, Peer, SocketFile, Stream, Target};

/// How to listen. The defaults are right for a server behind which there is
/// only one process.
#[derive(Clone, Debug)]
pub struct ListenOptions {
    /// How many finished connections may wait for `accept` (listen(2)); 128
    /// unless said, and cut to `/proc/sys/net/core/somaxconn`.
    pub backlog: i32,
    /// Whether to bind beside connections in TIME-WAIT (SO_REUSEADDR);
    /// yes unless said: on Linux nobody can take a port away with it.
    pub reuse_address: bool,
    /// Whether other sockets of the same user may listen at the same address,
    /// among which the kernel spreads the clients (SO_REUSEPORT); no unless
    /// said, or a second server would start and take half of them unnoticed.
    pub reuse_port: bool,
    /// Whether `[::]:PORT` takes IPv4 clients too (IPV6_V6ONLY off); no
    /// unless said. `:PORT` always takes both.
    pub dual_stack: bool,
    /// Permissions of a Unix socket's file: who may write to it may connect.
    /// What the umask leaves unless said.
    pub mode: Option<u32>,
}

impl Default for ListenOptions {
    fn default() -> ListenOptions {
        ListenOptions {
            backlog: echo::BACKLOG,
            reuse_address: true,
            reuse_port: false,
            dual_stack: false,
            mode: None,
        }
    }
}

/// A socket that takes connections. Dropping it closes it, and removes the
/// file of a Unix socket.
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    address: Address,
    file: Option<SocketFile>,
}

/// Listens at `address`: `HOST:PORT` (port 0: any free port), `[IPv6]:PORT`,
/// `:PORT` (every address of this machine, both families), `unix:/path` (in
/// the place of a dead server's file) or `unix:@name`.
///
/// When a name has several addresses, the first that can be bound is taken.
///
/// # Errors
///
/// [`Error::Address`], [`Error::Resolve`], [`Error::Listen`]: in use, not an
/// address of this machine, or a port that needs a privilege.
pub fn listen(
    address: &str,
    options: &ListenOptions,
) -> Result<Listener, Error> {
    match Target::parse(address)? {
        Target::Unix(address) => listen_at(address, options),
        Target::Host { host, service } if host.is_empty() => {
            listen_everywhere(&service, options)
        }
        Target::Host { host, service } => {
            let found = resolve_passive(&host, &service)?;
            first_that_works(&found, options)
        }
    }
}

fn first_that_works(
    found: &[SocketAddr],
    options: &ListenOptions,
) -> Result<Listener, Error> {
    let mut first = None;
    for address in found {
        match listen_at(Address::Inet(*address), options) {
            Ok(listener) => return Ok(listener),
            Err(error) => _ = first.get_or_insert(error),
        }
    }
    // The resolver never returns an empty list (getaddrinfo(3)).
    Err(first.unwrap_or_else(|| Error::Accept(io::ErrorKind::NotFound.into())))
}

/// `[::]` for both families; `0.0.0.0` on a machine without IPv6.
fn listen_everywhere(
    service: &str,
    options: &ListenOptions,
) -> Result<Listener, Error> {
    let port =
        resolve_passive("", service)?.first().map_or(0, SocketAddr::port);
    let both = ListenOptions { dual_stack: true, ..options.clone() };
    let any = SocketAddr::from((Ipv6Addr::UNSPECIFIED, port));
    match listen_at(Address::Inet(any), &both) {
        Err(Error::Listen { source, .. }) if is_without_ipv6(&source) => {
            let any = SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
            listen_at(Address::Inet(any), options)
        }
        result => result,
    }
}

fn is_without_ipv6(error: &io::Error) -> bool {
    let missing = [libc::EAFNOSUPPORT, libc::EADDRNOTAVAIL];
    missing.iter().any(|&code| error.raw_os_error() == Some(code))
}

fn listen_at(
    address: Address,
    options: &ListenOptions,
) -> Result<Listener, Error> {
    match open(&address, options) {
        Ok(listener) => Ok(listener),
        Err(source) => Err(Error::Listen { address, source }),
    }
}

// ANCHOR: open
fn open(address: &Address, options: &ListenOptions) -> io::Result<Listener> {
    let socket = Socket::new(address.domain(), Type::STREAM, None)?;
    let mut file = None;
    match address {
        Address::Inet(inet) => {
            socket.set_reuse_address(options.reuse_address)?;
            socket.set_reuse_port(options.reuse_port)?;
            if inet.is_ipv6() {
                // Said always: the default is a setting of the machine.
                socket.set_only_v6(!options.dual_stack)?;
            }
            socket.bind(&address.to_system()?)?;
        }
        Address::Path(path) => {
            file = Some(SocketFile::bind(&socket, path, options.mode)?);
        }
        _ => socket.bind(&address.to_system()?)?,
    }
    socket.listen(options.backlog)?;
    let address = Address::from_system(&socket.local_addr()?);
    Ok(Listener { socket, address, file })
}
// ANCHOR_END: open

impl Listener {
    /// Waits for the next connection.
    ///
    /// # Errors
    ///
    /// [`Error::ClientLost`] and [`Error::Shortage`], which are transient;
    /// [`Error::Accept`] when the listening socket is broken, or does not
    /// block and nobody waits.
    pub fn accept(&self) -> Result<(Stream, Peer), Error> {
        loop {
            match self.socket.accept() {
                Ok((socket, from)) => {
                    let peer = Peer::of(&socket, &from);
                    return Ok((Stream::from(socket), peer));
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) if is_clients_fault(&e) => {
                    return Err(Error::ClientLost(e));
                }
                Err(e) if is_shortage(&e) => return Err(Error::Shortage(e)),
                Err(e) => return Err(Error::Accept(e)),
            }
        }
    }

    /// Where it really listens: with the port that the kernel chose.
    pub fn address(&self) -> Address {
        self.address.clone()
    }

    /// The file of a Unix socket, to be removed by a program that ends
    /// without dropping (`std::process::exit`).
    pub fn file(&self) -> Option<SocketFile> {
        self.file.clone()
    }

    /// The socket, for the options that have no field here.
    pub fn socket(&self) -> &Socket {
        &self.socket
    }
}

/// Linux passes errors of the network on the new connection on to `accept`
/// (accept(2), "Error handling"). They say nothing about the listener.
fn is_clients_fault(error: &io::Error) -> bool {
    let lost = [
        libc::ECONNABORTED,
        libc::EPERM, // a firewall forbids it
        libc::ENETDOWN,
        libc::EPROTO,
        libc::ENOPROTOOPT,
        libc::EHOSTDOWN,
        libc::ENONET,
        libc::EHOSTUNREACH,
        libc::EOPNOTSUPP,
        libc::ENETUNREACH,
        libc::ETIMEDOUT,
    ];
    lost.iter().any(|&code| error.raw_os_error() == Some(code))
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            file.remove();
        }
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl AsRawFd for Listener {
    fn as_raw_fd(&self) -> RawFd {
        self.socket.as_raw_fd()
    }
}
