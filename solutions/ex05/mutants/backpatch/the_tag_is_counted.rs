// killed by: 4 and the length of the body
//! The length is that of the whole message.

use bytes::{Buf, Bytes, BytesMut};
use framing::{Decoder, Unfinished};
use thiserror::Error;

/// How many bytes the length takes.
const LENGTH: usize = 4;

/// A tag and a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What the message is.
    pub tag: u8,
    /// The bytes behind the length.
    pub body: Bytes,
}

/// What can be wrong with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MessageError {
    /// A length that does not even count itself.
    #[error("a length counts its own four bytes, and cannot be {length}")]
    TooShort {
        /// What the message says.
        length: u32,
    },
    /// A body is over the limit.
    #[error("a body is longer than {max} bytes")]
    TooLong {
        /// The limit, for the body alone.
        max: usize,
    },
    /// The stream ended inside a message.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

/// Appends a message to `output`, whose body is what `body` appends.
///
/// # Errors
///
/// [`MessageError::TooLong`] when the body has more than `max` bytes, or what
/// `body` returned; `output` is then as it was.
pub fn write_message(
    output: &mut Vec<u8>,
    tag: u8,
    max: usize,
    body: impl FnOnce(&mut Vec<u8>) -> Result<(), MessageError>,
) -> Result<(), MessageError> {
    let start = output.len();
    output.push(tag);
    output.extend_from_slice(&[0; LENGTH]);
    let result = body(output).and_then(|()| patch(output, start + 1, max));
    if result.is_err() {
        output.truncate(start);
    }
    result
}

/// Puts in the length that stands at byte `at` and counts all from there.
fn patch(output: &mut [u8], at: usize, max: usize) -> Result<(), MessageError> {
    let length = output.len() - at;
    match u32::try_from(length) {
        Ok(number) if length - LENGTH <= max => {
            let number = number + 1;
            output[at..at + LENGTH].copy_from_slice(&number.to_be_bytes());
            Ok(())
        }
        _ => Err(MessageError::TooLong { max }),
    }
}

/// A decoder for messages.
#[derive(Clone, Debug)]
pub struct Messages {
    max_length: usize,
}

impl Messages {
    /// Messages with bodies of up to `max_length` bytes.
    pub fn new(max_length: usize) -> Messages {
        Messages { max_length }
    }
}

impl Decoder for Messages {
    type Frame = Message;
    type Error = MessageError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Message>, MessageError> {
        let Some(&[tag, a, b, c, d]) = input.first_chunk() else {
            return Ok(None);
        };
        let length = u32::from_be_bytes([a, b, c, d]);
        let body = (length as usize).checked_sub(LENGTH);
        let body = body.ok_or(MessageError::TooShort { length })?;
        if body > self.max_length {
            return Err(MessageError::TooLong { max: self.max_length });
        }
        let head = 1 + LENGTH;
        if input.len() - head < body {
            return Ok(None);
        }
        input.advance(head);
        let body = input.split_to(body).freeze();
        Ok(Some(Message { tag, body }))
    }
}
