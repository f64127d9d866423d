//! A request: a head that ends with a mark, a body that has its length in the
//! head.

use bytes::{Buf, Bytes, BytesMut};
use delimited::{Delimited, DelimitedError};
use framing::{Decoder, Unfinished};
use length_prefixed::{Counted, LengthError};
use memchr::memmem;
use thiserror::Error;

use crate::head::{Head, HeadError, Version, parse};

/// How long the first line may be: 8,000 bytes (RFC 9112, section 3, wants
/// no less).
pub const MAX_LINE: usize = 8_000;
/// How long a head may be: 16 KiB, the first line and all fields.
pub const MAX_HEAD: usize = 16 * 1024;
/// How long a body may be unless said otherwise: 64 KiB.
pub const MAX_BODY: usize = 64 * 1024;

/// What a client asks for, and what it sent with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Method, target, version and fields.
    pub head: Head,
    /// As many bytes as the head said; none unless it did.
    pub body: Bytes,
}

impl Request {
    /// The path of the target, without its query: `/` of `/?name=Ada`, and of
    /// `http://localhost:9006/` too (RFC 9112, section 3.2.2).
    pub fn path(&self) -> &str {
        let target = self.head.target.as_str();
        let path = match target.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
            None => target,
        };
        path.split_once('?').map_or(path, |(path, _)| path)
    }
}

/// Why a request cannot be served; [`RequestError::status`] is the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RequestError {
    /// The bytes are no head.
    #[error(transparent)]
    Head(#[from] HeadError),
    /// The first line is over [`MAX_LINE`].
    #[error("the first line is longer than {MAX_LINE} bytes")]
    LineTooLong,
    /// The head is over [`MAX_HEAD`].
    #[error("the head is longer than {MAX_HEAD} bytes")]
    HeadTooLong,
    /// HTTP/1.1 wants exactly one `Host` (RFC 9112, section 3.2).
    #[error("there is not exactly one Host field")]
    Host,
    /// Not one decimal number (RFC 9112, section 6.3).
    #[error("Content-Length is not one decimal number")]
    ContentLength,
    /// The body comes in a form that chapter 14 reads.
    #[error("this server reads bodies by Content-Length only")]
    TransferEncoding,
    /// The body would be over the limit.
    #[error("the body is longer than {max} bytes")]
    BodyTooLong {
        /// The limit.
        max: usize,
    },
    /// The client left in the middle.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl RequestError {
    /// The status code of the answer (RFC 9110, section 15).
    // ANCHOR: status
    pub fn status(&self) -> u16 {
        match self {
            RequestError::Head(HeadError::Version) => 505,
            RequestError::Head(HeadError::TooManyFields) => 431,
            RequestError::LineTooLong => 414,
            RequestError::HeadTooLong => 431,
            RequestError::BodyTooLong { .. } => 413,
            RequestError::TransferEncoding => 501,
            RequestError::Head(_)
            | RequestError::Host
            | RequestError::ContentLength
            | RequestError::Unfinished(_) => 400,
        }
    }
    // ANCHOR_END: status
}

/// Finds requests in bytes: chapter 4's decoder for the head, then chapter
/// 5's for the body. Every error is final.
// ANCHOR: decoder
#[derive(Debug)]
pub struct RequestDecoder {
    heads: Delimited,
    /// How far the end of the first line was searched for; `None`: it was
    /// found, within the limit.
    line: Option<usize>,
    /// A head that was read, and the body that is awaited.
    body: Option<(Head, Counted)>,
    max_body: usize,
    /// What was wrong: from then on nothing can be trusted.
    failed: Option<RequestError>,
}
// ANCHOR_END: decoder

impl RequestDecoder {
    /// A decoder for bodies of up to [`MAX_BODY`].
    pub fn new() -> RequestDecoder {
        RequestDecoder {
            heads: Delimited::new(b"\r\n\r\n").with_max_length(MAX_HEAD),
            line: Some(0),
            body: None,
            max_body: MAX_BODY,
            failed: None,
        }
    }

    /// The same, for bodies of up to `bytes`.
    pub fn with_max_body(mut self, bytes: usize) -> RequestDecoder {
        self.max_body = bytes;
        self
    }

