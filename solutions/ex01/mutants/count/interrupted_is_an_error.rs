// killed by: an interrupted call is to be made again
//! The stream is read without the loop around interrupted calls.

use std::io::{self, Read, Write};

use echo::send_all;

/// Counts what comes from `stream`, answers, and returns the count.
///
/// # Errors
///
/// What the stream returns.
pub fn count(stream: &mut (impl Read + Write)) -> io::Result<u64> {
    let mut buf = [0; 4096];
    let mut total = 0;
    loop {
        match stream.read(&mut buf)? {
            0 => break,
            n => total += n as u64,
        }
    }
    send_all(stream, format!("{total}\n").as_bytes())?;
    Ok(total)
}
