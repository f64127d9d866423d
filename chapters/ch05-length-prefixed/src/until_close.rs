//! One message: everything until the end of the stream.

use bytes::{Bytes, BytesMut};
use framing::{Decoder, Unfinished};
use thiserror::Error;

use crate::MAX_LENGTH;

/// A decoder for one message that ends with the stream.
///
/// It cannot tell a message that is complete from one whose sender died: both
/// end. HTTP/1.0 had to live with that.
// ANCHOR: until-close
#[derive(Clone, Debug)]
pub struct UntilClose {
    max_length: usize,
    /// The message was given out.
    done: bool,
}
// ANCHOR_END: until-close

/// What can be wrong with a message that ends with the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UntilCloseError {
    /// More bytes came than the limit allows.
    #[error("the message is longer than {max} bytes")]
    TooLong {
        /// The limit.
        max: usize,
    },
    /// Never: every end is the end of the message.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl UntilClose {
    /// A decoder for a message of up to [`MAX_LENGTH`] bytes.
    pub fn new() -> UntilClose {
        UntilClose { max_length: MAX_LENGTH, done: false }
    }

    /// The same, for a message of up to `bytes`.
    pub fn with_max_length(mut self, bytes: usize) -> UntilClose {
        self.max_length = bytes;
        self
    }
}

impl Default for UntilClose {
    fn default() -> UntilClose {
        UntilClose::new()
    }
}

// ANCHOR: decode
impl Decoder for UntilClose {
    type Frame = Bytes;
    type Error = UntilCloseError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, UntilCloseError> {
        if input.len() > self.max_length {
            return Err(UntilCloseError::TooLong { max: self.max_length });
        }
        Ok(None)
    }

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, UntilCloseError> {
        self.decode(input)?;
        // An empty stream is an empty message, but only once.
        let first = !std::mem::replace(&mut self.done, true);
        Ok(first.then(|| input.split().freeze()))
    }
}
// ANCHOR_END: decode

#[cfg(test)]
mod tests {
    use super::*;
    use framing::decode_all;

    #[test]
    fn the_message_comes_with_the_end_and_only_once() {
        let all = decode_all(&mut UntilClose::new(), [&b"he"[..], b"llo"]);
        assert_eq!(all, [Ok(Bytes::from("hello"))]);
        let all = decode_all(&mut UntilClose::new(), []);
        assert_eq!(all, [Ok(Bytes::new())]);
    }

    #[test]
    fn more_than_the_limit_is_refused_while_it_comes() {
        let mut codec = UntilClose::new().with_max_length(4);
        let mut input = BytesMut::from("hell");
        assert_eq!(codec.decode(&mut input), Ok(None));
        input.extend_from_slice(b"o");
        let error = Err(UntilCloseError::TooLong { max: 4 });
        assert_eq!(codec.decode(&mut input), error);
    }
}
