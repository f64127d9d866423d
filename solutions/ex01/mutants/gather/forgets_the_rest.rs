// killed by: go on after the bytes taken
//! One call is taken for all.

use std::io::{self, IoSlice, Write};

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
    let mut taken = 0;
    while taken < head.len() + body.len() {
        let rest = [
            IoSlice::new(&head[taken.min(head.len())..]),
            IoSlice::new(&body[taken.saturating_sub(head.len())..]),
        ];
        match stream.write_vectored(&rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(_) => taken = head.len() + body.len(),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}
