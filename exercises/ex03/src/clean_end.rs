//! An end between two records, and an end inside one.
//!
//! `Read::read_exact` fills a buffer or fails. It fails with the same error
//! (`UnexpectedEof`) when the stream ended between two records, which is how every
//! stream ends, and when it ended in the middle of one, which means that bytes
//! are missing. Write the function that tells them apart.
//!
//! ```text
//! records of 4 bytes, stream "aaaabbbb":  true "aaaa", true "bbbb", false
//! records of 4 bytes, stream "aaaabb":    true "aaaa", then UnexpectedEof
//! ```
//!
//! The stream may deliver any piece at a time, and a signal may interrupt a call.

use std::io::{self, Read};

/// Fills `record` from `stream`: true when it is full, false when the stream
/// ended before its first byte.
///
/// # Errors
///
/// [`io::ErrorKind::UnexpectedEof`] when the stream ended inside the record;
/// what the stream returns, but not [`io::ErrorKind::Interrupted`].
pub fn read_record(
    stream: &mut impl Read,
    record: &mut [u8],
) -> io::Result<bool> {
    let _ = (stream, record);
    todo!("read until the record is full, and look closely at zero")
}
