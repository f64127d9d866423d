//! What a request is for: the four forms of a target.

use memchr::{memchr, memchr2, memmem, memrchr};

use crate::Error;
use crate::fields::{decimal, text};

/// The form of a target (RFC 9112, section 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `/path?query`: nearly every request.
    Origin,
    /// `http://host/path?query`: what is sent to a proxy.
    Absolute,
    /// `host:port`: CONNECT only.
    Authority,
    /// `*`: OPTIONS only.
    Asterisk,
}

/// A target and its parts. Nobody has looked yet whether they are text, but
/// what [`Target::parse`] takes is ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target<'a> {
    pub(crate) form: Form,
    /// Host and port; `None` when the form has none.
    pub(crate) authority: Option<&'a [u8]>,
    /// As it was sent: nothing is decoded. Empty: the form has none, or it is
    /// the other way to ask for `OPTIONS *`.
    pub(crate) path: &'a [u8],
    /// What stands behind the first `?`.
    pub(crate) query: Option<&'a [u8]>,
}

impl<'a> Target<'a> {
    /// Reads the target of a request with `method`.
    pub(crate) fn parse(
        method: &[u8],
        target: &'a [u8],
    ) -> Result<Target<'a>, Error> {
        let (form, authority, rest) = match target {
            _ if method == b"CONNECT" => {
                let whole = is_host(target) && has_port(target);
                let authority = Some(target).filter(|_| whole);
                let authority = authority.ok_or(Error::Target)?;
                (Form::Authority, Some(authority), &b""[..])
            }
            b"*" if method == b"OPTIONS" => (Form::Asterisk, None, &b""[..]),
            [b'/', ..] => (Form::Origin, None, target),
            _ => {
                let (authority, rest) = absolute(target)?;
                (Form::Absolute, Some(authority), rest)
            }
        };
        let (path, query) = match memchr(b'?', rest) {
            Some(at) => (&rest[..at], Some(&rest[at + 1..])),
            None => (rest, None),
        };
        let in_query = query.unwrap_or_default();
        if !is_made_of(path, PATH) || !is_made_of(in_query, QUERY) {
            return Err(Error::Target);
        }
        // `http://host` is `http://host/` (RFC 9110, section 4.2.3), but for
        // OPTIONS, where it is `*` (RFC 9112, section 3.2.4).
        let path = match (form, path, query) {
            (Form::Absolute, b"", None) if method == b"OPTIONS" => path,
            (Form::Absolute, b"", _) => &b"/"[..],
            _ => path,
        };
        Ok(Target { form, authority, path, query })
    }
}

/// The authority of a target in absolute form, and what follows it.
fn absolute(target: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    let colon = memmem::find(target, b"://").ok_or(Error::Target)?;
    let (scheme, rest) = (&target[..colon], &target[colon + 3..]);
    let web: [&[u8]; 2] = [b"http", b"https"];
    let known = web.iter().any(|name| scheme.eq_ignore_ascii_case(name));
    let end = memchr2(b'/', b'?', rest).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    // No host is an error (RFC 9110, section 4.2.1), and so is a password
    // before it (section 4.2.4), whose `@` is_host refuses.
    let nobody = matches!(authority, [] | [b':', ..]);
    match known && is_host(authority) && !nobody {
        true => Ok((authority, rest)),
        false => Err(Error::Target),
    }
}

/// A host, perhaps empty, and perhaps a port (RFC 9110, section 7.2).
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

/// Whether a number stands behind the last colon.
fn has_port(authority: &[u8]) -> bool {
    let last = memrchr(b':', authority);
    last.is_some_and(|at| at > 0 && at + 1 < authority.len())
}

/// Between the brackets: version 6 only. IPvFuture has no future yet.
fn is_ip_literal(address: &[u8]) -> bool {
    text(address).parse::<core::net::Ipv6Addr>().is_ok()
}

const HOST: u8 = 1;
const PATH: u8 = 2;
const QUERY: u8 = 4;
/// A percent sign: anywhere, with its two digits.
const ESCAPE: u8 = 8;
const ALL: u8 = HOST | PATH | QUERY;

