//! The head of a request, and that of a response, read by hand.

use std::fmt;

use bytes::Bytes;
use thiserror::Error;

use crate::Fields;

/// What a client asks for (RFC 9112, section 3).
// ANCHOR: head
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// `GET`, `POST`, …: case matters.
    pub method: String,
    /// Which resource: mostly a path, and a query behind `?`.
    pub target: String,
    /// Which HTTP the client speaks.
    pub version: Version,
    /// The lines behind the first.
    pub fields: Fields,
}
// ANCHOR_END: head

/// The versions that send their heads as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// HTTP/1.0, RFC 1945.
    Http10,
    /// HTTP/1.1, RFC 9112.
    Http11,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Version::Http10 => "HTTP/1.0",
            Version::Http11 => "HTTP/1.1",
        })
    }
}

/// What makes bytes no head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HeadError {
    /// Not three words with one space between, the first a token.
    #[error("the first line is not METHOD TARGET VERSION")]
    RequestLine,
    /// Not a version, a number of three digits, and perhaps words.
    #[error("the first line is not VERSION STATUS REASON")]
    StatusLine,
    /// The third word is neither `HTTP/1.0` nor `HTTP/1.1`.
    #[error("this server speaks HTTP/1.0 and HTTP/1.1")]
    Version,
    /// Not a token right before a colon (RFC 9112, section 5.1).
    #[error("a field is not NAME: VALUE")]
    FieldName,
    /// A control character (RFC 9110, section 5.5).
    #[error("a field's value has a control character in it")]
    FieldValue,
    /// More than [`MAX_FIELDS`](crate::MAX_FIELDS).
    #[error("there are more than {} fields", crate::MAX_FIELDS)]
    TooManyFields,
    /// Not one decimal number (RFC 9112, section 6.3).
    #[error("Content-Length is not one decimal number")]
    ContentLength,
    /// A line that ends with `\n` alone.
    #[error("a line ends with a bare line feed")]
    BareLineFeed,
}

/// Reads a head, without the blank line that ends it.
///
/// # Errors
///
/// The first thing that is wrong with it.
// ANCHOR: parse
pub fn parse(head: &Bytes) -> Result<Head, HeadError> {
    let (first, fields) = split(head)?;
    let (method, target, version) = request_line(first)?;
    Ok(Head { method, target, version, fields })
}

/// The first line, and the fields of the others.
fn split(head: &Bytes) -> Result<(&[u8], Fields), HeadError> {
    if has_bare_line_feed(head) {
        return Err(HeadError::BareLineFeed);
    }
    let mut lines = Lines { rest: Some(head) };
    let first = lines.next().unwrap_or_default();
    let mut fields = Fields::default();
    for line in lines {
        let (name, value) = field(line)?;
        fields.add(name, head.slice_ref(value))?;
    }
    Ok((first, fields))
}
// ANCHOR_END: parse

/// What a server says first (RFC 9112, section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyHead {
    /// Which HTTP the server speaks.
    pub version: Version,
    /// The status code: 200, 404, …
    pub status: u16,
    /// Words for people; may be empty.
    pub reason: String,
    /// The lines behind the first.
    pub fields: Fields,
}

/// Reads the head of a response, without the blank line that ends it.
///
/// # Errors
///
/// The first thing that is wrong with it.
pub fn parse_reply(head: &Bytes) -> Result<ReplyHead, HeadError> {
    let (first, fields) = split(head)?;
    let mut words = first.splitn(3, |&byte| byte == b' ');
    let version = http_version(words.next().unwrap_or_default())?;
    let status = match words.next() {
        Some(digits @ [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9']) => digits,
        _ => return Err(HeadError::StatusLine),
    };
    let status = status.iter().fold(0, |n, d| n * 10 + u16::from(d - b'0'));
    let reason = words.next().unwrap_or_default();
    if !reason.iter().all(|&byte| is_value_byte(byte)) {
        return Err(HeadError::StatusLine);
    }
    Ok(ReplyHead { version, status, reason: text(reason), fields })
}

/// The lines of a head: what stands between `\r\n`.
struct Lines<'a> {
    rest: Option<&'a [u8]>,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest?;
        match memchr::memmem::find(rest, b"\r\n") {
            Some(at) => {
                self.rest = Some(&rest[at + 2..]);
                Some(&rest[..at])
            }
            None => self.rest.take(),
        }
    }
}

// ANCHOR: request-line
fn request_line(line: &[u8]) -> Result<(String, String, Version), HeadError> {
    let mut words = line.split(|&byte| byte == b' ');
    let (Some(method), Some(target), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(HeadError::RequestLine);
    };
    let version = http_version(version)?;
    if !is_token(method) || !is_visible(target) {
        return Err(HeadError::RequestLine);
    }
    Ok((text(method), text(target), version))
}
// ANCHOR_END: request-line

fn http_version(word: &[u8]) -> Result<Version, HeadError> {
    match word {
        b"HTTP/1.1" => Ok(Version::Http11),
        b"HTTP/1.0" => Ok(Version::Http10),
        _ => Err(HeadError::Version),
    }
}

// ANCHOR: field
fn field(line: &[u8]) -> Result<(&str, &[u8]), HeadError> {
    let colon = memchr::memchr(b':', line).ok_or(HeadError::FieldName)?;
    let name = &line[..colon];
    // "Host : a" and a line that begins with a space (a folded value) are no
    // tokens: two programs could read them in two ways.
    if !is_token(name) {
        return Err(HeadError::FieldName);
    }
    let value = trim(&line[colon + 1..]);
    if !value.iter().all(|&byte| is_value_byte(byte)) {
        return Err(HeadError::FieldValue);
    }
    let name = str::from_utf8(name).map_err(|_| HeadError::FieldName)?;
    Ok((name, value))
}
// ANCHOR_END: field

/// Whether a `\n` stands anywhere without a `\r` before it.
pub(crate) fn has_bare_line_feed(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\n', bytes)
        .any(|at| at == 0 || bytes[at - 1] != b'\r')
}

/// Letters, digits and some marks: RFC 9110, section 5.6.2.
pub(crate) fn is_token(bytes: &[u8]) -> bool {
    let is_token_byte = |&byte: &u8| {
        byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
    };
    !bytes.is_empty() && bytes.iter().all(is_token_byte)
}

/// Visible ASCII. What a target may consist of in detail is chapter 14's.
pub(crate) fn is_visible(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_graphic)
}

fn is_value_byte(byte: u8) -> bool {
    byte == b'\t' || !byte.is_ascii_control()
}

/// Spaces and tabs around a value do not belong to it.
fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// Bytes that are ASCII, or should be.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
