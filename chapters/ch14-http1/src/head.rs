//! The head of a message: found by chapter 4's decoder, parsed by httparse,
//! and held against the rules that httparse leaves to others.

use std::mem::MaybeUninit;

use bytes::{Buf, BytesMut};
use delimited::Delimited;
use framing::Decoder;
use memchr::{memchr, memchr_iter};

use crate::Error;
use crate::fields::Store;
use crate::limits::{Limits, MAX_FIELDS};

/// The versions that send their heads as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// HTTP/1.0, RFC 1945.
    Http10,
    /// HTTP/1.1, RFC 9112.
    Http11,
}

/// Finds where a head ends, within the limits, without starting over.
#[derive(Debug)]
pub(crate) struct Finder {
    heads: Delimited,
    /// How far the end of the first line was searched for; `None`: it was
    /// found, within the limit.
    line: Option<usize>,
    /// An empty line was passed over.
    skipped: bool,
    limits: Limits,
}

impl Finder {
    pub(crate) fn new(limits: &Limits) -> Finder {
        let heads = Delimited::new(b"\r\n\r\n").with_max_length(limits.head);
        let limits = *limits;
        Finder { heads, line: Some(0), skipped: false, limits }
    }

    /// Moves a whole head, its end included, into `head`; false: not yet.
    pub(crate) fn find(
        &mut self,
        input: &mut BytesMut,
        head: &mut Store,
    ) -> Result<bool, Error> {
        if input.is_empty() {
            return Ok(false);
        }
        self.skip_empty_line(input);
        self.check_line(input)?;
        let found = match self.heads.decode(input) {
            Ok(Some(found)) => found,
            Ok(None) => return Ok(false),
            Err(_) => return Err(Error::HeadTooLong(self.limits.head)),
        };
        head.clear();
        head.bytes.extend_from_slice(&found);
        head.bytes.extend_from_slice(b"\r\n\r\n");
        (self.line, self.skipped) = (Some(0), false);
        Ok(true)
    }

    /// Whether nothing of a head is in `input`.
    pub(crate) fn is_empty(&self, input: &[u8]) -> bool {
        input.is_empty() || (!self.skipped && input == b"\r\n")
    }

    /// One empty line before a message is passed over (RFC 9112, section
    /// 2.2).
    fn skip_empty_line(&mut self, input: &mut BytesMut) {
        if !self.skipped && self.line == Some(0) && input.starts_with(b"\r\n") {
            input.advance(2);
            self.skipped = true;
        }
    }

    /// Refuses a first line that is empty or too long as soon as it is sure.
    fn check_line(&mut self, input: &[u8]) -> Result<(), Error> {
        let Some(searched) = self.line else { return Ok(()) };
        if input.starts_with(b"\r\n") {
            return Err(Error::RequestLine);
        }
        let max = self.limits.line.min(self.limits.head);
        let window = input.len().min(max + 2);
        let at = match memchr(b'\r', &input[searched..window]) {
            Some(at) => searched + at,
            None => window,
        };
        self.line = match input[at..window] {
            [b'\r', b'\n', ..] => None,
            [_, _, ..] => return Err(Error::LineEnd),
            _ if window == max + 2 => {
                return Err(Error::LineTooLong(self.limits.line));
            }
            _ => Some(at),
        };
        Ok(())
    }
}

/// The first line, as places in the head.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestLine {
    /// How long the method is; it stands at the front.
    pub(crate) method: usize,
    /// Where the target ends; it begins behind the method and a space.
    pub(crate) target: usize,
    pub(crate) version: Version,
}

type Headers<'a> = [MaybeUninit<httparse::Header<'a>>; MAX_FIELDS];

/// Reads the head in `store` and adds its fields there.
pub(crate) fn parse_request(
    store: &mut Store,
    limits: &Limits,
) -> Result<RequestLine, Error> {
    let mut headers: Headers<'_> = [const { MaybeUninit::uninit() }; _];
    let bytes = std::mem::take(&mut store.bytes);
    let mut request = httparse::Request::new(&mut []);
    let parsed = request.parse_with_uninit_headers(&bytes, &mut headers);
    let result = match (request.method, request.path, request.version) {
        (Some(method), Some(target), Some(version)) => {
            let target = method.len() + 1 + target.len();
            let line = target + " HTTP/1.1".len();
            whole(&bytes, parsed)
                .and_then(|()| {
                    add(store, &bytes, line, request.headers, limits)
                })
                .map(|()| RequestLine {
                    method: method.len(),
                    target,
                    version: number(version),
                })
        }
        _ => whole(&bytes, parsed).and(Err(Error::RequestLine)),
    };
    store.bytes = bytes;
    result.map_err(|error| bad_version(error, &store.bytes))
}

