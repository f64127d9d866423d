//! Status and headers between `start_response` and the first byte.

use http1::{is_token, is_value};

use crate::StartError;

/// The response's head, checked and kept.
///
/// All of it stands in one buffer: the words of the status, then names and
/// values one after another.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    status: u16,
    bytes: Vec<u8>,
    /// Where the status's words end.
    words: usize,
    /// (end of a name, end of its value), each beginning where the one before
    /// ends.
    ends: Vec<(usize, usize)>,
    length: Option<u64>,
}

/// What is about one connection: RFC 2616, section 13.5.1, which is wsgiref's
/// list, and what RFC 9110, section 7.6.1, has added.
const HOP_BY_HOP: [&str; 10] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "trailers",
    "transfer-encoding",
    "upgrade",
];

/// Whether a response with this status has no content (RFC 9110, section
/// 6.4.1).
pub(crate) fn is_bodiless(status: u16) -> bool {
    matches!(status, 204 | 304)
}

impl Headers {
    /// Takes a new head in place of any other.
    pub(crate) fn set(
        &mut self,
        status: &str,
        headers: &[(&str, &[u8])],
    ) -> Result<(), StartError> {
        self.bytes.clear();
        self.ends.clear();
        self.length = None;
        let (code, words) = split(status)
            .ok_or_else(|| StartError::Status(status.to_owned()))?;
        self.status = code;
        let size = |(n, v): &(&str, &[u8])| n.len() + v.len();
        let size: usize = headers.iter().map(size).sum();
        self.bytes.reserve(words.len() + size + 40); // and a length
        self.bytes.extend(words.chars().filter_map(|c| u8::try_from(c).ok()));
        self.words = self.bytes.len();
        self.ends.reserve(headers.len() + 1);
        headers.iter().try_for_each(|(name, value)| self.add(name, value))
    }

    // ANCHOR: add
    fn add(&mut self, name: &str, value: &[u8]) -> Result<(), StartError> {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if !is_token(name.as_bytes()) {
            return Err(StartError::Name(name.to_owned()));
        }
        if HOP_BY_HOP.into_iter().any(is) {
            return Err(StartError::HopByHop(name.to_owned()));
        }
        if !is_value(value) {
            return Err(StartError::Value(name.to_owned()));
        }
        if is("content-length") {
            let length = decimal(value).filter(|_| self.length.is_none());
            self.length = Some(length.ok_or(StartError::ContentLength)?);
            if self.status == 204 {
                return Ok(()); // it may not have one (RFC 9110, section 8.6)
            }
        }
        self.push(name.as_bytes(), value);
        Ok(())
    }
    // ANCHOR_END: add

    fn push(&mut self, name: &[u8], value: &[u8]) {
        self.bytes.extend_from_slice(name);
        let end = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.ends.push((end, self.bytes.len()));
    }

    /// Adds the length of the content, if nobody said one and there may be
    /// content.
    pub(crate) fn complete(&mut self, length: Option<u64>) {
        let Some(length) = length else { return };
        if self.length.is_none() && !is_bodiless(self.status) {
            self.push(b"Content-Length", length.to_string().as_bytes());
            self.length = Some(length);
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// What stands behind the status code.
    pub(crate) fn words(&self) -> &[u8] {
        &self.bytes[..self.words]
    }

    /// What `Content-Length` says.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let mut start = self.words;
        self.ends.iter().map(move |&(name, value)| {
            let field = (&self.bytes[start..name], &self.bytes[name..value]);
            start = value;
            // It is a token, so it is ASCII.
            (str::from_utf8(field.0).unwrap_or_default(), field.1)
        })
    }
}

/// `"200 OK"`: the code, and the words. 1xx is no answer to a request.
fn split(status: &str) -> Option<(u16, &str)> {
    let (code, words) = status.split_at_checked(3)?;
    let words = words.strip_prefix(' ')?;
    let digits = code.bytes().all(|byte| byte.is_ascii_digit());
    let text = |c: char| u8::try_from(c).is_ok() && !c.is_control();
    let code = code.parse().ok().filter(|&code: &u16| code >= 200);
    code.filter(|_| digits && words.chars().all(text)).map(|code| (code, words))
}

/// Digits and nothing else, in 64 bits.
fn decimal(digits: &[u8]) -> Option<u64> {
    let digits = str::from_utf8(digits).ok()?;
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| all)
}
