//! A server that counts.

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
        match receive(stream, &mut buf)? {
            0 => break,
            n => total += n as u64,
        }
    }
    send_all(stream, format!("{total}\n").as_bytes())?;
    Ok(total)
}
