//! Text that ends with a line feed.

use bytes::{Buf, BytesMut};
use framing::{Decoder, Encoder, Unfinished};
use thiserror::Error;

use crate::{Delimited, DelimitedError};

/// A codec for lines of UTF-8 text.
///
/// Reads lines that end with `\n`, and takes one `\r` before it as a part of
/// the mark; writes `\n` ([`Lines::new`]) or `\r\n` ([`Lines::crlf`]). A line
/// that is too long or not UTF-8 is an error, and the next one can be read. A
/// last line without `\n` is unfinished: on a network it was cut off, so
/// "DELETE /tmp/a" may have been the start of "DELETE /tmp/abc".
#[derive(Clone, Debug)]
pub struct Lines {
    lines: Delimited,
    crlf: bool,
}

/// What can be wrong with lines of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LinesError {
    /// No line feed came within the limit.
    #[error("a line is longer than {max} bytes")]
    TooLong {
        /// The limit: a `\r` counts, the `\n` does not.
        max: usize,
    },
    /// The line was read and dropped.
    #[error("a line is not UTF-8, from its byte {at} on")]
    NotUtf8 {
        /// How many of its bytes are.
        at: usize,
    },
    /// An item to send contains a line feed, or ends with `\r`.
    #[error("a line to send contains a line break, at byte {at}")]
    ContainsBreak {
        /// Where in the item the break begins.
        at: usize,
    },
    /// The stream ended before the line feed.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl From<DelimitedError> for LinesError {
    fn from(error: DelimitedError) -> LinesError {
        match error {
            DelimitedError::TooLong { max } => LinesError::TooLong { max },
            DelimitedError::ContainsMark { at } => {
                LinesError::ContainsBreak { at }
            }
            DelimitedError::Unfinished(end) => end.into(),
        }
    }
}

impl Lines {
    /// Lines of up to [`crate::MAX_LENGTH`] bytes; those written end with `\n`.
    pub fn new() -> Lines {
        Lines { lines: Delimited::new(b"\n"), crlf: false }
    }

    /// The same, but those written end with `\r\n`.
    pub fn crlf() -> Lines {
        Lines { crlf: true, ..Lines::new() }
    }

    /// The same, for lines of up to `bytes`. A `\r` counts, the `\n` does not.
    pub fn with_max_length(mut self, bytes: usize) -> Lines {
        self.lines = self.lines.with_max_length(bytes);
        self
    }
}

impl Default for Lines {
    fn default() -> Lines {
        Lines::new()
    }
}

// ANCHOR: decode
impl Decoder for Lines {
    type Frame = String;
    type Error = LinesError;

    #[inline]
    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<String>, LinesError> {
        let Some(length) = self.lines.next_length(input)? else {
            return Ok(None);
        };
        let line = &input[..length];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = str::from_utf8(line).map(str::to_owned);
        input.advance(length + self.lines.mark_len());
        match text {
            Ok(text) => Ok(Some(text)),
            Err(e) => Err(LinesError::NotUtf8 { at: e.valid_up_to() }),
        }
    }
    // ANCHOR_END: decode

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<String>, LinesError> {
        match self.decode(input)? {
            Some(line) => Ok(Some(line)),
            None if self.lines.skipped_to_end(input) => Ok(None),
            None if input.is_empty() => Ok(None),
            None => Err(Unfinished { bytes: input.len() }.into()),
        }
    }
}

impl<T: AsRef<str>> Encoder<T> for Lines {
    type Error = LinesError;

    fn encode(
        &mut self,
        item: T,
        output: &mut BytesMut,
    ) -> Result<(), LinesError> {
        let item = item.as_ref();
        // The reader would take it for a part of the mark.
        if item.ends_with('\r') {
            return Err(LinesError::ContainsBreak { at: item.len() - 1 });
        }
        self.lines.encode(item, output)?;
        if self.crlf {
            output.truncate(output.len() - 1);
            output.extend_from_slice(b"\r\n");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use framing::decode_all;

    #[test]
    fn a_line_ends_with_a_line_feed_and_one_carriage_return_before_it_goes() {
        let all =
            decode_all(&mut Lines::new(), [&b"a\nb\r\nc\r\r\n\r\n\n"[..]]);
        let lines: Vec<String> = all.into_iter().map(Result::unwrap).collect();
        assert_eq!(lines, ["a", "b", "c\r", "", ""]);
    }

    #[test]
    fn a_line_that_is_not_utf8_is_dropped_and_the_next_is_read() {
        let all = decode_all(&mut Lines::new(), [&b"caf\xe9\nok\n"[..]]);
        assert_eq!(all[0], Err(LinesError::NotUtf8 { at: 3 }));
        assert_eq!(all[1].as_deref(), Ok("ok"));
    }

    #[test]
    fn a_line_to_send_must_come_back_as_it_was() {
        let mut output = BytesMut::new();
        let mut lines = Lines::crlf();
        for bad in ["a\nb", "a\r", "\n"] {
            assert!(lines.encode(bad, &mut output).is_err(), "{bad:?}");
        }
        assert!(output.is_empty());
        lines.encode("a\rb", &mut output).unwrap();
        lines.encode("", &mut output).unwrap();
        assert_eq!(output, "a\rb\r\n\r\n");
    }
}