/// The same for a response: its version and its status.
pub(crate) fn parse_response(
    store: &mut Store,
    limits: &Limits,
) -> Result<(Version, u16), Error> {
    let mut headers: Headers<'_> = [const { MaybeUninit::uninit() }; _];
    let bytes = std::mem::take(&mut store.bytes);
    let mut response = httparse::Response::new(&mut []);
    let parsed = httparse::ParserConfig::default()
        .parse_response_with_uninit_headers(
            &mut response,
            &bytes,
            &mut headers,
        );
    let result = match (response.version, response.code) {
        (Some(version), Some(code)) => whole(&bytes, parsed)
            .and_then(|()| {
                // A reason may be missing, so the line's end is looked for.
                let line = memchr_iter(b'\n', &bytes).next().unwrap_or(1) - 1;
                add(store, &bytes, line, response.headers, limits)
            })
            .map(|()| (number(version), code)),
        _ => whole(&bytes, parsed).and(Err(Error::StatusLine)),
    };
    store.bytes = bytes;
    result
}

fn number(minor: u8) -> Version {
    if minor == 0 { Version::Http10 } else { Version::Http11 }
}

/// Whether httparse has taken all of it.
fn whole(
    bytes: &[u8],
    parsed: Result<httparse::Status<usize>, httparse::Error>,
) -> Result<(), Error> {
    match parsed? {
        httparse::Status::Complete(end) if end == bytes.len() => Ok(()),
        _ => Err(Error::LineEnd),
    }
}

/// Adds the fields, as places in the head. `line` is where the first line
/// ends.
///
/// httparse takes a bare line feed for the end of a line. Two readers who
/// differ in that see two messages, so each end is looked at.
fn add(
    store: &mut Store,
    bytes: &[u8],
    line: usize,
    headers: &[httparse::Header<'_>],
    limits: &Limits,
) -> Result<(), Error> {
    if headers.len() > limits.fields {
        return Err(Error::TooManyFields(limits.fields));
    }
    let start = bytes.as_ptr().addr();
    let mut next = line_end(bytes, line)?;
    for header in headers {
        let name = header.name.as_ptr().addr() - start;
        let colon = name + header.name.len();
        // An empty value may have no place in the buffer.
        let value = match header.value {
            [] => colon + 1,
            value => value.as_ptr().addr() - start,
        };
        let end = value + header.value.len();
        if end - name > limits.field {
            return Err(Error::FieldTooLong(limits.field));
        }
        if name != next {
            return Err(Error::LineEnd);
        }
        store.add((name, colon), (value, end));
        next = line_end(bytes, end)?;
    }
    match line_end(bytes, next)? == bytes.len() {
        true => Ok(()),
        false => Err(Error::LineEnd),
    }
}

/// Where the next line begins: blanks, CR and LF stand before it.
#[inline]
fn line_end(bytes: &[u8], mut at: usize) -> Result<usize, Error> {
    while let Some(b' ' | b'\t') = bytes.get(at) {
        at += 1;
    }
    match bytes.get(at..at + 2) {
        Some(b"\r\n") => Ok(at + 2),
        _ => Err(Error::LineEnd),
    }
}

/// `HTTP/2.0` is a version that we do not speak; `HTTP/x` is none at all.
fn bad_version(error: Error, head: &[u8]) -> Error {
    if error != Error::Version {
        return error;
    }
    let line = head.split(|&byte| byte == b'\r').next().unwrap_or_default();
    let word = line.rsplit(|&byte| byte == b' ').next().unwrap_or_default();
    match word {
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
            if major.is_ascii_digit() && minor.is_ascii_digit() =>
        {
            Error::Version
        }
        _ => Error::RequestLine,
    }
}

impl From<httparse::Error> for Error {
    fn from(error: httparse::Error) -> Error {
        match error {
            httparse::Error::Version => Error::Version,
            httparse::Error::HeaderName => Error::FieldName,
            httparse::Error::HeaderValue => Error::FieldValue,
            httparse::Error::TooManyHeaders => Error::TooManyFields(MAX_FIELDS),
            httparse::Error::Status => Error::StatusLine,
            _ => Error::RequestLine,
        }
    }
}
