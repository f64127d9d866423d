// killed by: one call takes both buffers
//! Two sends, as without writev.

use std::io::{self, Write};

/// Sends all of `head`, then all of `body`.
///
/// # Errors
///
/// What the stream returns, but not [`io::ErrorKind::Interrupted`];
/// [`io::ErrorKind::WriteZero`] when it takes no more bytes.
pub fn send_both(
    stream: &mut impl Write,
    head: &[u8],
    body: &[u8],
) -> io::Result<()> {
    stream.write_all(head)?;
    stream.write_all(body)
}
