//! Which kind of socket an address on the command line asks for.

use std::fmt;
use std::str::FromStr;

use endpoint::{Error, Target};

/// A stream or datagrams, and the address in the library's form.
#[derive(Clone, Debug)]
pub(crate) enum Transport {
    /// TCP or a Unix stream.
    Stream(String),
    /// UDP (`udp:HOST:PORT`) or Unix datagrams (`unixgram:/path`).
    Datagram(String),
}

impl FromStr for Transport {
    type Err = Error;

    fn from_str(text: &str) -> Result<Transport, Error> {
        let transport = if let Some(address) = text.strip_prefix("udp:") {
            Transport::Datagram(address.to_owned())
        } else if let Some(path) = text.strip_prefix("unixgram:") {
            Transport::Datagram(format!("unix:{path}"))
        } else {
            Transport::Stream(text.to_owned())
        };
        let (Transport::Stream(address) | Transport::Datagram(address)) =
            &transport;
        Target::parse(address)?; // a slip of the pen is wrong usage
        Ok(transport)
    }
}

/// As one would type it.
impl fmt::Display for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Transport::Stream(address) => f.write_str(address),
            Transport::Datagram(address) => {
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
    fn every_transport_is_shown_as_it_was_typed() {
        for text in
            ["127.0.0.1:9002", "udp:[::1]:9002", "unix:/a", "unixgram:/a"]
        {
            let transport: Transport = text.parse().unwrap();
            assert_eq!(transport.to_string(), text);
        }
    }
}
