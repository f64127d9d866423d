//! A server that counts.
//!
//! Read everything that the client sends, until the client has finished. Then
//! answer with the number of bytes, in decimal, and a line feed.
//!
//! ```text
//! client: "hello, " "world"  (no more)
//! server: "12\n"
//! ```
//!
//! The client may cut its bytes in any way, may send bytes of any value, and
//! may send none at all (`"0\n"`). A signal may interrupt a call.

use std::io::{self, Read, Write};

/// Counts what comes from `stream`, answers, and returns the count.
///
/// # Errors
///
/// What the stream returns, but not [`io::ErrorKind::Interrupted`].
pub fn count(stream: &mut (impl Read + Write)) -> io::Result<u64> {
    let _ = stream;
    todo!("read until the end, then answer")
}
