// killed by: an error leaves the output as it was
//! A line is written before the next one is checked.

use bytes::{Buf, BytesMut};
use framing::{Decoder, Encoder, Unfinished};
use thiserror::Error;

/// A codec for texts that end with a line of one dot.
#[derive(Clone, Debug)]
pub struct DotStuffed {
    max_length: usize,
    /// Where the first line begins that is not whole yet.
    line: usize,
    /// No `\r\n` of that line begins in front of this byte.
    searched: usize,
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
        DotStuffed { max_length, line: 0, searched: 0 }
    }

    /// Where the end line begins, when it is there.
    fn find_end(&mut self, input: &[u8]) -> Option<usize> {
        while let Some(at) = find_break(&input[self.searched..]) {
            let end = self.searched + at;
            if &input[self.line..end] == b"." {
                return Some(self.line);
            }
            self.line = end + 2;
            self.searched = self.line;
        }
        // The last byte may be the \r of the next break.
        self.searched = self.line.max(input.len().saturating_sub(1));
        None
    }
}

fn find_break(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|two| two == b"\r\n")
}

/// The lines of `text`, each with the `\n` that ends it.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|&b| b == b'\n')
}

impl Decoder for DotStuffed {
    type Frame = Vec<u8>;
    type Error = DotError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Vec<u8>>, DotError> {
        let end = self.find_end(input);
        // The end line takes three bytes: two of them may be there.
        if end.unwrap_or(input.len().saturating_sub(2)) > self.max_length {
            return Err(DotError::TooLong { max: self.max_length });
        }
        let Some(end) = end else { return Ok(None) };
        let mut text = Vec::with_capacity(end);
        let mut at_start = true;
        for line in lines(&input[..end]) {
            let stuffed = at_start && line.starts_with(b".");
            text.extend_from_slice(&line[usize::from(stuffed)..]);
            at_start = line.ends_with(b"\r\n");
        }
        input.advance(end + b".\r\n".len());
        (self.line, self.searched) = (0, 0);
        Ok(Some(text))
    }
}

impl Encoder<&[u8]> for DotStuffed {
    type Error = DotError;

    fn encode(
        &mut self,
        text: &[u8],
        output: &mut BytesMut,
    ) -> Result<(), DotError> {
        for (line, bytes) in lines(text).enumerate() {
            match bytes.strip_suffix(b"\r\n") {
                Some(bytes) if !bytes.contains(&b'\r') => {
                    if bytes.starts_with(b".") {
                        output.extend_from_slice(b".");
                    }
                    output.extend_from_slice(bytes);
                    output.extend_from_slice(b"\r\n");
                }
                _ => return Err(DotError::BadLine { line }),
            }
        }
        output.extend_from_slice(b".\r\n");
        Ok(())
    }
}
