//! Netstrings: a length for people to read (D. J. Bernstein, 1997).
//!
//! The length in decimal digits, a colon, the bytes, a comma.
//!
//! ```text
//! "hello world!"    "12:hello world!,"
//! ""                "0:,"
//! ```
//!
//! The length has one form only: digits, at least one, no zero in front of
//! another digit; the rest is `BadLength`. A length over `max_length` is
//! `TooLong` as soon as its digits say so: not when the bytes have come, and
//! not when the number has outgrown every integer. What stands at the comma's
//! place and is none is `NoComma`; the bytes are not given out before it was
//! seen. The first wrong byte counts, and every error is final: `input` stays
//! as it is.
//!
//! A peer that promises `max_length` bytes has sent seven: reserve nothing
//! for a promise.

use bytes::{Bytes, BytesMut};
use framing::{Decoder, Encoder, Unfinished};
use thiserror::Error;

/// A codec for netstrings.
#[derive(Clone, Debug)]
pub struct Netstring {
    max_length: usize,
}

/// What can be wrong with a netstring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NetstringError {
    /// No digits, a zero in front, or something that is no digit.
    #[error("a length is decimal digits without leading zeros, then a colon")]
    BadLength,
    /// A length, or an item to send, is over the limit.
    #[error("a netstring is longer than {max} bytes")]
    TooLong {
        /// The limit, for the bytes between colon and comma.
        max: usize,
    },
    /// The length was wrong, or the bytes.
    #[error("a netstring does not end with a comma")]
    NoComma,
    /// The stream ended inside a netstring.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl Netstring {
    /// Netstrings of up to `max_length` bytes between colon and comma.
    pub fn new(max_length: usize) -> Netstring {
        Netstring { max_length }
    }
}

impl Decoder for Netstring {
    type Frame = Bytes;
    type Error = NetstringError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, NetstringError> {
        let _ = (self.max_length, input);
        todo!("read the length digit by digit; is everything there?")
    }
}

impl<T: AsRef<[u8]>> Encoder<T> for Netstring {
    type Error = NetstringError;

    fn encode(
        &mut self,
        item: T,
        output: &mut BytesMut,
    ) -> Result<(), NetstringError> {
        let _ = (item, output);
        todo!("length, colon, bytes, comma; or nothing at all")
    }
}
