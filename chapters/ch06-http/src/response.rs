//! A response: a head that ends with a mark, a body that has its length in
//! the head.

use std::fmt::{self, Write};
use std::time::SystemTime;

use bytes::{BufMut, Bytes, BytesMut};
use httpdate::HttpDate;

/// What a server answers (RFC 9112, section 4).
// ANCHOR: response
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code: 200, 404, …
    pub status: u16,
    /// Name and value; `Date`, `Content-Length` and `Connection` are added.
    pub fields: Vec<(&'static str, String)>,
    /// What the client wanted, or why it does not get it.
    pub body: Bytes,
}
// ANCHOR_END: response

impl Response {
    /// `status` and plain text.
    pub fn text(status: u16, body: impl Into<Bytes>) -> Response {
        let plain = "text/plain; charset=utf-8";
        Response { status, fields: vec![], body: body.into() }
            .with_field("Content-Type", plain)
    }

    /// `status` and a page.
    pub fn html(status: u16, body: impl Into<Bytes>) -> Response {
        let html = "text/html; charset=utf-8";
        Response { status, fields: vec![], body: body.into() }
            .with_field("Content-Type", html)
    }

    /// The same, with one more field. Control characters in `value` become
    /// spaces: a line break would begin a field that somebody else wrote.
    pub fn with_field(
        mut self,
        name: &'static str,
        value: impl Into<String>,
    ) -> Response {
        let value = value.into().replace(|c: char| c.is_control(), " ");
        self.fields.push((name, value));
        self
    }

    /// Appends it to `output`, as the last thing that is said. Lines end with
    /// `\r\n`, and a blank one ends the head (RFC 9112, section 2.1).
    ///
    /// Without its body for a HEAD request: the length is what the body would
    /// have had (RFC 9110, section 9.3.2).
    pub fn encode(&self, head_only: bool, output: &mut BytesMut) {
        self.encode_at(SystemTime::now(), head_only, output);
    }

    /// The same, said at `time`.
    // ANCHOR: encode
    pub fn encode_at(
        &self,
        time: SystemTime,
        head_only: bool,
        output: &mut BytesMut,
    ) {
        let Response { status, fields, body } = self;
        let reason = reason(*status);
        // Most heads fit: the buffer does not grow line by line.
        output.reserve(HEAD_ROOM + body.len());
        put(output, format_args!("HTTP/1.1 {status} {reason}"));
        put(output, format_args!("Date: {}", HttpDate::from(time)));
        for (name, value) in fields {
            put(output, format_args!("{name}: {value}"));
        }
        put(output, format_args!("Connection: close"));
        put(output, format_args!("Content-Length: {}", body.len()));
        put(output, format_args!(""));
        if !head_only {
            output.put_slice(body);
        }
    }
    // ANCHOR_END: encode
}

/// More than our heads have.
const HEAD_ROOM: usize = 256;

/// One line of the head.
fn put(output: &mut BytesMut, line: fmt::Arguments<'_>) {
    let written = write!(output, "{line}\r\n");
    debug_assert!(written.is_ok(), "the buffer grows");
}

/// The words that go with a status code; people read them, programs do not.
pub fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        304 => "Not Modified",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        413 => "Content Too Large",
        414 => "URI Too Long",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}
