//! The client side of RFC 3912, whois.

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
    let mut answer = Vec::new();
    let mut buf = [0; 4096];
    loop {
        let n = receive(stream, &mut buf)?;
        if n == 0 {
            return Ok(String::from_utf8_lossy(&answer).into_owned());
        }
        answer.extend_from_slice(&buf[..n]);
        if answer.len() > limit {
            return Err(WhoisError::TooLong);
        }
    }
}
