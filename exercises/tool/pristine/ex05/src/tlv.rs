//! Records within records: tag, length, value.
//!
//! Certificates, smart cards and the messages of many networks are made of
//! this. A record is a tag (one byte), the length of its value (two bytes, big
//! end first), and the value. If the tag's high bit is set, the value is
//! records again, any number of them.
//!
//! ```text
//! 01 0002 "hi"             Record 01, Bytes("hi")
//! 81 0004 (02 0001 "b")    Record 81, Records([Record 02, Bytes("b")])
//! 81 0005 (02 0009 "b…     Inner { at: 3 }: it would end outside
//! ```
//!
//! There are two kinds of wrong:
//!
//! * A length over `max_length` is `TooLong`. Nobody knows what is behind it,
//!   so the error is final, and `input` stays as it is.
//! * A record inside another that is not whole there is `Inner`; one that is
//!   deeper than `max_depth` is `TooDeep` (the outermost is at depth 1). The
//!   outer length still says where the next record begins: take the bytes from
//!   `input`, so that the next call goes on with that one.
//!
//! `at` counts from the outermost record's tag. The first record that is wrong
//! counts.

use bytes::BytesMut;
use framing::{Decoder, Unfinished};
use thiserror::Error;

/// The bit of a tag that says: the value is records.
pub const NESTED: u8 = 0x80;

/// A tag and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What the value means.
    pub tag: u8,
    /// The value.
    pub value: Value,
}

/// What a record holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of a tag without [`NESTED`].
    Bytes(Vec<u8>),
    /// Of a tag with [`NESTED`].
    Records(Vec<Record>),
}

/// A decoder for records, with all that is inside them.
#[derive(Clone, Debug)]
pub struct Records {
    max_length: usize,
    max_depth: usize,
}

/// What can be wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TlvError {
    /// The outermost record is over the limit.
    #[error("a value of {length} bytes is over the limit of {max}")]
    TooLong {
        /// What the record says.
        length: usize,
        /// The limit.
        max: usize,
    },
    /// A record reaches beyond the one around it.
    #[error("the record at byte {at} is longer than the one around it")]
    Inner {
        /// Where its tag is.
        at: usize,
    },
    /// A record is inside too many others.
    #[error("the record at byte {at} is inside too many others")]
    TooDeep {
        /// Where its tag is.
        at: usize,
    },
    /// The stream ended inside a record.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl Records {
    /// Records with a value of up to `max_length` bytes and up to `max_depth`
    /// levels.
    pub fn new(max_length: usize, max_depth: usize) -> Records {
        Records { max_length, max_depth }
    }
}

impl Decoder for Records {
    type Frame = Record;
    type Error = TlvError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Record>, TlvError> {
        let _ = (self.max_length, self.max_depth, input);
        todo!("frame the outermost record, then read what is inside it")
    }
}
