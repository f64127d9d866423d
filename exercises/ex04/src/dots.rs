//! Mail whose lines may begin with a dot.
//!
//! POP3 (RFC 1939, section 3) and SMTP (RFC 5321, section 4.5.2) send a mail as lines
//! that end with `\r\n`, and after them a line with a dot alone: `.\r\n`. So what if a line
//! of the mail is a dot alone? The sender puts one more dot before **every** line
//! that begins with a dot; the receiver takes the first dot off again.
//!
//! ```text
//! the mail:     "Dear all\r\n" ".\r\n" "..and more\r\n"
//! on the wire:  "Dear all\r\n" "..\r\n" "...and more\r\n" ".\r\n"
//! ```
//!
//! Write both directions. A mail is bytes whose lines all end with `\r\n`; an
//! empty mail has no line. On the wire only `\r\n` ends a line: a bare `\n` is a byte
//! like any other (taking it for an end lets an attacker smuggle a second mail past
//! a filter).
//!
//! The chapter's [`Delimited`](delimited::Delimited) finds the lines. It is
//! `pub`, has a limit for a line, and resumes its search.

use bytes::{Bytes, BytesMut};
use delimited::{Delimited, DelimitedError};
use framing::{Decoder, Unfinished};
use thiserror::Error;

/// The longest mail, in bytes, with the `\r\n` of its lines.
pub const MAX_MAIL: usize = 64 * 1024;
/// The longest line on the wire, without its `\r\n`.
pub const MAX_LINE: usize = 1000;

/// Why there is no mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MailError {
    /// A line of the wire is over its limit, or the stream ended in a line.
    #[error(transparent)]
    Line(#[from] DelimitedError),
    /// The lines together are over [`MAX_MAIL`].
    #[error("a mail is longer than {MAX_MAIL} bytes")]
    TooLong,
    /// The stream ended before the line with a dot alone.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

/// Appends `mail` to `output` as it goes on the wire, its last line included.
///
/// The caller sees to it that every line of `mail` ends with `\r\n`.
pub fn stuff(mail: &[u8], output: &mut BytesMut) {
    let _ = (mail, output);
    todo!("a dot before each line that begins with one, then the end")
}

/// The decoder: each frame is a mail.
#[derive(Clone, Debug)]
pub struct Mails {
    lines: Delimited,
    /// The lines of the mail so far.
    mail: BytesMut,
}

impl Mails {
    /// A decoder at the start of a mail.
    pub fn new() -> Mails {
        let lines = Delimited::new(b"\r\n").with_max_length(MAX_LINE);
        Mails { lines, mail: BytesMut::new() }
    }
}

impl Default for Mails {
    fn default() -> Mails {
        Mails::new()
    }
}

impl Decoder for Mails {
    type Frame = Bytes;
    type Error = MailError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, MailError> {
        let _ = (&self.lines, &self.mail, input);
        todo!("line by line, until there is a dot alone")
    }

    fn decode_end(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, MailError> {
        let _ = input;
        todo!("a mail whose last line never came is unfinished")
    }
}
