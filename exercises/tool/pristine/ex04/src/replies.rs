//! What a mail server answers: replies of one or more lines (RFC 5321).
//!
//! Every line of a reply begins with the same three digits. A `-` behind them
//! says that more lines follow; a space, or nothing, that this line is the last
//! (section 4.2.1). So a second framing lies on top of the lines.
//!
//! ```text
//! "220 ready\r\n"            220, ["ready"]
//! "250-a\r\n250-\r\n250\r\n"    250, ["a", "", ""]
//! "250-a\r\n251 b\r\n"       CodesDiffer { first: 250, then: 251 }
//! ```
//!
//! The digits are 2 to 5, then 0 to 5, then 0 to 9 (section 4.2); any other
//! line is a `BadLine`. More than `max_lines` lines in one reply are
//! `TooManyLines`. After an error the line is gone, and what had come of its
//! reply too; the next line begins a new reply. A stream that ends inside a
//! reply is `Unfinished`: also when it ends between two lines, with nothing
//! left in `input`.

use bytes::BytesMut;
use delimited::{Lines, LinesError};
use framing::{Decoder, Unfinished};
use thiserror::Error;

/// The longest line, in bytes (RFC 5321 section 4.5.3.1.5).
pub const MAX_LINE: usize = 512;

/// What the server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// 200 to 559.
    pub code: u16,
    /// The text of each line, without the code and the byte behind it.
    pub lines: Vec<String>,
}

/// A decoder for replies.
#[derive(Clone, Debug)]
pub struct Replies {
    lines: Lines,
    max_lines: usize,
}

/// What can be wrong with a reply.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReplyError {
    /// A line without a code, or with something else behind it.
    #[error("not a line of a reply: {0:?}")]
    BadLine(String),
    /// Two lines of one reply have different codes.
    #[error("a reply begins with {first} and goes on with {then}")]
    CodesDiffer {
        /// The code of the first line.
        first: u16,
        /// The code that is not the same.
        then: u16,
    },
    /// A reply does not end.
    #[error("a reply has more than {max} lines")]
    TooManyLines {
        /// The limit.
        max: usize,
    },
    /// A line is too long, or no text.
    #[error(transparent)]
    Line(LinesError),
    /// The stream ended inside a reply.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl From<LinesError> for ReplyError {
    fn from(error: LinesError) -> ReplyError {
        match error {
            LinesError::Unfinished(end) => ReplyError::Unfinished(end),
            error => ReplyError::Line(error),
        }
    }
}

impl Replies {
    /// Replies of up to `max_lines` lines.
    pub fn new(max_lines: usize) -> Replies {
        let lines = Lines::new().with_max_length(MAX_LINE - 1);
        Replies { lines, max_lines }
    }
}

impl Decoder for Replies {
    type Frame = Reply;
    type Error = ReplyError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Reply>, ReplyError> {
        let _ = (&mut self.lines, self.max_lines, input);
        todo!("take line after line, until one is the last of its reply")
    }

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Reply>, ReplyError> {
        let _ = input;
        todo!("no more bytes will come: is a reply only half there?")
    }
}
