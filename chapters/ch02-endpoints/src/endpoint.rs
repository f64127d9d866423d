//! An address, and which kind of socket it is the address of.

use std::fmt;
use std::str::FromStr;

use crate::{Error, Target};

/// A stream or datagrams, and the address in the library's form.
#[derive(Clone, Debug)]
pub enum Endpoint {
    /// TCP or a Unix stream.
    Stream(String),
    /// UDP (`udp:HOST:PORT`) or Unix datagrams (`unixgram:/path`).
    Datagram(String),
}

impl FromStr for Endpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Endpoint, Error> {
        let endpoint = if let Some(address) = text.strip_prefix("udp:") {
            Endpoint::Datagram(address.to_owned())
        } else if let Some(path) = text.strip_prefix("unixgram:") {
            Endpoint::Datagram(format!("unix:{path}"))
        } else {
            Endpoint::Stream(text.to_owned())
        };
        let (Endpoint::Stream(address) | Endpoint::Datagram(address)) =
            &endpoint;
        Target::parse(address)?; // a slip of the pen is wrong usage
        Ok(endpoint)
    }
}

/// As one would type it.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Endpoint::Stream(address) => f.write_str(address),
            Endpoint::Datagram(address) => {
                match address.strip_prefix("unix:") {
                    Some(path) => write!(f, "unixgram:{path}"),
                    None => write!(f, "udp:{address}"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_is_shown_as_it_was_typed() {
        for text in
            ["127.0.0.1:9002", "udp:[::1]:9002", "unix:/a", "unixgram:/a"]
        {
            let endpoint: Endpoint = text.parse().unwrap();
            assert_eq!(endpoint.to_string(), text);
        }
    }
}
