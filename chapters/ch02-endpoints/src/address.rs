//! What the kernel knows the ends of a conversation by.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use nix::sys::socket::{getsockopt, sockopt::PeerCredentials};
use socket2::{Domain, SockAddr, Socket};

/// The address of one end, of any family that this crate speaks.
///
/// Its `Display` form is what one would type to reach it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// IPv4 or IPv6, and a port.
    Inet(SocketAddr),
    /// A Unix socket with a file, at most 107 bytes of path (unix(7)).
    Path(PathBuf),
    /// A Unix socket with a name that is no file (Linux; unix(7), abstract).
    Abstract(Vec<u8>),
    /// A Unix socket that was never bound.
    Unnamed,
}

impl Address {
    /// Reads what a system call filled in.
    pub fn from_system(address: &SockAddr) -> Address {
        if let Some(inet) = address.as_socket() {
            Address::Inet(inet)
        } else if let Some(path) = address.as_pathname() {
            Address::Path(path.to_owned())
        } else if let Some(name) = address.as_abstract_namespace() {
            Address::Abstract(name.to_owned())
        } else {
            Address::Unnamed
        }
    }

    /// The form that system calls want.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] when a path or name is too long.
    pub fn to_system(&self) -> io::Result<SockAddr> {
        match self {
            Address::Inet(inet) => Ok((*inet).into()),
            Address::Path(path) => SockAddr::unix(path),
            Address::Abstract(name) => {
                // Linux: a zero byte first, then any bytes.
                let name = [b"\0", name.as_slice()].concat();
                SockAddr::unix(Path::new(&std::ffi::OsString::from_vec(name)))
            }
            Address::Unnamed => SockAddr::unix(""),
        }
    }

    /// The family of sockets that can use it: `AF_INET`, `AF_INET6`, `AF_UNIX`.
    pub fn domain(&self) -> Domain {
        match self {
            Address::Inet(inet) => Domain::for_address(*inet),
            _ => Domain::UNIX,
        }
    }

    /// The Internet address and port, if it is one.
    pub fn inet(&self) -> Option<SocketAddr> {
        match self {
            Address::Inet(inet) => Some(*inet),
            _ => None,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Inet(inet) => inet.fmt(f),
            Address::Path(path) => {
                let path = path.as_os_str().as_bytes();
                write!(f, "unix:{}", String::from_utf8_lossy(path))
            }
            Address::Abstract(name) => {
                write!(f, "unix:@{}", wire::escape(name))
            }
            Address::Unnamed => f.write_str("unix:(unnamed)"),
        }
    }
}

/// Who is at the other end of a connection, for logs.
///
/// Never a key to anything: an address can be shared by many (NAT).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    address: Address,
    /// For Unix sockets, whose clients mostly have no address.
    pid: Option<i32>,
}

impl Peer {
    /// The other end of `socket`, which `accept` or `connect` said is at
    /// `address`.
    pub(crate) fn of(socket: &Socket, address: &SockAddr) -> Peer {
        let address = Address::from_system(address);
        let pid = match address {
            Address::Inet(_) => None,
            _ => getsockopt(socket, PeerCredentials).ok().map(|c| c.pid()),
        };
        Peer { address, pid }
    }

    /// Its address, as the kernel gave it.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Its process, when it is on this machine and the kernel says so
    /// (SO_PEERCRED, unix(7)): who connected, not who holds the socket now.
    pub fn pid(&self) -> Option<i32> {
        self.pid
    }
}

impl fmt::Display for Peer {
    /// An IPv4 client of a dual-stack listener is shown as what it is:
    /// `127.0.0.1:4711`, not `[::ffff:127.0.0.1]:4711`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.address, self.pid) {
            (Address::Inet(inet), _) => {
                let ip: IpAddr = inet.ip().to_canonical();
                SocketAddr::new(ip, inet.port()).fmt(f)
            }
            (Address::Unnamed, Some(pid)) => write!(f, "unix, pid {pid}"),
            (address, Some(pid)) => write!(f, "{address}, pid {pid}"),
            (address, None) => address.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_survives_the_way_to_the_system_and_back() {
        for address in [
            Address::Inet("127.0.0.1:9002".parse().unwrap()),
            Address::Inet("[::1]:9002".parse().unwrap()),
            Address::Path("/run/echo.sock".into()),
            Address::Abstract(b"echo".to_vec()),
            Address::Unnamed,
        ] {
            let system = address.to_system().unwrap();
            assert_eq!(Address::from_system(&system), address);
        }
    }

    #[test]
    fn a_path_longer_than_the_field_is_an_error() {
        let longest = Address::Path("x".repeat(107).into());
        assert!(longest.to_system().is_ok());
        let longer = Address::Path("x".repeat(108).into());
        let error = longer.to_system().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn an_address_is_shown_as_one_would_type_it() {
        let shown = |address: Address| address.to_string();
        let inet = |text: &str| Address::Inet(text.parse().unwrap());
        assert_eq!(shown(inet("[::1]:80")), "[::1]:80");
        assert_eq!(shown(Address::Path("/a b".into())), "unix:/a b");
        assert_eq!(shown(Address::Abstract(b"a\0".to_vec())), "unix:@a\\0");
    }

    #[test]
    fn an_ipv4_client_of_a_dual_stack_server_is_shown_as_ipv4() {
        let mapped = "[::ffff:192.0.2.1]:5".parse().unwrap();
        let peer = Peer { address: Address::Inet(mapped), pid: None };
        assert_eq!(peer.to_string(), "192.0.2.1:5");
    }
}
