//! Small numbers with a sign in few bytes.
//!
//! A varint carries 7 bits of a number in each byte, the lowest first; the high
//! bit says that another byte follows. That is short for small numbers, and -1
//! is no small number: as 64 bits it is all ones, ten bytes. So protocol
//! buffers (type `sint64`) first fold the numbers: 0, -1, 1, -2, 2 … become 0,
//! 1, 2, 3, 4 …
//!
//! ```text
//!      0   00            -65   81 01
//!     -1   01            150   ac 02
//!      1   02       i64::MAX   fe ff ff ff ff ff ff ff ff 01
//!     64   80 01    i64::MIN   ff ff ff ff ff ff ff ff ff 01
//! ```
//!
//! Each number has one form, the shortest: `80 00` is a longer form of 0, and
//! refused. So is what has more than 64 bits. As long as the bytes can still
//! become a number, wait (`None`); never for an eleventh byte.

use thiserror::Error;

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
    let _ = (number, output);
    todo!("fold the number, then write 7 bits a byte")
}

/// The number at the front of `bytes`, and how many bytes it takes; `None`
/// when its last byte is not there yet.
///
/// # Errors
///
/// See [`ZigzagError`].
pub fn get(bytes: &[u8]) -> Result<Option<(i64, usize)>, ZigzagError> {
    let _ = bytes;
    todo!("read 7 bits a byte, mind the tenth, then unfold the number")
}
