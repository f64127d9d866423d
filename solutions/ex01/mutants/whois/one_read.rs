// killed by: only the end of the stream ends it
//! One read is taken for the whole answer.

use std::io::{self, Read, Write};

use echo::{receive, send_all};

/// What can go wrong.
#[derive(Debug)]
pub enum WhoisError {
    /// The query has a carriage return or a line feed in it.
    BadQuery,
    /// The answer is longer than the limit.
    TooLong,
    /// What the stream returned.
    Io(io::Error),
}

impl From<io::Error> for WhoisError {
    fn from(error: io::Error) -> WhoisError {
        WhoisError::Io(error)
    }
}

/// Asks `query` on `stream` and returns the whole answer.
///
/// # Errors
///
/// See [`WhoisError`].
pub fn ask(
    stream: &mut (impl Read + Write),
    query: &str,
    limit: usize,
) -> Result<String, WhoisError> {
    if query.contains(['\r', '\n']) {
        return Err(WhoisError::BadQuery);
    }
    send_all(stream, format!("{query}\r\n").as_bytes())?;
    let mut buf = [0; 65_536];
    let n = receive(stream, &mut buf)?;
    if n > limit {
        return Err(WhoisError::TooLong);
    }
    Ok(String::from_utf8_lossy(&buf[..n]).into_owned())
}
