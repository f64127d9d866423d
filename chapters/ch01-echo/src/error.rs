//! Which call failed, and for which address.

use std::io;
use std::net::SocketAddr;

/// A connection that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system gave no socket: too many descriptors, no such family.
    #[error("cannot make a socket for {address}: {source}")]
    Socket {
        /// The address that it was meant for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The address is taken, not ours, or needs a privilege.
    #[error("cannot bind to {address}: {source}")]
    Bind {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The socket cannot be made to listen.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where it is bound.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Nobody listens there, or no answer came.
    #[error("cannot connect to {address}: {source}")]
    Connect {
        /// The address that was called.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The listening socket itself is broken; no client can cause this.
    #[error("cannot accept: {0}")]
    Accept(#[source] io::Error),
}
