//! Reading a response: its head says how its body ends.

use std::io::{self, Read};

use bytes::Bytes;
use delimited::{Delimited, DelimitedError};
use framing::{Decoder, Error, Framed, Unfinished};
use length_prefixed::{Counted, LengthError, UntilClose, UntilCloseError};
use thiserror::Error;

use crate::head::has_bare_line_feed;
use crate::{HeadError, MAX_HEAD, ReplyHead, parse_reply};

/// How many interim answers (1xx) may come before the real one.
pub const MAX_INTERIM: usize = 10;

/// What a server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Version, status, fields.
    pub head: ReplyHead,
    /// The body, whole.
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum ReplyError {
    /// The stream failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The server closed before it said anything.
    #[error("the server closed without an answer")]
    Nothing,
    /// The bytes are no head of a response.
    #[error("this is no HTTP response: {0}")]
    Head(#[from] HeadError),
    /// The head is over [`MAX_HEAD`].
    #[error("the response's head is longer than {MAX_HEAD} bytes")]
    HeadTooLong,
    /// More than [`MAX_INTERIM`] answers that are none.
    #[error("the server sent more than {MAX_INTERIM} interim responses")]
    Interim,
    /// The body comes in a form that chapter 14 reads.
    #[error("the body is in a transfer coding, which chapter 14 reads")]
    TransferEncoding,
    /// The body is over the limit.
    #[error("the response's body is longer than {max} bytes")]
    BodyTooLong {
        /// The limit.
        max: usize,
    },
    /// The server left in the middle.
    #[error("the response was cut off: {0}")]
    Unfinished(#[from] Unfinished),
}

/// Reads one response from `stream`; its body may have up to `max_body` bytes.
///
/// Whether the request was a HEAD (`head_only`) stands nowhere in the
/// response, and such a response has no body whatever its head says
/// (RFC 9112, section 6.3).
///
/// # Errors
///
/// As [`ReplyError`] tells. A body that ends before its length is one.
// ANCHOR: read-reply
pub fn read_reply<S: Read>(
    stream: S,
    head_only: bool,
    max_body: usize,
) -> Result<Reply, ReplyError> {
    let mark = Delimited::new(b"\r\n\r\n").with_max_length(MAX_HEAD);
    let mut framed = Framed::new(stream, mark);
    let head = final_head(&mut framed)?;
    if head.fields.get("transfer-encoding").is_some() {
        return Err(ReplyError::TransferEncoding);
    }
    let body = match head.fields.content_length()? {
        _ if head_only || matches!(head.status, 204 | 304) => Bytes::new(),
        Some(length) => {
            let counted = Counted::new(length, max_body)?;
            last(framed.map_codec(|_| counted))?
        }
        None => {
            let until_close = UntilClose::new().with_max_length(max_body);
            last(framed.map_codec(|_| until_close))?
        }
    };
    Ok(Reply { head, body })
}
// ANCHOR_END: read-reply

/// Passes over interim answers: "go on", and the like (RFC 9110, 15.2).
fn final_head<S: Read>(
    framed: &mut Framed<S, Delimited>,
) -> Result<ReplyHead, ReplyError> {
    for _ in 0..=MAX_INTERIM {
        let head = match framed.read_frame() {
            Ok(Some(head)) => parse_reply(&head)?,
            Ok(None) => return Err(ReplyError::Nothing),
            // Whoever ends lines with `\n` never sends our mark.
            Err(Error::Codec(_)) if has_bare_line_feed(framed.buffered()) => {
                return Err(HeadError::BareLineFeed.into());
            }
            Err(error) => return Err(error.into()),
        };
        if head.status >= 200 {
            return Ok(head);
        }
    }
    Err(ReplyError::Interim)
}

/// The one message that is left.
fn last<S: Read, C>(mut framed: Framed<S, C>) -> Result<Bytes, ReplyError>
where
    C: Decoder<Frame = Bytes>,
    ReplyError: From<C::Error>,
{
    Ok(framed.read_frame()?.unwrap_or_default())
}

impl<E: Into<ReplyError>> From<Error<E>> for ReplyError {
    fn from(error: Error<E>) -> ReplyError {
        match error {
            Error::Io(error) => error.into(),
            Error::Codec(error) => error.into(),
        }
    }
}

impl From<DelimitedError> for ReplyError {
    fn from(error: DelimitedError) -> ReplyError {
        match error {
            DelimitedError::Unfinished(end) => end.into(),
            _ => ReplyError::HeadTooLong,
        }
    }
}

impl From<LengthError> for ReplyError {
    fn from(error: LengthError) -> ReplyError {
        match error {
            LengthError::TooLong { max, .. } => ReplyError::BodyTooLong { max },
            LengthError::Unfinished(end) => end.into(),
            LengthError::BadVarint => HeadError::ContentLength.into(),
        }
    }
}

impl From<UntilCloseError> for ReplyError {
    fn from(error: UntilCloseError) -> ReplyError {
        match error {
            UntilCloseError::TooLong { max } => ReplyError::BodyTooLong { max },
            UntilCloseError::Unfinished(end) => end.into(),
        }
    }
}