    /// Whether it is between two requests, apart from what is in the input.
    pub fn is_idle(&self) -> bool {
        self.body.is_none()
    }

    // ANCHOR: next
    fn next(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Request>, RequestError> {
        if self.body.is_none() {
            let Some(head) = self.head(input)? else { return Ok(None) };
            let length = body_length(&head)?;
            let body = Counted::new(length, self.max_body)?;
            self.body = Some((head, body));
        }
        let Some((_, body)) = &mut self.body else { return Ok(None) };
        let Some(body) = body.decode(input)? else { return Ok(None) };
        let head = self.body.take().map(|(head, _)| head);
        Ok(head.map(|head| Request { head, body }))
    }
    // ANCHOR_END: next

    // ANCHOR: head
    fn head(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Head>, RequestError> {
        // An empty line before a request is passed over (RFC 9112, 2.2).
        while self.line == Some(0) && input.starts_with(b"\r\n") {
            input.advance(2);
        }
        self.check_line(input)?;
        let Some(head) = self.heads.decode(input)? else { return Ok(None) };
        self.line = Some(0);
        Ok(Some(parse(&head)?))
    }
    // ANCHOR_END: head

    /// Refuses a first line that is too long, as soon as that is sure.
    fn check_line(&mut self, input: &[u8]) -> Result<(), RequestError> {
        let Some(searched) = self.line else { return Ok(()) };
        let window = input.len().min(MAX_LINE + 2);
        if memmem::find(&input[searched..window], b"\r\n").is_some() {
            self.line = None;
        } else if window == MAX_LINE + 2 {
            return Err(RequestError::LineTooLong);
        } else {
            self.line = Some(window.saturating_sub(1)); // it may be the `\r`
        }
        Ok(())
    }
}

impl Default for RequestDecoder {
    fn default() -> RequestDecoder {
        RequestDecoder::new()
    }
}

/// How many bytes the body has, as the head says.
// ANCHOR: body-length
fn body_length(head: &Head) -> Result<u64, RequestError> {
    let hosts = head.fields.all("host").count();
    if hosts > 1 || (hosts == 0 && head.version == Version::Http11) {
        return Err(RequestError::Host);
    }
    if head.fields.get("transfer-encoding").is_some() {
        return Err(RequestError::TransferEncoding);
    }
    let mut lengths = head.fields.all("content-length");
    match (lengths.next(), lengths.next()) {
        (None, _) => Ok(0),
        (Some(digits), None) => decimal(digits),
        (Some(_), Some(_)) => Err(RequestError::ContentLength),
    }
}
// ANCHOR_END: body-length

/// Digits and nothing else: `parse` would take "+5", too.
fn decimal(digits: &[u8]) -> Result<u64, RequestError> {
    let number = match digits.iter().all(u8::is_ascii_digit) {
        true => str::from_utf8(digits).unwrap_or_default(),
        false => "",
    };
    // Too many digits for 64 bits are too many bytes for anybody.
    number.parse().map_err(|_| RequestError::ContentLength)
}

impl Decoder for RequestDecoder {
    type Frame = Request;
    type Error = RequestError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Request>, RequestError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.next(input).inspect_err(|error| self.failed = Some(*error))
    }

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Request>, RequestError> {
        match self.decode(input)? {
            Some(request) => Ok(Some(request)),
            None if input.is_empty() && self.is_idle() => Ok(None),
            None => Err(Unfinished { bytes: input.len() }.into()),
        }
    }
}

impl From<DelimitedError> for RequestError {
    fn from(error: DelimitedError) -> RequestError {
        match error {
            DelimitedError::Unfinished(end) => end.into(),
            _ => RequestError::HeadTooLong,
        }
    }
}

impl From<LengthError> for RequestError {
    fn from(error: LengthError) -> RequestError {
        match error {
            LengthError::TooLong { max, .. } => {
                RequestError::BodyTooLong { max }
            }
            LengthError::Unfinished(end) => end.into(),
            LengthError::BadVarint => RequestError::ContentLength,
        }
    }
}
