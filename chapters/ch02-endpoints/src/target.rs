//! What people type, taken apart.

use std::path::PathBuf;

use crate::{Address, Error};

/// An address as people write it: not yet resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `HOST:PORT`, `[IPv6]:PORT` or `:PORT`.
    Host {
        /// A name or a number, without brackets; empty for "any address".
        host: String,
        /// A number or a name of services(5).
        service: String,
    },
    /// `unix:/path`, or `unix:@name` for the abstract namespace.
    Unix(Address),
}

impl Target {
    /// Takes `text` apart; nothing is looked up.
    ///
    /// # Errors
    ///
    /// [`Error::Address`], with the reason.
    pub fn parse(text: &str) -> Result<Target, Error> {
        let wrong = |reason| Error::Address { text: text.to_owned(), reason };
        if let Some(path) = text.strip_prefix("unix:") {
            let address = match path.strip_prefix('@') {
                _ if path.is_empty() => return Err(wrong("a path is missing")),
                Some(name) => Address::Abstract(name.as_bytes().to_vec()),
                None => Address::Path(PathBuf::from(path)),
            };
            address.to_system().map_err(|_| wrong("the path is too long"))?;
            return Ok(Target::Unix(address));
        }
        let (host, service) = split(text).map_err(wrong)?;
        let all_digits = service.bytes().all(|b| b.is_ascii_digit());
        if all_digits && service.parse::<u16>().is_err() {
            return Err(wrong("the port must be 0 to 65535"));
        }
        Ok(Target::Host { host: host.to_owned(), service: service.to_owned() })
    }
}

/// `HOST:PORT` or `[IPv6]:PORT` into its two parts.
// ANCHOR: split
fn split(text: &str) -> Result<(&str, &str), &'static str> {
    let (host, service) = match text.strip_prefix('[') {
        Some(rest) => {
            rest.split_once("]:").ok_or("wants [IPv6 ADDRESS]:PORT")?
        }
        None => text.rsplit_once(':').ok_or("wants HOST:PORT")?,
    };
    if host.contains(':') && !text.starts_with('[') {
        return Err("an IPv6 address wants brackets: [::1]:9002");
    }
    if service.is_empty() {
        return Err("a port is missing");
    }
    Ok((host, service))
}
// ANCHOR_END: split

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> (String, String) {
        match Target::parse(text).unwrap() {
            Target::Host { host, service } => (host, service),
            other => panic!("{text} is no host: {other:?}"),
        }
    }

    #[test]
    fn host_and_port_are_split_at_the_last_colon() {
        let pair = |h: &str, s: &str| (h.to_owned(), s.to_owned());
        assert_eq!(host("localhost:9002"), pair("localhost", "9002"));
        assert_eq!(host("localhost:http"), pair("localhost", "http"));
        assert_eq!(host("[::1]:9002"), pair("::1", "9002"));
        assert_eq!(host("[fe80::1%eth0]:9002"), pair("fe80::1%eth0", "9002"));
        assert_eq!(host(":9002"), pair("", "9002"));
    }

    #[test]
    fn what_is_no_address_is_told_why() {
        for (text, why) in [
            ("localhost", "wants HOST:PORT"),
            ("localhost:", "a port is missing"),
            ("::1:9002", "an IPv6 address wants brackets"),
            ("[::1]", "wants [IPv6 ADDRESS]:PORT"),
            ("localhost:65536", "the port must be 0 to 65535"),
            ("unix:", "a path is missing"),
        ] {
            let error = Target::parse(text).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
            assert!(error.contains(text), "{error}");
        }
    }

    #[test]
    fn a_unix_path_may_contain_colons_and_a_name_starts_with_an_at() {
        let path = Target::Unix(Address::Path("/tmp/a:b".into()));
        assert_eq!(Target::parse("unix:/tmp/a:b").unwrap(), path);
        let name = Target::Unix(Address::Abstract(b"echo".to_vec()));
        assert_eq!(Target::parse("unix:@echo").unwrap(), name);
    }
}
