//! Small writes, gathered into chunks.
//!
//! A template engine writes three bytes here and twenty there. If each write
//! were a chunk, most of what is sent would be lengths. [`Chunks`] stands
//! between it and the socket:
//!
//! ```text
//! Chunks::new(socket, 8)       what the socket gets, write by write
//! write "one, "
//! write "two, three"           "8\r\none, two\r\n"
//! flush                        "7\r\n, three\r\n"
//! write "!", finish            "1\r\n!\r\n" and "0\r\n\r\n"
//! ```
//!
//! * What is written is gathered until there are `size` bytes; these leave as
//!   one chunk: the length in hexadecimal digits, `\r\n`, the bytes, `\r\n`.
//! * A chunk is handed to `inner` in one piece: each write to a socket is a
//!   system call, and may become a packet.
//! * `flush` sends what was gathered as a chunk of its own, and flushes
//!   `inner`. When nothing was gathered there is no chunk: one of no bytes is
//!   the end of the body.
//! * `finish` sends what was gathered, then the last chunk, the trailer fields
//!   (`NAME: VALUE\r\n` each) and the empty line; it flushes `inner` and gives
//!   it back. A field that [`is_field`] does not allow is
//!   [`io::ErrorKind::InvalidInput`], and then nothing is sent at all.
//! * Who drops `Chunks` without `finish` has failed half-way. Nothing more is
//!   sent then: a client that gets no last chunk knows that something is
//!   missing.
//! * When `inner` fails, in a write or in a flush, nobody knows how much of a
//!   chunk is gone. From then on each call fails ([`io::ErrorKind::BrokenPipe`] will do), and `inner` gets
//!   nothing more.

use std::io::{self, Write};

/// A writer whose bytes leave as a chunked body (RFC 9112, section 7.1).
#[derive(Debug)]
pub struct Chunks<W: Write> {
    inner: W,
    size: usize,
    // Add what you need to remember.
}

/// Whether a trailer field may be sent: its name is letters, digits and `-`,
/// and does not frame or route the message; its value has no control
/// characters (RFC 9110, section 6.5.1).
pub fn is_field(name: &str, value: &str) -> bool {
    let never = ["content-length", "host", "transfer-encoding", "trailer"];
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !name.is_empty()
        && name.bytes().all(letter)
        && !never.contains(&name.to_ascii_lowercase().as_str())
        && !value.contains(|c: char| c.is_control())
}

impl<W: Write> Chunks<W> {
    /// Chunks of up to `size` bytes (at least 1) go to `inner`.
    pub fn new(inner: W, size: usize) -> Chunks<W> {
        Chunks { inner, size }
    }

    /// Ends the body, with `trailers` behind it.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for a field that must not stand there;
    /// what `inner` says.
    pub fn finish(self, trailers: &[(&str, &str)]) -> io::Result<W> {
        let _ = (self.inner, self.size, trailers);
        todo!("check the fields, send the rest, then the end")
    }
}

impl<W: Write> Write for Chunks<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let _ = (&mut self.inner, buf);
        todo!("gather; a full chunk leaves")
    }

    fn flush(&mut self) -> io::Result<()> {
        todo!("what was gathered leaves")
    }
}