/// What may stand where (RFC 3986, appendix A), and what browsers send as it
/// is although it may not. RFC 9112, section 3.2, lets a server refuse that,
/// too (SHOULD); but it can be read in one way only, and what a person types
/// behind a `?` would be lost. The URL standard of the WHATWG leaves `[ ] |`
/// and in older browsers `^` in paths, and `\ { }` and the backtick in
/// queries. What it encodes, space `" # < >`, has to be encoded.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let c = byte as u8;
        classes[byte] = match c {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => ALL,
            b'-' | b'.' | b'_' | b'~' => ALL,
            b'!' | b'$' | b'&' | b'\'' | b'(' | b')' => ALL,
            b'*' | b'+' | b',' | b';' | b'=' => ALL,
            b'%' => ESCAPE,
            b':' | b'@' | b'/' => PATH | QUERY,
            b'?' => QUERY,
            b'[' | b']' | b'|' | b'^' => PATH | QUERY,
            b'\\' | b'{' | b'}' | b'`' => QUERY,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn is_made_of(bytes: &[u8], class: u8) -> bool {
    let all = |class: u8| {
        let is_one = |&byte: &u8| CLASSES[usize::from(byte)] & class != 0;
        bytes.iter().all(is_one)
    };
    // Most have no percent sign: one look at each byte is enough then.
    all(class) || (all(class | ESCAPE) && escapes_are_whole(bytes))
}

/// Two hexadecimal digits follow each `%` (RFC 3986, section 2.1).
fn escapes_are_whole(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'%', bytes).all(|at| {
        let digits = bytes.get(at + 1..at + 3).unwrap_or_default();
        digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(
        method: &str,
        target: &'static str,
    ) -> Option<(Form, Option<&'static str>, &'static str)> {
        let method = method.as_bytes();
        let target = Target::parse(method, target.as_bytes()).ok()?;
        let authority = target.authority.map(text);
        Some((target.form, authority, text(target.path)))
    }

    #[test]
    fn the_four_forms_of_rfc_9112_section_3_2() {
        let origin = Some((Form::Origin, None, "/a//b"));
        assert_eq!(parts("GET", "/a//b?c[]=/?"), origin);
        let absolute = Some((Form::Absolute, Some("[::1]:80"), "/"));
        assert_eq!(parts("GET", "HTTP://[::1]:80?q"), absolute);
        assert_eq!(parts("GET", "https://[::1]:80"), absolute);
        let server = Some((Form::Absolute, Some("a"), ""));
        assert_eq!(parts("OPTIONS", "http://a"), server);
        let asterisk = Some((Form::Asterisk, None, ""));
        assert_eq!(parts("OPTIONS", "*"), asterisk);
        let authority = Some((Form::Authority, Some("a.example:443"), ""));
        assert_eq!(parts("CONNECT", "a.example:443"), authority);
    }

    #[test]
    fn browsers_may_send_what_they_do_not_encode() {
        assert!(parts("GET", "/[a]|b^c?d[]={e}|f^`g\\h").is_some());
        for byte in 0..=u8::MAX {
            let c = char::from(byte);
            let is_target = |target: String| {
                Target::parse(b"GET", target.as_bytes()).is_ok()
            };
            let path = is_target(format!("/a{c}b"));
            let query = is_target(format!("/?a{c}b"));
            let refused = byte <= b' ' || byte >= 0x7f;
            let refused = refused || b"\"#<>%".contains(&byte);
            assert_eq!(query, !refused, "{c:?} in a query");
            let encoded = b"\\{}`".contains(&byte);
            assert_eq!(path, !refused && !encoded, "{c:?} in a path");
        }
    }

    #[test]
    fn what_has_none_of_the_forms_is_refused() {
        for (method, target) in [
            ("GET", "*"),
            ("options", "*"),
            ("GET", "example.com:443"),
            ("GET", "path"),
            ("GET", "/a#fragment"),
            ("GET", "/\"quoted\""),
            ("GET", "/caf\u{e9}"),
            ("GET", "/100%"),
            ("GET", "/%0g"),
            ("GET", "/back\\slash"),
            ("GET", "http:///path"),
            ("GET", "http://:80/"),
            ("GET", "http://user:pass@example.com/"),
            ("GET", "ftp://example.com/"),
            ("CONNECT", "/"),
            ("CONNECT", "example.com"),
            ("CONNECT", ":443"),
            ("CONNECT", "example.com:"),
            ("CONNECT", "http://example.com:443"),
        ] {
            assert_eq!(parts(method, target), None, "{method} {target}");
        }
    }

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
