//! The same application behind another protocol: SCGI.
//!
//! A web server parses HTTP and hands each request on over a connection of
//! its own, in a form that is quicker to read: the *Simple Common Gateway
//! Interface* (nginx: `scgi_pass`). A netstring has the headers, and the body
//! stands behind it (the line break after `/␀` is not part of it):
//!
//! ```text
//! 97:CONTENT_LENGTH␀4␀SCGI␀1␀REQUEST_METHOD␀POST␀REQUEST_URI␀/␀
//!    SERVER_PROTOCOL␀HTTP/1.1␀HTTP_HOST␀web␀,news    ␀: a zero byte
//!
//! Status: 200 OK\r\n
//! Content-Type: text/plain\r\n
//! \r\n
//! got news                                until the connection ends
//! ```
//!
//! The gateway of the chapter wants a [`wsgi::Channel`], so write one that
//! speaks SCGI. Its head is a `http1::Head`, and only the machine of chapter
//! 14 makes those: write the head that the client must have sent, and let
//! `http1::Connection` read it (`receive`, `next_event`, `head`).
//!
//! The request:
//!
//! * The netstring is a length in decimal digits, without a zero in front; a
//!   colon; so many bytes, [`MOST`] or less; a comma. A length that is too
//!   large is refused before more is read.
//! * In it, each name and each value ends with a zero byte. The first name is
//!   `CONTENT_LENGTH`, in digits only; `SCGI` is `1`; no name is there twice,
//!   and none is empty. Values are bytes.
//! * The head: `REQUEST_METHOD`, `REQUEST_URI` and `SERVER_PROTOCOL`, which
//!   must be there, make its first line. `CONTENT_TYPE`, `CONTENT_LENGTH` and
//!   each `HTTP_NAME` are its fields, with `-` for `_`. What is about the
//!   client's own connection is left out: `HTTP_CONNECTION`,
//!   `HTTP_TRANSFER_ENCODING`, `HTTP_EXPECT`. So is every other name.
//! * A head is lines, and SCGI is none: a name that is no token, or a value
//!   with a control character, would write lines of its own. They are refused
//!   (`http1::is_token`, `http1::is_value`).
//! * The body has `CONTENT_LENGTH` bytes. Ask for no more: the other side
//!   waits for an answer, and ends nothing before that. When it ends too
//!   early, `read` fails with `ErrorKind::UnexpectedEof`.
//!
//! The answer:
//!
//! * `Status:` with code and words, the fields, an empty line, the content.
//!   `flush` is the stream's.
//! * What is refused is answered with a 400, or with the status of the
//!   machine's error; when `Gateway::run` fails before a response has begun,
//!   with a 500, or the status of its `Failure::Request`. That is
//!   `Status: 400 Bad Request`, and an empty line ([`http1::reason`] has the
//!   words). Behind a response that has begun there comes nothing more, and a
//!   client that has gone (`Failure::Client`) hears nothing.
//!
//! `cargo run -p ex15 --bin ex15-scgi` serves an application.

use std::io::{Read, Write};

use wsgi::{AppError, Application, Gateway};

/// The longest headers of a request, in bytes.
pub const MOST: usize = 16 * 1024;

/// Reads one request, and answers it.
///
/// # Errors
///
/// Why it was not answered as its application wanted: for the log.
pub fn answer<A: Application>(
    rfile: &mut dyn Read,
    wfile: &mut dyn Write,
    gateway: &Gateway<A>,
) -> Result<(), AppError> {
    let _ = (rfile, wfile, gateway);
    todo!("headers, a head, a Channel; gateway.run(&mut channel)")
}
