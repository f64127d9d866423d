//! The head of a message, parsed by httparse, and held against the rules that
//! httparse leaves to others.

use std::mem::MaybeUninit;

use memchr::memchr;

use crate::Error;
use crate::fields::Store;
use crate::limits::{Limits, MAX_FIELDS};
use crate::state::Role;

/// The versions that send their heads as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// HTTP/1.0, RFC 1945.
    Http10,
    /// HTTP/1.1, RFC 9112.
    Http11,
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
    result
        .map_err(|error| first_error(Role::Client, error, &store.bytes, limits))
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
                let line = memchr(b'\r', &bytes).unwrap_or(bytes.len());
                add(store, &bytes, line, response.headers, limits)
            })
            .map(|()| (number(version), code)),
        _ => whole(&bytes, parsed).and(Err(Error::StatusLine)),
    };
    store.bytes = bytes;
    result
        .map_err(|error| first_error(Role::Server, error, &store.bytes, limits))
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

/// Of all that is wrong with a head that `sender` sent, what stands first in
/// it: so it is the same error when the head comes in pieces.
#[cold]
fn first_error(
    sender: Role,
    error: Error,
    head: &[u8],
    limits: &Limits,
) -> Error {
    match (check_first_line(sender, head), error) {
        (Err(first), _) => first,
        (Ok(()), _) if !ends_are_whole(head) => Error::LineEnd,
        // httparse's own limit, which is ours or more.
        (Ok(()), Error::TooManyFields(max)) => {
            Error::TooManyFields(max.min(limits.fields))
        }
        (Ok(()), error) => error,
    }
}

/// Checks what `sender` says in the first line of `head`; its fields may be
/// missing.
pub(crate) fn check_first_line(sender: Role, head: &[u8]) -> Result<(), Error> {
    let line = memchr(b'\n', head).map_or(head, |end| &head[..=end]);
    let parsed = match sender {
        Role::Client => httparse::Request::new(&mut []).parse(line),
        Role::Server => httparse::Response::new(&mut []).parse(line),
    };
    match parsed.map_err(Error::from) {
        Err(Error::Version) if sender == Role::Server => Err(Error::StatusLine),
        Err(Error::Version) => Err(bad_version(line)),
        Err(error) => Err(error),
        Ok(_) => Ok(()),
    }
}

/// `HTTP/2.0` is a version that we do not speak; `HTTP/x` is none at all, nor
/// is a fourth word.
fn bad_version(line: &[u8]) -> Error {
    let line = line.strip_suffix(b"\r\n").unwrap_or(line);
    let third = line.splitn(3, |&byte| byte == b' ').nth(2);
    match third.unwrap_or_default() {
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
            if major.is_ascii_digit() && minor.is_ascii_digit() =>
        {
            Error::Version
        }
        _ => Error::RequestLine,
    }
}

/// Whether each CR has its LF, and each LF its CR. The LF of the last byte may
/// be still to come, the CR of the first is not asked for.
pub(crate) fn ends_are_whole(bytes: &[u8]) -> bool {
    // Without a branch for each pair, so that the compiler takes many at once.
    bytes.windows(2).fold(true, |whole, pair| {
        whole & ((pair[0] == b'\r') == (pair[1] == b'\n'))
    })
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
