//! A client for questions and answers that may get lost.
//!
//! Question and answer are one datagram each. The first two bytes are a number
//! that the client has chosen, the higher byte first; the rest is text. The
//! server sends the number back, so that the client knows which question is
//! answered. DNS works like this.
//!
//! ```text
//! client: "\x12\x34" "time?"
//! server: "\x12\x34" "noon"
//! ```
//!
//! Rules:
//!
//! * Datagrams get lost: ask again, with the same bytes, when no answer has come
//!   within `patience`; at most `tries` times in all.
//! * Only the server's answer counts. Anybody can send to your socket.
//! * Only the answer to *this* question counts. Others (late ones, say) are
//!   passed over, and so is what is too short to have a number. They do not buy
//!   more time: `patience` runs from the sending of the question.
//! * An answer has at most 512 bytes; a longer one is passed over as well.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

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
    let _ = (server, id, question, tries, patience);
    todo!("send, wait for the right answer, send again")
}
