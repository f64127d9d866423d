// killed by: patience runs from the sending of the question
//! Each datagram that comes starts the time-out anew.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use endpoint::{Datagram, Error};

/// Why there is no answer.
#[derive(Debug)]
pub enum QueryError {
    /// Every try was in vain.
    NoAnswer,
    /// What the system said.
    Io(io::Error),
}

impl From<io::Error> for QueryError {
    fn from(error: io::Error) -> QueryError {
        QueryError::Io(error)
    }
}

/// No answer is longer.
const MOST: usize = 512;

/// Asks `question` under the number `id`, and returns the answer's text.
///
/// # Errors
///
/// [`QueryError::NoAnswer`]; [`QueryError::Io`], also when the system says that
/// nobody receives there.
pub fn ask(
    server: SocketAddr,
    id: u16,
    question: &str,
    tries: u32,
    patience: Duration,
) -> Result<String, QueryError> {
    // Connected: the kernel passes over what strangers send.
    let socket = Datagram::connect(&server.to_string())
        .map_err(|error: Error| io::Error::other(error))?;
    let datagram = [&id.to_be_bytes()[..], question.as_bytes()].concat();
    for _ in 0..tries {
        socket.send(&datagram)?;
        if let Some(answer) = wait_for(&socket, id, patience)? {
            return Ok(answer);
        }
    }
    Err(QueryError::NoAnswer)
}

/// The answer to `id`, or `None` when the time is over.
fn wait_for(
    socket: &Datagram,
    id: u16,
    patience: Duration,
) -> io::Result<Option<String>> {
    let mut buf = [0; MOST];
    loop {
        socket.set_timeouts(Some(patience), None)?;
        let got = match socket.receive(&mut buf) {
            Ok(got) => got,
            Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(None),
            Err(e) => return Err(e),
        };
        if got.is_truncated() {
            continue;
        }
        match buf[..got.len].split_at_checked(2) {
            Some((number, text)) if number == id.to_be_bytes() => {
                return Ok(Some(String::from_utf8_lossy(text).into_owned()));
            }
            _ => {} // not for us
        }
    }
}
