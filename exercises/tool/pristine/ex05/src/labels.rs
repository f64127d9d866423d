//! Names in DNS messages: lengths, and pointers that save bytes (a stretch).
//!
//! A name is a row of labels: a length (one byte, 1 to 63), and so many bytes.
//! A length of 0 ends it (RFC 1035 section 3.1). To save bytes, the rest of a
//! name may be said by a pointer: two bytes, the two highest bits set, and the
//! other 14 bits are the place in the message where that rest is (section
//! 4.1.4).
//!
//! ```text
//! byte  0   03 "www" 07 "example" 03 "com" 00
//! byte 17   04 "mail" c0 04
//!
//! read_name(message, 0)     www, example, com;  behind it: byte 17
//! read_name(message, 17)    mail, example, com; behind it: byte 24
//! ```
//!
//! A pointer may lead to a name that ends with a pointer. It must point back:
//! to a place before the one where this run of labels began, which is `start`,
//! or where the last pointer led. So no circle can keep you. What can be wrong:
//!
//! * `BadPointer`: a pointer that does not point back.
//! * `BadLength`: the highest bits are 01 or 10, which mean nothing.
//! * `TooLong`: without pointers, with all its lengths and the last 0, the name
//!   would have more than 255 bytes (section 2.3.4).
//! * `Truncated`: something reaches beyond the message.
//!
//! `at` is the place of the length or the pointer. The first wrong byte counts.

use thiserror::Error;

/// The most bytes that a name takes without pointers (RFC 1035 section 2.3.4).
pub const MAX_NAME: usize = 255;

/// What can be wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NameError {
    /// The message ends before the name does.
    #[error("the message ends inside a name")]
    Truncated,
    /// A byte that is no length and no pointer.
    #[error("byte {at} is neither a length nor a pointer")]
    BadLength {
        /// Where in the message.
        at: usize,
    },
    /// A pointer does not lead to what stood before.
    #[error("the pointer at byte {at} does not point back")]
    BadPointer {
        /// Where in the message.
        at: usize,
    },
    /// A name of more than [`MAX_NAME`] bytes.
    #[error("a name is longer than {MAX_NAME} bytes")]
    TooLong,
}

/// The labels of the name at byte `start` of `message`, and where in it the
/// name ends: the place behind its last 0, or behind its first pointer.
///
/// # Errors
///
/// See [`NameError`].
pub fn read_name(
    message: &[u8],
    start: usize,
) -> Result<(Vec<Vec<u8>>, usize), NameError> {
    let _ = (message, start);
    todo!("label after label, and pointers only backwards")
}
