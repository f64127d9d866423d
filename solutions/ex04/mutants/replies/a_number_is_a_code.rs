// killed by: is no line of a reply
//! What parses as a number of up to 599 is taken for a code.

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
    /// The lines so far of a reply that goes on.
    reply: Option<Reply>,
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
        Replies { lines, max_lines, reply: None }
    }

    /// Adds a line; gives the reply when it was the last.
    fn add(&mut self, line: &str) -> Result<Option<Reply>, ReplyError> {
        // Taken first: an error below drops it.
        let reply = self.reply.take();
        let (code, more, text) =
            parse(line).ok_or_else(|| ReplyError::BadLine(line.to_owned()))?;
        let mut reply = reply.unwrap_or(Reply { code, lines: vec![] });
        if reply.code != code {
            let first = reply.code;
            return Err(ReplyError::CodesDiffer { first, then: code });
        }
        if reply.lines.len() == self.max_lines {
            return Err(ReplyError::TooManyLines { max: self.max_lines });
        }
        reply.lines.push(text.to_owned());
        if more {
            self.reply = Some(reply);
            return Ok(None);
        }
        Ok(Some(reply))
    }
}

/// The code, whether more lines follow, and the text.
fn parse(line: &str) -> Option<(u16, bool, &str)> {
    let code = line.get(..3)?.parse().ok()?;
    if !(200..=599).contains(&code) {
        return None;
    }
    let rest = &line.as_bytes()[3..];
    let more = match rest.first() {
        None | Some(b' ') => false,
        Some(b'-') => true,
        Some(_) => return None,
    };
    Some((code, more, line.get(4..).unwrap_or("")))
}

impl Decoder for Replies {
    type Frame = Reply;
    type Error = ReplyError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Reply>, ReplyError> {
        loop {
            match self.lines.decode(input) {
                Ok(None) => return Ok(None),
                Ok(Some(line)) => {
                    if let Some(reply) = self.add(&line)? {
                        return Ok(Some(reply));
                    }
                }
                Err(error) => {
                    self.reply = None;
                    return Err(error.into());
                }
            }
        }
    }

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Reply>, ReplyError> {
        if let Some(reply) = self.decode(input)? {
            return Ok(Some(reply));
        }
        // No whole line is left. A part of one?
        self.lines.decode_end(input)?;
        if self.reply.is_some() {
            return Err(Unfinished { bytes: 0 }.into());
        }
        Ok(None)
    }
}
