//! The head of a request, read by the parser that professionals use.

use bytes::Bytes;
use httparse::{EMPTY_HEADER, Error, Status};

use crate::head::{Head, HeadError, Version, has_bare_line_feed, is_visible};
use crate::{Fields, MAX_FIELDS};

/// Reads a head, without the blank line that ends it, as [`crate::parse`]
/// does.
///
/// # Errors
///
/// The first thing that is wrong with it.
pub fn parse_with_httparse(head: &Bytes) -> Result<Head, HeadError> {
    // ANCHOR: parse
    if has_bare_line_feed(head) {
        return Err(HeadError::BareLineFeed); // httparse would take it
    }
    if head.starts_with(b"\r\n") {
        return Err(HeadError::RequestLine); // and pass over empty lines
    }
    let whole = [head, &b"\r\n\r\n"[..]].concat();
    let mut fields = [EMPTY_HEADER; MAX_FIELDS];
    let mut request = httparse::Request::new(&mut fields);
    match request.parse(&whole) {
        Ok(Status::Complete(length)) if length == whole.len() => {}
        Ok(_) => return Err(HeadError::RequestLine),
        Err(error) => return Err(error.into()),
    }
    let (Some(method), Some(target), Some(version)) =
        (request.method, request.path, request.version)
    else {
        return Err(HeadError::RequestLine);
    };
    // ANCHOR_END: parse
    // httparse lets bytes above ASCII pass here; RFC 3986 has none.
    if !is_visible(target.as_bytes()) {
        return Err(HeadError::RequestLine);
    }
    let version = match version {
        0 => Version::Http10,
        _ => Version::Http11,
    };
    let mut fields = Fields::default();
    for field in request.headers.iter() {
        fields.add(field.name, Bytes::copy_from_slice(field.value))?;
    }
    let (method, target) = (method.to_owned(), target.to_owned());
    Ok(Head { method, target, version, fields })
}

impl From<Error> for HeadError {
    fn from(error: Error) -> HeadError {
        match error {
            Error::Version => HeadError::Version,
            Error::HeaderName => HeadError::FieldName,
            Error::HeaderValue => HeadError::FieldValue,
            Error::TooManyHeaders => HeadError::TooManyFields,
            _ => HeadError::RequestLine,
        }
    }
}
