//! The header of a file in a tar archive.
//!
//! A tar archive is a stream of blocks of 512 bytes: a header, then the file's bytes
//! (filled up to whole blocks), the next header, and so on; two blocks of zeros are the
//! end. Of a header we want (POSIX, pax, "ustar Interchange Format"):
//!
//! | bytes | field | form |
//! | --- | --- | --- |
//! | 0–99 | name | text, filled up with zeros; all 100 bytes may be used |
//! | 124–135 | size | octal digits, ended by a zero or a space |
//! | 148–155 | checksum | octal digits, ended by a zero or a space |
//!
//! The checksum is the sum of all 512 bytes, each taken as a number from 0 to 255, with
//! the eight bytes of the checksum itself taken as spaces.
//!
//! ```text
//! size "00000000017\0"  is 15
//! ```

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
    let _ = block;
    todo!("zeros? checksum? then the two fields")
}
