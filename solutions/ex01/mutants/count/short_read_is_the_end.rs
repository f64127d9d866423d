// killed by: 12 bytes are 12 bytes in any pieces
//! A read that does not fill the buffer is taken for the end.

use std::io::{self, Read, Write};

use echo::{receive, send_all};

/// Counts what comes from `stream`, answers, and returns the count.
///
/// # Errors
///
/// What the stream returns, but not [`io::ErrorKind::Interrupted`].
pub fn count(stream: &mut (impl Read + Write)) -> io::Result<u64> {
    let mut buf = [0; 4096];
    let mut total = 0;
    loop {
        let n = receive(stream, &mut buf)?;
        total += n as u64;
        if n < buf.len() {
            break;
        }
    }
    send_all(stream, format!("{total}\n").as_bytes())?;
    Ok(total)
}
