//! Messages with their length before them.

use bytes::{Buf, Bytes, BytesMut};
use framing::{Decoder, Encoder, READ_SIZE, Unfinished};
use thiserror::Error;

use crate::Prefix;
use crate::varint::BadVarint;

/// How long a message may be unless said otherwise: 1 MiB, without its prefix.
pub const MAX_LENGTH: usize = 1024 * 1024;

/// A codec for messages with their length before them.
///
/// The length counts the message alone. A prefix over the limit is refused
/// before anything is allocated for it; and for a message within the limit,
/// memory grows with the bytes that came, not with those that were promised.
///
/// Its errors are final: where the next message would begin is not known.
///
/// ```
/// use framing::decode_all;
/// use length_prefixed::{ByteOrder, LengthPrefixed, Prefix};
///
/// let mut codec = LengthPrefixed::new(Prefix::U16(ByteOrder::Big));
/// let all = decode_all(&mut codec, [&b"\0\x05hel"[..], b"lo\0\0\0"]);
/// assert_eq!(all[0].as_ref().unwrap(), "hello");
/// assert_eq!(all[1].as_ref().unwrap(), "");
/// assert!(all[2].is_err()); // half a prefix, then the end
/// ```
// ANCHOR: length-prefixed
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LengthPrefixed {
    prefix: Prefix,
    max_length: usize,
}
// ANCHOR_END: length-prefixed

/// What can be wrong with messages that say how long they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LengthError {
    /// A prefix, or an item to send, is over the limit.
    #[error("a message of {length} bytes is over the limit of {max}")]
    TooLong {
        /// What the prefix says, or the length of the item.
        length: u64,
        /// The limit.
        max: usize,
    },
    /// A varint has more bytes than its number needs, or more than 64 bits.
    #[error("a length is not written in its shortest form")]
    BadVarint,
    /// The stream ended inside a prefix or a message.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl From<BadVarint> for LengthError {
    fn from(_: BadVarint) -> LengthError {
        LengthError::BadVarint
    }
}

impl LengthPrefixed {
    /// Messages of up to [`MAX_LENGTH`] bytes after a length of this form.
    pub fn new(prefix: Prefix) -> LengthPrefixed {
        LengthPrefixed { prefix, max_length: MAX_LENGTH }
            .with_max_length(MAX_LENGTH)
    }

    /// The same, for messages of up to `bytes`, or what the prefix can say.
    pub fn with_max_length(mut self, bytes: usize) -> LengthPrefixed {
        let can_say = usize::try_from(self.prefix.max()).unwrap_or(usize::MAX);
        self.max_length = bytes.min(can_say);
        self
    }

    /// The longest message, in bytes, without its prefix.
    pub fn max_length(&self) -> usize {
        self.max_length
    }
}

/// `length` as a size, when it is within the limit.
// ANCHOR: check
#[inline]
pub(crate) fn check(length: u64, max: usize) -> Result<usize, LengthError> {
    match usize::try_from(length) {
        Ok(size) if size <= max => Ok(size),
        _ => Err(LengthError::TooLong { length, max }),
    }
}
// ANCHOR_END: check

// ANCHOR: decode
impl Decoder for LengthPrefixed {
    type Frame = Bytes;
    type Error = LengthError;

    #[inline]
    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, LengthError> {
        let Some((length, skip)) = self.prefix.get(input)? else {
            return Ok(None);
        };
        let length = check(length, self.max_length)?;
        if input.len() - skip < length {
            reserve(input, length - (input.len() - skip));
            return Ok(None);
        }
        input.advance(skip);
        Ok(Some(input.split_to(length).freeze()))
    }
}
// ANCHOR_END: decode

/// Makes room for some of the `missing` bytes: at most as much as came so
/// far, so a promise alone costs a peer's victim nothing.
// ANCHOR: reserve
#[cold]
pub(crate) fn reserve(input: &mut BytesMut, missing: usize) {
    input.reserve(missing.min(input.len().max(READ_SIZE)));
}
// ANCHOR_END: reserve

// ANCHOR: encode
impl<T: AsRef<[u8]>> Encoder<T> for LengthPrefixed {
    type Error = LengthError;

    fn encode(
        &mut self,
        item: T,
        output: &mut BytesMut,
    ) -> Result<(), LengthError> {
        let item = item.as_ref();
        let length = item.len() as u64;
        check(length, self.max_length)?;
        self.prefix.put(length, output);
        output.extend_from_slice(item);
        Ok(())
    }
}
// ANCHOR_END: encode

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ByteOrder::{Big, Little};

    fn encode(prefix: Prefix, item: &[u8]) -> BytesMut {
        let mut output = BytesMut::new();
        LengthPrefixed::new(prefix).encode(item, &mut output).unwrap();
        output
    }

    #[test]
    fn the_prefix_is_the_length_in_the_order_that_was_asked_for() {
        let item = vec![b'x'; 258];
        for (prefix, want) in [
            (Prefix::U16(Big), &b"\x01\x02"[..]),
            (Prefix::U16(Little), b"\x02\x01"),
            (Prefix::U32(Big), b"\0\0\x01\x02"),
            (Prefix::U32(Little), b"\x02\x01\0\0"),
            (Prefix::U64(Big), b"\0\0\0\0\0\0\x01\x02"),
            (Prefix::U64(Little), b"\x02\x01\0\0\0\0\0\0"),
            (Prefix::Varint, b"\x82\x02"),
        ] {
            let wire = encode(prefix, &item);
            assert_eq!(wire[..want.len()], *want, "{prefix:?}");
            assert_eq!(wire.len(), want.len() + 258);
        }
        assert_eq!(encode(Prefix::U8, b"abc"), "\x03abc");
    }

    #[test]
    fn a_length_over_the_limit_is_refused_before_anything_is_allocated() {
        let mut codec = LengthPrefixed::new(Prefix::U32(Big));
        let mut input = BytesMut::from(&b"\x40\0\0\0"[..]);
        let before = input.capacity();
        let (length, max) = (1 << 30, MAX_LENGTH);
        let error = Err(LengthError::TooLong { length, max });
        assert_eq!(codec.decode(&mut input), error);
        assert_eq!(codec.decode(&mut input), error, "and it stays so");
        assert_eq!(input.capacity(), before);
    }

    #[test]
    fn a_length_within_the_limit_reserves_no_more_than_came() {
        let mut codec = LengthPrefixed::new(Prefix::U32(Big));
        let mut input = BytesMut::from(&b"\0\x10\0\0"[..]);
        assert_eq!(codec.decode(&mut input), Ok(None));
        assert!(input.capacity() < 4 * READ_SIZE, "{}", input.capacity());
    }

    #[test]
    fn the_largest_u64_is_a_length_like_any_other_and_too_long() {
        for prefix in [Prefix::U64(Big), Prefix::U64(Little)] {
            let mut codec =
                LengthPrefixed::new(prefix).with_max_length(usize::MAX - 1);
            let mut input = BytesMut::from(&[0xff; 8][..]);
            assert!(codec.decode(&mut input).is_err());
        }
    }

    #[test]
    fn an_item_that_the_prefix_cannot_say_is_refused() {
        let mut output = BytesMut::new();
        let mut codec = LengthPrefixed::new(Prefix::U8);
        let (length, max) = (256, 255);
        assert_eq!(
            codec.encode([0; 256], &mut output),
            Err(LengthError::TooLong { length, max })
        );
        assert!(output.is_empty());
        assert!(codec.encode([0; 255], &mut output).is_ok());
    }
}
