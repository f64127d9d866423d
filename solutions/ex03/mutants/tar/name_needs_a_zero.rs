// killed by: a name of 100 bytes has no zero after it
//! The last byte of the name is taken for its zero.

use thiserror::Error;

/// The length of every block.
pub const BLOCK: usize = 512;

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// As it stands there.
    pub name: Vec<u8>,
    /// The length of the file, in bytes.
    pub size: u64,
}

/// Why a block is no header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TarError {
    /// A number has no digit, or something that is no octal digit.
    #[error("a number is not octal digits, ended by a zero or a space")]
    Number,
    /// The sum of the bytes is another one.
    #[error("the checksum is {said}, the bytes give {sum}")]
    Checksum {
        /// What the header says.
        said: u64,
        /// What its bytes give.
        sum: u64,
    },
}

/// The header in `block`; `None` when the block is all zeros.
///
/// # Errors
///
/// When a number is none, or the checksum is wrong.
pub fn header(block: &[u8; BLOCK]) -> Result<Option<Header>, TarError> {
    if block.iter().all(|&byte| byte == 0) {
        return Ok(None);
    }
    let said = number(&block[148..156])?;
    let sum = sum(block);
    if said != sum {
        return Err(TarError::Checksum { said, sum });
    }
    let name = &block[..100];
    let end = name.iter().position(|&byte| byte == 0).unwrap_or(99);
    let size = number(&block[124..136])?;
    Ok(Some(Header { name: name[..end].to_vec(), size }))
}

/// Octal digits up to the first zero or space.
fn number(field: &[u8]) -> Result<u64, TarError> {
    let mut number = 0;
    for (i, &byte) in field.iter().enumerate() {
        match byte {
            b'0'..=b'7' => number = number * 8 + u64::from(byte - b'0'),
            b'\0' | b' ' if i > 0 => return Ok(number),
            _ => return Err(TarError::Number),
        }
    }
    Ok(number)
}

/// The sum of all bytes, those of the checksum taken as spaces.
fn sum(block: &[u8; BLOCK]) -> u64 {
    let value = |(i, &byte): (usize, &u8)| match i {
        148..156 => u64::from(b' '),
        _ => u64::from(byte),
    };
    block.iter().enumerate().map(value).sum()
}
