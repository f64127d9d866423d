//! A request: a head that ends with a mark, a body that has its length in the
//! head.

use bytes::{Buf, Bytes, BytesMut};
use delimited::{Delimited, DelimitedError};
use framing::{Decoder, Unfinished};
use length_prefixed::{Counted, LengthError};
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
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        match path.split_once("://") {
            // Only a target that begins with a scheme has an authority.
            Some((scheme, rest)) if !scheme.contains('/') => {
                rest.find('/').map_or("/", |at| &rest[at..])
            }
            _ => path,
        }
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
    /// An empty line before the request was passed over.
    blank: bool,
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
            blank: false,
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
            check_host(&head)?;
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

    // ANCHOR: head-of
    fn head(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Head>, RequestError> {
        // One empty line before a request is passed over (RFC 9112, 2.2).
        if !self.blank && self.line.is_some() && input.starts_with(b"\r\n") {
            input.advance(2);
            (self.blank, self.line) = (true, Some(0));
        }
        self.check_line(input)?;
        let Some(head) = self.heads.decode(input)? else { return Ok(None) };
        (self.blank, self.line) = (false, Some(0));
        Ok(Some(parse(&head)?))
    }
    // ANCHOR_END: head-of

    /// Refuses a first line that is too long, or that a person has ended with
    /// `\n` alone and who now waits, as soon as that is sure.
    fn check_line(&mut self, input: &[u8]) -> Result<(), RequestError> {
        let Some(searched) = self.line else { return Ok(()) };
        let window = input.len().min(MAX_LINE + 2);
        match memchr::memchr(b'\n', &input[searched..window]) {
            Some(at) if input[..searched + at].ends_with(b"\r") => {
                self.line = None;
            }
            Some(_) => return Err(HeadError::BareLineFeed.into()),
            None if window == MAX_LINE + 2 => {
                return Err(RequestError::LineTooLong);
            }
            None => self.line = Some(window),
        }
        Ok(())
    }
}

impl Default for RequestDecoder {
    fn default() -> RequestDecoder {
        RequestDecoder::new()
    }
}

/// Which site is meant: one `Host`; HTTP/1.0 had none yet.
fn check_host(head: &Head) -> Result<(), RequestError> {
    match (head.fields.all("host").count(), head.version) {
        (1, _) | (0, Version::Http10) => Ok(()),
        _ => Err(RequestError::Host),
    }
}

/// How many bytes the body has, as the head says.
// ANCHOR: body-length
fn body_length(head: &Head) -> Result<u64, RequestError> {
    if head.fields.get("transfer-encoding").is_some() {
        return Err(RequestError::TransferEncoding);
    }
    Ok(head.fields.content_length()?.unwrap_or(0))
}
// ANCHOR_END: body-length

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
            LengthError::BadVarint => HeadError::ContentLength.into(),
        }
    }
}
