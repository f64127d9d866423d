//! Where a URL leads: whom to connect to, and what to ask for.
//!
//! A client is given a URL and needs three things (RFC 3986 section 3):
//!
//! ```text
//! "http://Example.com:8080/a?b=c#d"  "example.com", 8080, "/a?b=c"
//! "HTTP://example.com?b"             "example.com", 80,   "/?b"
//! "http://[::1]:9006"                "::1",         9006, "/"
//! ```
//!
//! Host and port end at the first `/`, `?` or `#`. What stands behind `#` is
//! for the browser and is never sent. The host is given in small letters, an
//! IPv6 address without its brackets. No port, or none behind the colon, is 80;
//! otherwise it is 1 to 65535, in digits only. Behind a `]` nothing may stand
//! but a port and its colon; whatever else does is a bad port.
//!
//! Refused, in this order: a byte that is no visible ASCII (a URL with a line
//! break in it would write a head of its own), another scheme, an `@` in front
//! of the host's end (`http://your-bank.example@evil.example/` leads to
//! evil.example), a host that is empty or has other bytes than letters, digits,
//! `-`, `.` and `_` (in brackets: anything but an IPv6 address), a bad port.

use thiserror::Error;

/// What a client needs to know of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// The name or address to connect to.
    pub host: String,
    /// The port to connect to.
    pub port: u16,
    /// What to ask for: the second word of the request line.
    pub target: String,
}

/// Why a URL leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UrlError {
    /// A space, a control character, or no ASCII.
    #[error("byte {at} of the URL must be written as %XX")]
    Character {
        /// Where it stands.
        at: usize,
    },
    /// It does not begin with `http://`.
    #[error("only http:// is understood")]
    NotHttp,
    /// A name or a password stands in front of the host.
    #[error("no name and password in a URL, please")]
    User,
    /// The host is missing or has a byte in it that no host has.
    #[error("the host is no name and no address")]
    Host,
    /// Not a number from 1 to 65535.
    #[error("the port is not a number from 1 to 65535")]
    Port,
}

impl Url {
    /// Takes `text` apart.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Url, UrlError> {
        let _ = text;
        todo!("check the bytes, then cut: scheme, host, port, target")
    }

    /// What the `Host` field of the request says: the host, with the port
    /// unless that is 80, and an IPv6 address in brackets again.
    pub fn host_field(&self) -> String {
        todo!("write the host as it stood in the URL")
    }
}
