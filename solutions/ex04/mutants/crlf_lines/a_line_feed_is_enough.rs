// killed by: a line feed alone does not end a line
//! Lines end with `\n`, as on a terminal; a `\r` before it goes.

use bytes::{Buf, Bytes, BytesMut};
use framing::{Decoder, Unfinished};
use thiserror::Error;

/// A decoder for lines that end with `\r\n`.
#[derive(Clone, Debug)]
pub struct CrlfLines {
    max_length: usize,
    /// No break is in this many bytes at the front of the input.
    searched: usize,
}

/// What can be wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CrlfError {
    /// A `\n` without a `\r` before it.
    #[error("a line feed stands alone at byte {at} of a line")]
    BareLf {
        /// Where in the line.
        at: usize,
    },
    /// A `\r` without a `\n` behind it.
    #[error("a carriage return stands alone at byte {at} of a line")]
    BareCr {
        /// Where in the line.
        at: usize,
    },
    /// No end came within the limit.
    #[error("a line is longer than {max} bytes")]
    TooLong {
        /// The limit, without `\r\n`.
        max: usize,
    },
    /// The stream ended inside a line.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl CrlfLines {
    /// Lines of up to `max_length` bytes, their ends not counted.
    pub fn new(max_length: usize) -> CrlfLines {
        CrlfLines { max_length, searched: 0 }
    }
}

impl Decoder for CrlfLines {
    type Frame = Bytes;
    type Error = CrlfError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, CrlfError> {
        let is_break = |b: &u8| matches!(b, b'\r' | b'\n');
        let found = input[self.searched..].iter().position(is_break);
        let at = found.map_or(input.len(), |found| self.searched + found);
        if at > self.max_length {
            return Err(CrlfError::TooLong { max: self.max_length });
        }
        // No break in front of it, and nothing behind it: look here next.
        self.searched = at;
        match input[at..] {
            [] | [b'\r'] => Ok(None),
            [b'\r', b'\n', ..] => {
                let line = input.split_to(at).freeze();
                input.advance(2);
                self.searched = 0;
                Ok(Some(line))
            }
            [b'\r', ..] => Err(CrlfError::BareCr { at }),
            _ => {
                let line = input.split_to(at).freeze();
                input.advance(1);
                self.searched = 0;
                Ok(Some(line))
            }
        }
    }
}
