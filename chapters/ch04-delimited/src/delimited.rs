//! Messages that end with any mark.

use bytes::{Buf, Bytes, BytesMut};
use framing::{Decoder, Encoder, Unfinished};
use thiserror::Error;

use crate::mark::Mark;

/// How long a message may be unless said otherwise: 8 KiB, without its mark.
pub const MAX_LENGTH: usize = 8 * 1024;

/// A codec for messages that end with a mark of one or more bytes.
///
/// A frame is the message without its mark; it may be empty. A message over the
/// limit is reported once, as soon as it is sure; it is then skipped up to its
/// mark, without being kept, and decoding can go on behind it.
///
/// ```
/// use delimited::{Delimited, DelimitedError};
/// use framing::decode_all;
///
/// let mut codec = Delimited::new(b", ").with_max_length(5);
/// let all = decode_all(&mut codec, [&b"red,"[..], b" purple, blue, "]);
/// assert_eq!(all[0].as_ref().unwrap(), "red");
/// assert_eq!(all[1], Err(DelimitedError::TooLong { max: 5 }));
/// assert_eq!(all[2].as_ref().unwrap(), "blue");
/// ```
// ANCHOR: delimited
#[derive(Clone, Debug)]
pub struct Delimited {
    mark: Mark,
    max_length: usize,
    /// No mark begins in this many bytes at the front of the input.
    searched: usize,
    /// The bytes at the front belong to a message that was too long.
    skipping: bool,
}
// ANCHOR_END: delimited

/// What can be wrong with messages that end with a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DelimitedError {
    /// No mark came within the limit.
    #[error("a message is longer than {max} bytes")]
    TooLong {
        /// The limit, without the mark.
        max: usize,
    },
    /// An item to send would be read as two: a mark begins inside it.
    #[error("a message to send contains the mark that ends it, at byte {at}")]
    ContainsMark {
        /// Where in the item the mark begins.
        at: usize,
    },
    /// The stream ended before the mark.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl Delimited {
    /// Messages that end with the sequence `mark`.
    ///
    /// # Panics
    ///
    /// When `mark` is empty: a mistake in the program.
    pub fn new(mark: &[u8]) -> Delimited {
        Delimited::with(Mark::sequence(mark))
    }

    /// Messages that end with any one of the bytes `marks`. Which one ended a
    /// frame is not told; those to send end with the first.
    ///
    /// # Panics
    ///
    /// When `marks` is empty.
    pub fn any_of(marks: &[u8]) -> Delimited {
        Delimited::with(Mark::any_of(marks))
    }

    fn with(mark: Option<Mark>) -> Delimited {
        let mark = mark.expect("a mark needs at least one byte");
        // The first search asks the processor what it can do. Better here than
        // in each process that `fork` makes of one that has not searched.
        let _ = memchr::memchr(0, b"");
        let max_length = MAX_LENGTH;
        Delimited { mark, max_length, searched: 0, skipping: false }
    }

    /// The same, for messages of up to `bytes`, their mark not counted.
    pub fn with_max_length(mut self, bytes: usize) -> Delimited {
        self.max_length = bytes;
        self
    }

    /// How many bytes at the front of the input will not be searched again.
    pub fn searched(&self) -> usize {
        self.searched
    }

    /// The length of the mark.
    pub(crate) fn mark_len(&self) -> usize {
        self.mark.len()
    }

    /// The length of the message at the front of `input`, its mark not
    /// counted, once its mark is there. The caller takes both: for those who
    /// read a message where it lies, and need no piece of the buffer.
    ///
    /// # Errors
    ///
    /// [`DelimitedError::TooLong`].
    // ANCHOR: next-length
    #[inline]
    pub fn next_length(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<usize>, DelimitedError> {
        if self.skipping && !self.skip(input) {
            return Ok(None);
        }
        // A mark that begins behind the limit is of no use.
        let limit = self.max_length.saturating_add(self.mark.len());
        let window = input.len().min(limit);
        if let Some(at) = self.mark.find(&input[self.searched..window]) {
            let length = self.searched + at;
            self.searched = 0;
            return Ok(Some(length));
        }
        // The last bytes may be the start of a mark.
        self.searched = (window + 1).saturating_sub(self.mark.len());
        if window < limit {
            return Ok(None);
        }
        self.skipping = true;
        input.advance(std::mem::take(&mut self.searched));
        Err(DelimitedError::TooLong { max: self.max_length })
    }
    // ANCHOR_END: next-length

    /// Drops what belongs to a message that was too long; true: all of it.
    // ANCHOR: skip
    #[cold]
    fn skip(&mut self, input: &mut BytesMut) -> bool {
        let found = self.mark.find(input);
        let drop = match found {
            Some(at) => at + self.mark.len(),
            None => (input.len() + 1).saturating_sub(self.mark.len()),
        };
        input.advance(drop);
        self.skipping = found.is_none();
        found.is_some()
    }
    // ANCHOR_END: skip

    /// True when what is left at the end was reported already. Drops it.
    pub(crate) fn skipped_to_end(&self, input: &mut BytesMut) -> bool {
        if self.skipping {
            input.clear();
        }
        self.skipping
    }
}

// ANCHOR: decode
impl Decoder for Delimited {
    type Frame = Bytes;
    type Error = DelimitedError;

    #[inline]
    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, DelimitedError> {
        let Some(length) = self.next_length(input)? else {
            return Ok(None);
        };
        let frame = input.split_to(length).freeze();
        input.advance(self.mark.len());
        Ok(Some(frame))
    }
    // ANCHOR_END: decode

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, DelimitedError> {
        match self.decode(input)? {
            Some(frame) => Ok(Some(frame)),
            None if self.skipped_to_end(input) || input.is_empty() => Ok(None),
            None => Err(Unfinished { bytes: input.len() }.into()),
        }
    }
}

/// Refuses what the other side would not read as one message.
// ANCHOR: encode
impl<T: AsRef<[u8]>> Encoder<T> for Delimited {
    type Error = DelimitedError;

    fn encode(
        &mut self,
        item: T,
        output: &mut BytesMut,
    ) -> Result<(), DelimitedError> {
        let item = item.as_ref();
        if item.len() > self.max_length {
            return Err(DelimitedError::TooLong { max: self.max_length });
        }
        let start = output.len();
        output.extend_from_slice(item);
        output.extend_from_slice(self.mark.bytes());
        // "ba" and the mark "aa" make "baaa": a reader would find "b".
        match self.mark.find(&output[start..]) {
            Some(at) if at < item.len() => {
                output.truncate(start);
                Err(DelimitedError::ContainsMark { at })
            }
            _ => Ok(()),
        }
    }
}
// ANCHOR_END: encode

#[cfg(test)]
mod tests;
