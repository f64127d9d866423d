//! A length that is known too late, and counts itself.
//!
//! Every message of PostgreSQL's protocol is a tag (one byte), a length (four
//! bytes, big end first), and the body. The length counts itself and the body,
//! not the tag ("Message Formats" in PostgreSQL's manual).
//!
//! ```text
//! 'Q', "hi"                 51 00000006 "hi"
//! 'S', nothing              53 00000004
//! 'A' around 'Q', "hi"      41 0000000b (51 00000006 "hi")
//! ```
//!
//! Writing: the length stands in front of a body that is not there yet. Do not
//! build the body elsewhere and copy it. Leave room for the length, let `body`
//! append to the same buffer, then go back and put the length in. A body may
//! write messages by the same function. When the body fails or gets longer than
//! `max` bytes, `output` is to be as it was before the call.
//!
//! Reading: a length below 4 cannot be (`TooShort`), and who subtracts first
//! has a very large number. A body over `max_length` is `TooLong`. Both
//! are known before the body comes, and final: `input` stays as it is.

use bytes::{Bytes, BytesMut};
use framing::{Decoder, Unfinished};
use thiserror::Error;

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
    let _ = (output, tag, max, body);
    todo!("the tag, room for the length, the body; then go back")
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
        let _ = (self.max_length, input);
        todo!("check the length before you count with it")
    }
}
