// killed by: big end first, and counts the value
//! The length is read as the machine keeps it.

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

/// The length of a tag and a length, in bytes.
const HEAD: usize = 3;

impl Records {
    /// Records with a value of up to `max_length` bytes and up to `max_depth`
    /// levels.
    pub fn new(max_length: usize, max_depth: usize) -> Records {
        Records { max_length, max_depth }
    }

    /// The record `tag` with the value `bytes`, which begin at byte `at`.
    fn record(
        &self,
        tag: u8,
        bytes: &[u8],
        at: usize,
        depth: usize,
    ) -> Result<Record, TlvError> {
        if depth > self.max_depth {
            return Err(TlvError::TooDeep { at: at - HEAD });
        }
        let value = if tag & NESTED == 0 {
            Value::Bytes(bytes.to_vec())
        } else {
            Value::Records(self.records(bytes, at, depth + 1)?)
        };
        Ok(Record { tag, value })
    }

    /// The records that `bytes` are made of, which begin at byte `at`.
    fn records(
        &self,
        bytes: &[u8],
        mut at: usize,
        depth: usize,
    ) -> Result<Vec<Record>, TlvError> {
        let mut all = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (tag, length) = head(rest).ok_or(TlvError::Inner { at })?;
            let value = rest[HEAD..].get(..length);
            let value = value.ok_or(TlvError::Inner { at })?;
            all.push(self.record(tag, value, at + HEAD, depth)?);
            rest = &rest[HEAD + length..];
            at += HEAD + length;
        }
        Ok(all)
    }
}

/// The tag and the length at the front of `bytes`, when they are there.
fn head(bytes: &[u8]) -> Option<(u8, usize)> {
    let &[tag, high, low] = bytes.first_chunk()?;
    Some((tag, u16::from_le_bytes([high, low]).into()))
}

impl Decoder for Records {
    type Frame = Record;
    type Error = TlvError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Record>, TlvError> {
        let Some((tag, length)) = head(input) else {
            return Ok(None);
        };
        if length > self.max_length {
            let max = self.max_length;
            return Err(TlvError::TooLong { length, max });
        }
        if input.len() < HEAD + length {
            return Ok(None);
        }
        let bytes = input.split_to(HEAD + length);
        self.record(tag, &bytes[HEAD..], HEAD, 1).map(Some)
    }
}
