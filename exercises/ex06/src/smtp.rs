//! A server that takes mail: SMTP, as a `Protocol` (RFC 5321).
//!
//! The server speaks first. Then the client sends lines, and each is answered;
//! only the lines of the mail itself, behind DATA, are not.
//!
//! | the client says | answer | else |
//! | --- | --- | --- |
//! | (connects) | `220 NAME ready` | |
//! | `HELO me`, `EHLO me` | `250 NAME` | 501 without a name |
//! | `MAIL FROM:<a@b>` | `250 ok` | 503 before HELO, or in a mail; 501 |
//! | `RCPT TO:<c@d>` | `250 ok` | 503 before MAIL; 501; 452 over `MAX_RCPT` |
//! | `DATA` | `354 end with a dot` | 503 before RCPT |
//! | lines, then `.` | `250 taken` | 552 or 554 |
//! | `RSET` | `250 ok` | |
//! | `NOOP` | `250 ok` | |
//! | `QUIT` | `221 bye`, and the end | |
//! | anything else | | 500 |
//!
//! The texts behind the codes 4xx and 5xx are yours; each answer is one line
//! with `\r\n`. Commands in any case. An address stands in `<` and `>`, with
//! nothing behind; it has no `<`, `>`, spaces or control characters in it. The
//! sender's may be empty (`<>`: mail about mail that was not delivered). DATA,
//! RSET, NOOP and QUIT: with nothing behind, or 501.
//!
//! * MAIL begins a mail. RSET, HELO, EHLO and the end of the mail's text drop
//!   what is known of it; the greeting stays.
//! * A line ends with `\r\n`, and a `\r` or `\n` elsewhere in it is wrong: 500
//!   for a command. In the text, read on to the end and answer 554. (Servers
//!   that took `\n.\n` for the end let a sender hide a second mail in the
//!   first one's text.)
//! * From a line of the text that begins with a dot, one dot is taken.
//! * A command is at most `MAX_COMMAND` bytes, without its `\r\n`: 500. A line
//!   of the text is at most `MAX_TEXT_LINE`: 554 at the end of the text.
//!   A text is at most `MAX_TEXT`, as it is delivered: 552 at its end. What is
//!   beyond need not be kept.
//! * A mail that was answered with 250 is handed to `deliver`, once; no other
//!   is.
//! * Idle is a client with no mail begun. When busy, say `421 NAME busy`.

use bytes::BytesMut;
use endpoint::Peer;
use http_basic::{Next, Protocol};

/// How long a command may be, without `\r\n` (section 4.5.3.1.4).
pub const MAX_COMMAND: usize = 510;
/// How long a line of the text may be, without `\r\n` (section 4.5.3.1.6).
pub const MAX_TEXT_LINE: usize = 998;
/// How long the text may be, each line with its `\r\n`: 64 KiB.
pub const MAX_TEXT: usize = 64 * 1024;
/// How many recipients a mail may have (section 4.5.3.1.8).
pub const MAX_RCPT: usize = 100;

/// A mail as it was handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// Who sent it; empty: nobody wants an answer.
    pub from: String,
    /// Whom it is for.
    pub to: Vec<String>,
    /// Its lines, each with `\r\n`.
    pub text: Vec<u8>,
}

/// One conversation with somebody who has mail for us.
#[derive(Debug)]
pub struct Smtp<D> {
    name: String,
    deliver: D,
    // Add what you need to know between two lines.
}

impl<D: FnMut(Mail)> Smtp<D> {
    /// A server called `name`; mail goes to `deliver`.
    pub fn new(name: &str, deliver: D) -> Smtp<D> {
        Smtp { name: name.to_owned(), deliver }
    }
}

impl<D: FnMut(Mail)> Protocol for Smtp<D> {
    fn connection_made(&mut self, peer: &Peer, output: &mut BytesMut) -> Next {
        let _ = (peer, output);
        todo!("the server speaks first")
    }

    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        let _ = (&self.name, &mut self.deliver, input, output);
        todo!("line after line: is it a command or a part of the mail?")
    }

    fn is_idle(&self) -> bool {
        todo!("is no mail begun?")
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        let _ = output;
        todo!("421 and your name")
    }
}
