//! One message whose length was said somewhere else.

use bytes::{Bytes, BytesMut};
use framing::{Decoder, Unfinished};

use crate::LengthError;
use crate::length_prefixed::{check, reserve};

/// A decoder for one message of a known length; the default one is empty.
///
/// The number stood apart from the message: HTTP writes it as text into the
/// head (`Content-Length`). What holds for a prefix holds for it too: it is
/// checked before anything is done with it, and memory grows with the bytes
/// that came.
///
/// ```
/// use framing::decode_all;
/// use length_prefixed::Counted;
///
/// let mut body = Counted::new(5, 100)?;
/// let all = decode_all(&mut body, [&b"he"[..], b"llo"]);
/// assert_eq!(all[0].as_ref().unwrap(), "hello");
/// assert!(Counted::new(101, 100).is_err());
/// # Ok::<(), length_prefixed::LengthError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Counted {
    length: usize,
    /// The message was given out.
    done: bool,
}

impl Counted {
    /// A message of `length` bytes, when that is at most `max`.
    ///
    /// # Errors
    ///
    /// [`LengthError::TooLong`].
    pub fn new(length: u64, max: usize) -> Result<Counted, LengthError> {
        Ok(Counted { length: check(length, max)?, done: false })
    }

    /// How many bytes the message has.
    pub fn length(&self) -> usize {
        self.length
    }
}

// ANCHOR: decode
impl Decoder for Counted {
    type Frame = Bytes;
    type Error = LengthError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, LengthError> {
        if self.done {
            return Ok(None);
        }
        if input.len() < self.length {
            reserve(input, self.length - input.len());
            return Ok(None);
        }
        self.done = true;
        Ok(Some(input.split_to(self.length).freeze()))
    }
    // ANCHOR_END: decode

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, LengthError> {
        match self.decode(input)? {
            Some(message) => Ok(Some(message)),
            None if self.done => Ok(None),
            None => Err(Unfinished { bytes: input.len() }.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use framing::decode_all;

    #[test]
    fn the_message_comes_once_and_what_follows_is_not_its() {
        let mut body = Counted::new(3, 3).unwrap();
        let mut input = BytesMut::from("abcdef");
        assert_eq!(body.decode(&mut input).unwrap().unwrap(), "abc");
        assert_eq!(body.decode(&mut input), Ok(None));
        assert_eq!(input, "def");
    }

    #[test]
    fn a_message_of_no_bytes_is_there_at_once() {
        let mut body = Counted::default();
        let empty = body.decode(&mut BytesMut::new()).unwrap();
        assert_eq!(empty, Some(Bytes::new()));
    }

    #[test]
    fn an_end_before_the_last_byte_is_an_error_for_every_cut() {
        for chunks in testing::cuts(b"four") {
            let mut body = Counted::new(5, 10).unwrap();
            let all = decode_all(&mut body, chunks);
            assert_eq!(all, [Err(Unfinished { bytes: 4 }.into())]);
        }
    }

    #[test]
    fn a_length_over_the_limit_is_refused_and_no_promise_is_reserved() {
        let error = LengthError::TooLong { length: u64::MAX, max: 9 };
        assert_eq!(Counted::new(u64::MAX, 9).unwrap_err(), error);
        let mut body = Counted::new(1 << 20, 1 << 20).unwrap();
        let mut input = BytesMut::from("x");
        assert_eq!(body.decode(&mut input), Ok(None));
        assert!(input.capacity() < 64 * 1024, "{}", input.capacity());
    }
}
