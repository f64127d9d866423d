// killed by: an end between two records is no error
//! `read_exact` calls every end unexpected.

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
    stream.read_exact(record)?;
    Ok(true)
}
