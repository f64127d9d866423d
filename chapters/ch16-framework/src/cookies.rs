//! Cookies: what a browser sends, and what it is told to keep.

use std::time::{Duration, SystemTime};

use cookie::Cookie;
pub use cookie::SameSite;

use crate::{HeaderError, MultiDict};

/// What browsers keep of one cookie, in bytes, name and attributes included
/// (RFC 6265, section 6.1, says 4,096).
pub const MAX_COOKIE: usize = 4093;

/// The cookies of a `Cookie` field, every one in its order.
///
/// Nothing is refused: a pair without `=` is a name with an empty value, one
/// without a name is left out. A value in quotes loses them, and `\ooo` and
/// `\c` in it are undone (RFC 2109's way, which Werkzeug writes too); a `;` in
/// quotes belongs to the value. A name with a quote is left out: no browser
/// takes `"__Secure-id"` for a name that needs TLS, so nobody here shall.
pub fn parse_cookie(field: &str) -> MultiDict {
    let mut cookies = MultiDict::new();
    let mut rest = field;
    while !rest.is_empty() {
        let (pair, after) = rest.split_at(pair_end(rest));
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = name.trim();
        if !name.is_empty() && !name.contains('"') {
            cookies.add(name, unquote(value.trim()));
        }
        rest = after.get(1..).unwrap_or_default();
    }
    cookies
}

/// Where the `;` is that ends the first pair, or the end.
fn pair_end(text: &str) -> usize {
    let plain = text.find(';').unwrap_or(text.len());
    let quoted = text.split_once('=').filter(|(name, _)| name.len() < plain);
    let inner = quoted.and_then(|(_, v)| v.trim_start().strip_prefix('"'));
    match inner.and_then(closed).map(str::trim_start) {
        Some(after) if after.is_empty() || after.starts_with(';') => {
            text.len() - after.len()
        }
        _ => plain,
    }
}

/// What comes after the quote that closes; `None` when none does.
fn closed(text: &str) -> Option<&str> {
    let mut escaped = false;
    let close = text.find(|c| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    close.map(|at| &text[at + 1..])
}

/// The value without its quotes and escapes.
fn unquote(value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|v| v.strip_suffix('"'));
    let Some(inner) = inner else { return value.to_owned() };
    let mut plain = Vec::with_capacity(inner.len());
    let mut rest = inner.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (
                b'\\',
                [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', after @ ..],
            ) => ((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'), after),
            (b'\\', [byte, after @ ..]) => (*byte, after),
            (byte, after) => (*byte, after),
        };
        plain.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// The value in quotes and with escapes, if it needs them.
fn quote(value: &str) -> String {
    if value.bytes().all(is_plain) {
        return value.to_owned();
    }
    let mut quoted = String::from("\"");
    for byte in value.bytes() {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
            byte if byte == b' ' || is_plain(byte) => {
                quoted.push(char::from(byte));
            }
            byte => quoted.push_str(&format!("\\{byte:03o}")),
        }
    }
    quoted.push('"');
    quoted
}

/// What a value may have without quotes: the octets of RFC 6265, section
/// 4.1.1.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\",;\\".contains(&byte)
}

/// One `Set-Cookie` field being made.
///
/// Its path is `/` unless said otherwise, as in Flask.
#[derive(Clone, Debug)]
pub struct SetCookie {
    cookie: Cookie<'static>,
}

impl SetCookie {
    /// A cookie that ends with the browser's session.
    pub fn new(name: impl Into<String>, value: impl AsRef<str>) -> SetCookie {
        let mut cookie = Cookie::new(name.into(), quote(value.as_ref()));
        cookie.set_path("/");
        SetCookie { cookie }
    }

    /// The cookie that makes a browser forget `name`.
    pub fn removal(name: impl Into<String>) -> SetCookie {
        let cookie = SetCookie::new(name, "").max_age(Duration::ZERO);
        cookie.expires(SystemTime::UNIX_EPOCH)
    }

    /// The same with another value.
    pub fn value(mut self, value: impl AsRef<str>) -> SetCookie {
        self.cookie.set_value(quote(value.as_ref()));
        self
    }

    /// How long the browser keeps it, in whole seconds.
    pub fn max_age(mut self, age: Duration) -> SetCookie {
        let age = cookie::time::Duration::try_from(age);
        self.cookie.set_max_age(age.unwrap_or(cookie::time::Duration::MAX));
        self
    }

    /// Until when the browser keeps it. Years after 9999 become 9999.
    pub fn expires(mut self, time: SystemTime) -> SetCookie {
        // `cookie` writes four digits of a year.
        let last = Duration::from_secs(253_402_300_799);
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let time = SystemTime::UNIX_EPOCH + since.unwrap_or_default().min(last);
        self.cookie.set_expires(cookie::time::OffsetDateTime::from(time));
        self
    }

    /// For which paths it is sent back; `None` leaves that to the browser.
    pub fn path(mut self, path: Option<&str>) -> SetCookie {
        match path {
            Some(path) => self.cookie.set_path(path.to_owned()),
            None => self.cookie.unset_path(),
        }
        self
    }

    /// For which domain, with all below it, it is sent back.
    pub fn domain(mut self, domain: impl Into<String>) -> SetCookie {
        let domain: String = domain.into();
        self.cookie.set_domain(domain.trim_start_matches('.').to_owned());
        self
    }

    /// Only over TLS.
    pub fn secure(mut self, yes: bool) -> SetCookie {
        self.cookie.set_secure(yes);
        self
    }

    /// Not for the page's scripts.
    pub fn http_only(mut self, yes: bool) -> SetCookie {
        self.cookie.set_http_only(yes);
        self
    }

    /// Whether other sites' requests carry it.
    pub fn same_site(mut self, when: SameSite) -> SetCookie {
        self.cookie.set_same_site(when);
        self
    }

    /// Kept apart for each site that embeds ours; browsers want it secure,
    /// so it becomes that.
    pub fn partitioned(mut self, yes: bool) -> SetCookie {
        self.cookie.set_partitioned(yes);
        if yes {
            self.cookie.set_secure(true);
        }
        self
    }

    /// The value of the field `Set-Cookie` (Werkzeug's `dump_cookie`).
    ///
    /// # Errors
    ///
    /// When name, path or domain has a character that would end it: what
    /// came after would be read as an attribute.
    pub fn dump(&self) -> Result<String, HeaderError> {
        let name = self.cookie.name();
        let breaks = |c: char| c.is_control() || " \",;=\\".contains(c);
        if name.is_empty() || name.contains(breaks) {
            return Err(HeaderError::Name(name.to_owned()));
        }
        let ends = |c: char| c.is_control() || c == ';';
        let rest = [self.cookie.path(), self.cookie.domain()];
        match rest.into_iter().flatten().find(|text| text.contains(ends)) {
            None => Ok(self.cookie.to_string()),
            Some(text) => Err(HeaderError::Value {
                name: "Set-Cookie".to_owned(),
                value: text.to_owned(),
            }),
        }
    }

    /// Whether a browser would drop it: longer than [`MAX_COOKIE`].
    pub fn is_too_large(&self) -> bool {
        self.size() > MAX_COOKIE
    }

    /// Its length in bytes, attributes included.
    pub(crate) fn size(&self) -> usize {
        self.cookie.to_string().len()
    }
}
