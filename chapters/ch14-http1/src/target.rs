//! What a request is for: the four forms of a target.

mod authority;
mod characters;

use memchr::{memchr, memchr2, memmem};

use crate::Error;

use authority::has_port;
pub(crate) use authority::{is_host, is_nameless};
use characters::{PATH, QUERY, is_made_of};

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
    match known && is_host(authority) && !is_nameless(authority) {
        true => Ok((authority, rest)),
        false => Err(Error::Target),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::text;

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
}
