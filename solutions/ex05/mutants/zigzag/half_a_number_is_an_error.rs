// killed by: this is no error and no number
//! Bytes that are not there yet are taken for wrong ones.

use thiserror::Error;

/// The most bytes that a number of 64 bits takes.
const MAX_BYTES: usize = 10;

/// Bytes that no number is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ZigzagError {
    /// The last byte adds nothing.
    #[error("a number is not written in its shortest form")]
    NotShortest,
    /// The bytes hold more than 64 bits.
    #[error("a number has more than 64 bits")]
    Overflow,
}

/// Appends `number` to `output`: 1 to 10 bytes.
pub fn put(number: i64, output: &mut Vec<u8>) {
    // The shift to the right copies the sign: all zeros, or all ones.
    let mut folded = ((number << 1) ^ (number >> 63)) as u64;
    while folded >= 0x80 {
        output.push(folded as u8 | 0x80);
        folded >>= 7;
    }
    output.push(folded as u8);
}

/// The number at the front of `bytes`, and how many bytes it takes; `None`
/// when its last byte is not there yet.
///
/// # Errors
///
/// See [`ZigzagError`].
pub fn get(bytes: &[u8]) -> Result<Option<(i64, usize)>, ZigzagError> {
    let mut folded = 0_u64;
    for (i, &byte) in bytes.iter().enumerate() {
        // Nine bytes hold 63 bits: the tenth has room for one.
        if i == MAX_BYTES - 1 && byte > 1 {
            return Err(ZigzagError::Overflow);
        }
        folded |= u64::from(byte & 0x7f) << (7 * i);
        if byte == 0 && i > 0 {
            return Err(ZigzagError::NotShortest);
        }
        if byte & 0x80 == 0 {
            let number = (folded >> 1) as i64 ^ -((folded & 1) as i64);
            return Ok(Some((number, i + 1)));
        }
    }
    Err(ZigzagError::NotShortest)
}
