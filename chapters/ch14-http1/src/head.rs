//! The head of a message: found by chapter 4's decoder, parsed by httparse,
//! and held against the rules that httparse leaves to others.

use std::mem::MaybeUninit;

use bytes::{Buf, BytesMut};
use delimited::Delimited;
use framing::Decoder;
use memchr::{memchr_iter, memmem};

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
    // ANCHOR: find
    pub(crate) fn find(
        &mut self,
        input: &mut BytesMut,
        head: &mut Store,
    ) -> Result<bool, Error> {
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
    // ANCHOR_END: find

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
        if memmem::find(&input[searched..window], b"\r\n").is_some() {
            self.line = None;
        } else if window == max + 2 {
            return Err(Error::LineTooLong(self.limits.line));
        } else if input != b"\r" {
            self.line = Some(window.saturating_sub(1)); // it may be the `\r`
        }
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
// ANCHOR: parse
pub(crate) fn parse_request(
    store: &mut Store,
    limits: &Limits,
) -> Result<RequestLine, Error> {
    let mut headers: Headers<'_> = [const { MaybeUninit::uninit() }; _];
    let bytes = std::mem::take(&mut store.bytes);
    let mut request = httparse::Request::new(&mut []);
    let parsed = request.parse_with_uninit_headers(&bytes, &mut headers);
    let line = match (request.method, request.path, request.version) {
        (Some(method), Some(target), Some(version)) => Ok(RequestLine {
            method: method.len(),
            target: method.len() + 1 + target.len(),
            version: number(version),
        }),
        _ => Err(Error::RequestLine),
    };
    let result = check(&bytes, parsed)
        .and_then(|()| add(store, &bytes, request.headers, limits))
        .and(line)
        .map_err(|error| bad_version(error, &bytes));
    store.bytes = bytes;
    result
}
// ANCHOR_END: parse

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
    let line = match (response.version, response.code) {
        (Some(version), Some(code)) => Ok((number(version), code)),
        _ => Err(Error::StatusLine),
    };
    let result = check(&bytes, parsed)
        .and_then(|()| add(store, &bytes, response.headers, limits))
        .and(line);
    store.bytes = bytes;
    result
}

fn number(minor: u8) -> Version {
    if minor == 0 { Version::Http10 } else { Version::Http11 }
}

/// httparse takes a bare line feed for the end of a line, and an empty line
/// before a head. Two readers who differ in that see two messages.
fn check(
    bytes: &[u8],
    parsed: Result<httparse::Status<usize>, httparse::Error>,
) -> Result<(), Error> {
    if memchr_iter(b'\n', bytes).any(|at| at == 0 || bytes[at - 1] != b'\r') {
        return Err(Error::LineEnd);
    }
    match parsed {
        Ok(httparse::Status::Complete(end)) if end == bytes.len() => Ok(()),
        Ok(_) => Err(Error::LineEnd),
        Err(error) => Err(error.into()),
    }
}

/// The fields, as places in the head.
fn add(
    store: &mut Store,
    bytes: &[u8],
    headers: &[httparse::Header<'_>],
    limits: &Limits,
) -> Result<(), Error> {
    if headers.len() > limits.fields {
        return Err(Error::TooManyFields(limits.fields));
    }
    let start = bytes.as_ptr().addr();
    for header in headers {
        let name = header.name.as_ptr().addr() - start;
        let colon = name + header.name.len();
        // An empty value may have no place in the buffer.
        let value = match header.value {
            [] => colon,
            value => value.as_ptr().addr() - start,
        };
        let end = value + header.value.len();
        if end - name > limits.field {
            return Err(Error::FieldTooLong(limits.field));
        }
        store.add((name, colon), (value, end));
    }
    Ok(())
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
