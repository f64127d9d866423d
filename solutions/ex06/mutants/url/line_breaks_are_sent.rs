// killed by: what follows would be a head that the URL wrote
//! Only spaces are looked for.

use std::net::Ipv6Addr;

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

/// What every URL here begins with.
const SCHEME: &str = "http://";

impl Url {
    /// Takes `text` apart.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Url, UrlError> {
        if let Some(at) = text.bytes().position(|b| b == b' ') {
            return Err(UrlError::Character { at });
        }
        let rest = match text.split_at_checked(SCHEME.len()) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case(SCHEME) => rest,
            _ => return Err(UrlError::NotHttp),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        if authority.contains('@') {
            return Err(UrlError::User);
        }
        let (host, port) = split_host(authority)?;
        let host = host.to_ascii_lowercase();
        let sent = rest.split('#').next().unwrap_or_default();
        let root = if sent.starts_with('/') { "" } else { "/" };
        let target = format!("{root}{sent}");
        Ok(Url { host, port: self::port(port)?, target })
    }

    /// What the `Host` field of the request says: the host, with the port
    /// unless that is 80, and an IPv6 address in brackets again.
    pub fn host_field(&self) -> String {
        let host = match self.host.contains(':') {
            true => format!("[{}]", self.host),
            false => self.host.clone(),
        };
        match self.port {
            80 => host,
            port => format!("{host}:{port}"),
        }
    }
}

/// The host, and what stands behind it.
fn split_host(authority: &str) -> Result<(&str, &str), UrlError> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (host, port) = rest.split_once(']').ok_or(UrlError::Host)?;
        host.parse::<Ipv6Addr>().map_err(|_| UrlError::Host)?;
        return Ok((host, port));
    }
    let end = authority.find(':').unwrap_or(authority.len());
    let (host, port) = authority.split_at(end);
    let is_host = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    match !host.is_empty() && host.bytes().all(is_host) {
        true => Ok((host, port)),
        false => Err(UrlError::Host),
    }
}

/// Nothing, a colon, or a colon and a number.
fn port(text: &str) -> Result<u16, UrlError> {
    let digits = match text.strip_prefix(':') {
        Some("") => return Ok(80),
        Some(digits) => digits,
        None if text.is_empty() => return Ok(80),
        None => return Err(UrlError::Port),
    };
    // `parse` alone would take "+80", too.
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(UrlError::Port);
    }
    match digits.parse() {
        Ok(port) if port > 0 => Ok(port),
        _ => Err(UrlError::Port),
    }
}
