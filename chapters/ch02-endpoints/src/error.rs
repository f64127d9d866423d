//! What failed, for which address, in one line.

use std::fmt;
use std::io;

use crate::Address;

/// An end that could not be made, or a client that could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text is no address.
    #[error("'{text}' is no address: {reason}")]
    Address {
        /// What was typed.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The resolver knows no such host or service, or cannot tell now
    /// (getaddrinfo(3); Python's `gaierror` and `herror`).
    #[error("cannot resolve {name}: {reason}")]
    Resolve {
        /// What was asked for.
        name: String,
        /// The resolver's number: one of `libc::EAI_NONAME`,
        /// `libc::EAI_AGAIN`, …; 0 when the question could not be asked.
        code: i32,
        /// Its words for that number (gai_strerror(3)).
        reason: String,
    },
    /// No such line in a file of /etc.
    #[error("{file} has no {what} '{name}'")]
    Unknown {
        /// "service", "protocol".
        what: &'static str,
        /// What was asked for.
        name: String,
        /// Where we looked.
        file: &'static str,
    },
    /// A socket could not be made, bound or set listening.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: Address,
        /// What the system said.
        source: io::Error,
    },
    /// None of the addresses took the connection.
    #[error("cannot connect to {target}: {}", Tries(.tries))]
    Connect {
        /// What was typed.
        target: String,
        /// Every address that was tried, in order, with its reason.
        tries: Vec<Try>,
    },
    /// A client gave up while it waited for `accept`, or the network lost
    /// it (accept(2)). The next one is not concerned: try again.
    #[error("a client was lost before it was accepted: {0}")]
    ClientLost(#[source] io::Error),
    /// Descriptors or memory ran out. The client still waits: pause, then
    /// try again.
    #[error("cannot accept for now: {0}")]
    Shortage(#[source] io::Error),
    /// The listening socket itself is broken; no client can cause this.
    #[error("cannot accept: {0}")]
    Accept(#[source] io::Error),
}

impl Error {
    /// Whether the same call may well succeed when it is made again.
    pub fn is_transient(&self) -> bool {
        matches!(self, Error::ClientLost(_) | Error::Shortage(_))
    }
}

/// One address that did not answer.
#[derive(Debug)]
pub struct Try {
    /// The address.
    pub address: Address,
    /// What the system said.
    pub source: io::Error,
}

/// Several tries in one line; the address is said once when there is but one.
struct Tries<'a>(&'a [Try]);

impl fmt::Display for Tries<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("it has no address that can be tried");
        }
        for (i, Try { address, source }) in self.0.iter().enumerate() {
            let comma = if i > 0 { "; " } else { "" };
            write!(f, "{comma}{address}: {source}")?;
        }
        Ok(())
    }
}
