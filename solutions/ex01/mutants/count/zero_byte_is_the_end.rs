// killed by: only a read of zero bytes is the end
//! A byte of value zero is taken for the end, as in a C string.

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
        let text = buf[..n].split(|&byte| byte == 0).next().unwrap_or(&[]);
        total += text.len() as u64;
        if text.len() < n || n == 0 {
            break;
        }
    }
    send_all(stream, format!("{total}\n").as_bytes())?;
    Ok(total)
}
