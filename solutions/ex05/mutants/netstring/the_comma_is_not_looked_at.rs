// killed by: look before you give
//! Whatever stands behind the bytes is taken for the comma.

use bytes::{Buf, Bytes, BytesMut};
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

    /// The length at the front of `input`, and how many bytes it and its colon
    /// take; `None` when the colon is not there yet.
    fn length(
        &self,
        input: &[u8],
    ) -> Result<Option<(usize, usize)>, NetstringError> {
        let mut length = 0_usize;
        for (i, &byte) in input.iter().enumerate() {
            match byte {
                b':' if i > 0 => return Ok(Some((length, i + 1))),
                b'0'..=b'9' if i == 0 || length > 0 => {
                    let digit = usize::from(byte - b'0');
                    length = length.saturating_mul(10).saturating_add(digit);
                    self.check(length)?;
                }
                _ => return Err(NetstringError::BadLength),
            }
        }
        Ok(None)
    }

    fn check(&self, length: usize) -> Result<(), NetstringError> {
        if length > self.max_length {
            return Err(NetstringError::TooLong { max: self.max_length });
        }
        Ok(())
    }
}

impl Decoder for Netstring {
    type Frame = Bytes;
    type Error = NetstringError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, NetstringError> {
        let Some((length, start)) = self.length(input)? else {
            return Ok(None);
        };
        match input[start..].get(length) {
            None => Ok(None),
            Some(_) => {
                input.advance(start);
                let bytes = input.split_to(length).freeze();
                input.advance(1);
                Ok(Some(bytes))
            }
        }
    }
}

impl<T: AsRef<[u8]>> Encoder<T> for Netstring {
    type Error = NetstringError;

    fn encode(
        &mut self,
        item: T,
        output: &mut BytesMut,
    ) -> Result<(), NetstringError> {
        let item = item.as_ref();
        self.check(item.len())?;
        output.extend_from_slice(format!("{}:", item.len()).as_bytes());
        output.extend_from_slice(item);
        output.extend_from_slice(b",");
        Ok(())
    }
}
