//! May the next request use the same connection? A client asks.
//!
//! A client keeps its connections for later. When an answer is complete, it
//! decides: keep this one, or close it? Close too often, and each request pays
//! for a new connection. Keep one that the server closes, and the next request
//! is lost. Keep one whose answer was not complete, and the rest of it is taken
//! for the next answer.
//!
//! The first row that fits decides (RFC 9112, sections 6.3 and 9.3):
//!
//! | what was asked and answered | keep it? |
//! | --- | --- |
//! | status 101, or 200 to 299 to a CONNECT: no HTTP any more | no |
//! | `Connection` of the request or of the answer lists `close` | no |
//! | the answer is HTTP/1.0, and its `Connection` has no `keep-alive` | no |
//! | an answer to HEAD, a 204, a 304: no body, whatever its fields say | yes |
//! | both `Transfer-Encoding` and `Content-Length` | no |
//! | `Transfer-Encoding` in HTTP/1.0, which has none | no |
//! | `Transfer-Encoding`: `chunked` is the last coding of all | yes |
//! | `Transfer-Encoding`, anything else: the body ends with the connection | no |
//! | one `Content-Length`, and it is digits only | yes |
//! | anything else: nobody knows, or the body ends with the connection | no |
//!
//! * `Connection` and `Transfer-Encoding` are lists. Their parts stand between
//!   commas, perhaps with spaces and tabs around, in any case; and a list may
//!   go on in another field of the same name. A part may be empty; it is a part
//!   all the same, and `chunked,` does not end with `chunked`: who is in doubt
//!   closes.
//! * Names of fields are written in any case, methods in capitals.
//! * `Keep-Alive` and `Proxy-Connection` decide nothing.

use http1::Version;

/// Names and values of a head, in their order; values without blanks around.
pub type Fields<'a> = &'a [(&'a str, &'a str)];

/// What the client sent.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// `GET`, `HEAD`, …
    pub method: &'a str,
    /// The fields of the head.
    pub fields: Fields<'a>,
}

/// What the server answered, to the end of its body; never a 100 or a 103.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// Which HTTP the server speaks.
    pub version: Version,
    /// The status code.
    pub status: u16,
    /// The fields of the head.
    pub fields: Fields<'a>,
}

/// Whether the connection can carry another request.
pub fn again(asked: &Asked<'_>, answered: &Answered<'_>) -> bool {
    let _ = (asked, answered);
    todo!("row after row of the table")
}
