//! An end between two records, and an end inside one.

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
    let mut filled = 0;
    while filled < record.len() {
        match stream.read(&mut record[filled..]) {
            Ok(0) if filled == 0 => return Ok(false),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n) => filled += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(true)
}
