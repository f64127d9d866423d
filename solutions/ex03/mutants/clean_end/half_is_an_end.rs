// killed by: an end inside a record is UnexpectedEof
//! Every read of zero is taken for a clean end.

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
            Ok(0) => return Ok(false),
            Ok(n) => filled += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(true)
}
