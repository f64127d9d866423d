//! Host and port, in a target and in a `Host` field.

use memchr::{memchr, memrchr};

use super::characters::{HOST, is_made_of};
use crate::fields::{decimal, text};

/// A host, perhaps empty, and perhaps a port (RFC 9110, section 7.2).
#[inline]
pub(crate) fn is_host(authority: &[u8]) -> bool {
    let (host, port) = match authority {
        [b'[', rest @ ..] => match memchr(b']', rest) {
            Some(end) if is_ip_literal(&rest[..end]) => {
                (&b""[..], &rest[end + 1..])
            }
            _ => return false,
        },
        _ => {
            let end = memchr(b':', authority).unwrap_or(authority.len());
            authority.split_at(end)
        }
    };
    is_made_of(host, HOST)
        && match port {
            [] | [b':'] => true,
            [b':', digits @ ..] => {
                decimal(digits).is_some_and(|n| n <= u64::from(u16::MAX))
            }
            _ => false,
        }
}

/// Whether it names no host, which no URI may (RFC 9110, section 4.2.1).
#[inline]
pub(crate) fn is_nameless(authority: &[u8]) -> bool {
    matches!(authority, [] | [b':', ..])
}

/// Whether a number stands behind the last colon.
pub(super) fn has_port(authority: &[u8]) -> bool {
    let last = memrchr(b':', authority);
    last.is_some_and(|at| at > 0 && at + 1 < authority.len())
}

/// Between the brackets: version 6 only. Any other version is an address that
/// nobody here can look up, which is an error (RFC 3986, section 3.2.2).
fn is_ip_literal(address: &[u8]) -> bool {
    text(address).parse::<core::net::Ipv6Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_and_perhaps_a_port() {
        for host in ["", "a", "a:", "a:80", "127.0.0.1", "[::1]", "[::1]:1"] {
            assert!(is_host(host.as_bytes()), "{host}");
        }
        let bad = [
            "a b", "a/b", "a@b", "a:b", "a:+1", "a:65536", "a:1:2", "[::1",
            "[::1]a", "[a]", "a,b:c", "a%2", "\"a\"",
        ];
        for host in bad {
            assert!(!is_host(host.as_bytes()), "{host}");
        }
    }
}
