//! Frames of one length that both sides know: the simplest framing.

use bytes::{Bytes, BytesMut};
use thiserror::Error;

use crate::{Decoder, Encoder, Unfinished};

/// A codec for frames of exactly `length` bytes, without any mark.
///
/// Its limit is its length: it never holds more than one unfinished frame.
/// Where frames begin is counted from the first byte of the stream on, so one
/// lost or extra byte spoils everything after it.
///
/// A frame is [`Bytes`]: a view of the buffer that was read, not a copy. It
/// keeps the whole buffer alive, so copy what you store for long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedLength {
    length: usize,
}

/// What can be wrong with fixed-length frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FixedError {
    /// An item to send has another length.
    #[error("a message has {want} bytes here, this one has {got}")]
    WrongLength {
        /// The length of every frame.
        want: usize,
        /// The length of the item.
        got: usize,
    },
    /// The stream ended in the middle of a frame.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl FixedLength {
    /// A codec for frames of `length` bytes.
    ///
    /// # Panics
    ///
    /// When `length` is 0: any stream would be frames without end. That is a
    /// mistake in the program, not in what a peer sent.
    pub fn new(length: usize) -> FixedLength {
        assert!(length > 0, "a frame needs at least one byte");
        FixedLength { length }
    }

    /// The length of every frame, in bytes.
    pub fn length(&self) -> usize {
        self.length
    }
}

// ANCHOR: decode
impl Decoder for FixedLength {
    type Frame = Bytes;
    type Error = FixedError;

    #[inline]
    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, FixedError> {
        if input.len() < self.length {
            return Ok(None);
        }
        Ok(Some(input.split_to(self.length).freeze()))
    }
}
// ANCHOR_END: decode

// ANCHOR: encode
impl<T: AsRef<[u8]>> Encoder<T> for FixedLength {
    type Error = FixedError;

    fn encode(
        &mut self,
        item: T,
        output: &mut BytesMut,
    ) -> Result<(), FixedError> {
        let item = item.as_ref();
        let (want, got) = (self.length, item.len());
        if got != want {
            return Err(FixedError::WrongLength { want, got });
        }
        output.extend_from_slice(item);
        Ok(())
    }
}
// ANCHOR_END: encode

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode_all;

    #[test]
    fn a_frame_comes_when_its_last_byte_comes() {
        let mut input = BytesMut::new();
        let mut codec = FixedLength::new(3);
        for byte in *b"ab" {
            input.extend_from_slice(&[byte]);
            assert_eq!(codec.decode(&mut input), Ok(None));
        }
        input.extend_from_slice(b"c");
        assert_eq!(codec.decode(&mut input).unwrap().unwrap(), "abc");
        assert_eq!(codec.decode(&mut input), Ok(None));
    }

    #[test]
    fn frames_are_views_of_one_buffer_not_copies() {
        let mut input = BytesMut::from(&b"aabbcc"[..]);
        let start = input.as_ptr();
        let mut codec = FixedLength::new(2);
        for at in [0, 2, 4] {
            let frame = codec.decode(&mut input).unwrap().unwrap();
            assert_eq!(frame.as_ptr(), start.wrapping_add(at));
        }
    }

    #[test]
    fn an_end_between_frames_is_clean_and_inside_one_is_not() {
        let mut codec = FixedLength::new(2);
        assert_eq!(decode_all(&mut codec, [&b"aabb"[..]]).len(), 2);
        let all = decode_all(&mut codec, [&b"aab"[..]]);
        assert_eq!(all[1], Err(Unfinished { bytes: 1 }.into()));
    }

    #[test]
    fn an_item_of_another_length_is_refused_and_nothing_is_written() {
        let mut output = BytesMut::from("before");
        let mut codec = FixedLength::new(4);
        for item in ["", "abc", "abcde"] {
            let got = item.len();
            assert_eq!(
                codec.encode(item, &mut output),
                Err(FixedError::WrongLength { want: 4, got })
            );
        }
        assert_eq!(output, "before");
        codec.encode("abcd", &mut output).unwrap();
        assert_eq!(output, "beforeabcd");
    }

    #[test]
    #[should_panic(expected = "at least one byte")]
    fn frames_of_no_bytes_are_a_mistake_in_the_program() {
        FixedLength::new(0);
    }
}
