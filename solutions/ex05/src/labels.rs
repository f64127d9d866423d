//! Names in DNS messages: lengths, and pointers that save bytes (a stretch).

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
    let mut labels = Vec::new();
    let mut size = 1; // the last 0
    let mut end = None;
    let (mut at, mut run) = (start, start);
    loop {
        let first = byte(message, at)?;
        match first >> 6 {
            0b00 if first == 0 => return Ok((labels, end.unwrap_or(at + 1))),
            0b00 => {
                let label = label(message, at + 1, first.into())?;
                size += 1 + label.len();
                if size > MAX_NAME {
                    return Err(NameError::TooLong);
                }
                labels.push(label.to_vec());
                at += 1 + label.len();
            }
            0b11 => {
                let low = byte(message, at + 1)?;
                let to = u16::from_be_bytes([first & 0x3f, low]).into();
                if to >= run {
                    return Err(NameError::BadPointer { at });
                }
                end.get_or_insert(at + 2);
                (at, run) = (to, to);
            }
            _ => return Err(NameError::BadLength { at }),
        }
    }
}

fn byte(message: &[u8], at: usize) -> Result<u8, NameError> {
    message.get(at).copied().ok_or(NameError::Truncated)
}

fn label(message: &[u8], at: usize, length: usize) -> Result<&[u8], NameError> {
    message.get(at..at + length).ok_or(NameError::Truncated)
}
