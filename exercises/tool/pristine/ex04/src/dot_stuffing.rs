//! A mark that may stand in the text: dot-stuffing.
//!
//! In POP3 (and SMTP, and NNTP) a text of many lines ends with a line that is a
//! single dot. But a text may have such a line, too. So the sender puts one
//! more dot before every line that begins with a dot, and the reader takes one
//! away (RFC 1939 section 3).
//!
//! ```text
//! text:  "Hi,\r\n"  ".\r\n"   "..5\r\n"
//! wire:  "Hi,\r\n"  "..\r\n"  "...5\r\n"  ".\r\n"
//! ```
//!
//! A frame is the text, each line with its `\r\n`; it may be empty. Only `\r\n`
//! ends a line: programs that took `\n.\n` for the end let a sender write a
//! second, forged mail into the first (SMTP smuggling). To send: a text that is
//! not whole lines, or has a lone `\r` or `\n` in it, is `BadLine`.
//!
//! A text of more than `max_length` bytes as it stands on the wire, without the
//! end line, is `TooLong`. That error is final: `input` keeps its bytes, and
//! the next call gives it again. And do not start your search over for every
//! piece.

use bytes::BytesMut;
use framing::{Decoder, Encoder, Unfinished};
use thiserror::Error;

/// A codec for texts that end with a line of one dot.
#[derive(Clone, Debug)]
pub struct DotStuffed {
    max_length: usize,
}

/// What can be wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DotError {
    /// The text does not end within the limit.
    #[error("a text is longer than {max} bytes")]
    TooLong {
        /// The limit.
        max: usize,
    },
    /// A text to send is not made of lines with `\r\n`.
    #[error("line {line} of a text to send has a bad line break, or none")]
    BadLine {
        /// Which line, if `\n` ends a line; the first is 0.
        line: usize,
    },
    /// The stream ended inside a text.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl DotStuffed {
    /// Texts of up to `max_length` bytes on the wire.
    pub fn new(max_length: usize) -> DotStuffed {
        DotStuffed { max_length }
    }
}

impl Decoder for DotStuffed {
    type Frame = Vec<u8>;
    type Error = DotError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Vec<u8>>, DotError> {
        let _ = (self.max_length, input);
        todo!("look for the end line; give the text without the extra dots")
    }
}

impl Encoder<&[u8]> for DotStuffed {
    type Error = DotError;

    fn encode(
        &mut self,
        text: &[u8],
        output: &mut BytesMut,
    ) -> Result<(), DotError> {
        let _ = (text, output);
        todo!("check all lines, then write them, then the end line")
    }
}
