//! Replies of several lines.
//!
//! A mail server (SMTP, RFC 5321, section 4.2.1; FTP does the same) answers with a
//! code of three digits and a text. When the text has several lines, each line
//! but the last has a hyphen after the code; the last has a space, or nothing at all.
//!
//! ```text
//! "250-mail.example\r\n" "250-SIZE 1000\r\n" "250 HELP\r\n"
//!     → one reply: 250, ["mail.example", "SIZE 1000", "HELP"]
//! "354\r\n"
//!     → one reply: 354, [""]
//! ```
//!
//! The code is the same in all lines of a reply; its first digit is 2 to 5. A reply has
//! at most [`MAX_LINES`] lines. Lines come from the chapter's
//! [`Lines`](delimited::Lines).

use bytes::BytesMut;
use delimited::{Lines, LinesError};
use framing::{Decoder, Unfinished};
use thiserror::Error;

/// How many lines a reply may have.
pub const MAX_LINES: usize = 100;

/// What the server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// 200 to 599.
    pub code: u16,
    /// One text for each line, at least one.
    pub texts: Vec<String>,
}

/// Why there is no reply.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReplyError {
    /// A line is too long, not UTF-8, or cut off.
    #[error(transparent)]
    Line(#[from] LinesError),
    /// A line does not begin with a code and a hyphen, a space, or its end.
    #[error("no line of a reply: \"{0}\"")]
    Malformed(String),
    /// The code changed in the middle of a reply.
    #[error("a reply of {first} goes on with {then}")]
    CodeChanged {
        /// The code of the first line.
        first: u16,
        /// The other one.
        then: u16,
    },
    /// More than [`MAX_LINES`].
    #[error("a reply has more than {MAX_LINES} lines")]
    TooManyLines,
    /// The stream ended between two lines of a reply.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

/// The decoder: each frame is a reply. After an error it is not used again.
#[derive(Clone, Debug, Default)]
pub struct Replies {
    lines: Lines,
    /// The lines of the reply so far.
    so_far: Option<Reply>,
}

impl Decoder for Replies {
    type Frame = Reply;
    type Error = ReplyError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Reply>, ReplyError> {
        let _ = (&self.lines, &self.so_far, input);
        todo!("line by line, until one has no hyphen")
    }

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Reply>, ReplyError> {
        let _ = input;
        todo!("an end after a hyphen is not the end of a reply")
    }
}
