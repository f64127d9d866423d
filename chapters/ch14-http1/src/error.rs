//! What can be wrong with what a peer sent, and with what a program sends.

use thiserror::Error;

use crate::state::OutOfTurn;

/// Why a message is refused. It is final: what follows cannot be trusted.
///
/// [`Error::status`] is the answer that a client is owed.
///
/// Each variant is a tag and a number at most: it comes back from every step,
/// and an enum within it made a whole request 6 % slower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Error {
    /// RFC 9112, section 3: three words, one space between, then `\r\n`.
    #[error("the first line is not METHOD TARGET VERSION")]
    RequestLine,
    /// RFC 9112, section 4.
    #[error("the first line is not VERSION STATUS REASON")]
    StatusLine,
    /// RFC 9110, section 9.1.
    #[error("the method is longer than any that is served")]
    Method,
    /// RFC 9112, section 3.2.
    #[error("the target has none of the four forms, or not its method's")]
    Target,
    /// RFC 9110, section 15.6.6.
    #[error("this server speaks HTTP/1.0 and HTTP/1.1")]
    Version,
    /// RFC 9112, sections 5.1 and 5.2.
    #[error("a field is not NAME: VALUE on one line")]
    FieldName,
    /// RFC 9110, section 5.5.
    #[error("a field's value has a control character in it")]
    FieldValue,
    /// RFC 9112, section 2.2.
    #[error("a line does not end with CR LF")]
    LineEnd,
    /// [`crate::Limits::line`].
    #[error("the first line is longer than {0} bytes")]
    LineTooLong(usize),
    /// [`crate::Limits::field`].
    #[error("a field is longer than {0} bytes")]
    FieldTooLong(usize),
    /// [`crate::Limits::fields`].
    #[error("there are more than {0} fields")]
    TooManyFields(usize),
    /// [`crate::Limits::head`].
    #[error("the head is longer than {0} bytes")]
    HeadTooLong(usize),
    /// RFC 9112, section 3.2.
    #[error("there is not exactly one valid Host field")]
    Host,
    /// RFC 9112, section 6.3.
    #[error("Content-Length is not one decimal number")]
    ContentLength,
    /// RFC 9112, section 6.1.
    #[error("both Content-Length and Transfer-Encoding are given")]
    LengthAndCoding,
    /// RFC 9112, section 6.1.
    #[error("HTTP/1.0 has no Transfer-Encoding")]
    CodingInHttp10,
    /// RFC 9112, section 6.3: else nobody knows where the body ends.
    #[error("chunked is not the last transfer coding, and there once")]
    NotChunked,
    /// RFC 9112, section 6.1.
    #[error("this server knows no transfer coding but chunked")]
    UnknownCoding,
    /// [`crate::Limits::body`].
    #[error("the body is longer than {0} bytes")]
    BodyTooLong(u64),
    /// RFC 9110, section 10.1.1.
    #[error("this server knows no expectation but 100-continue")]
    Expectation,
    /// RFC 9112, section 7.1.
    #[error("a chunk does not begin with its size and end with CR LF")]
    Chunk,
    /// [`crate::Limits::chunk_line`], [`crate::Limits::extensions`].
    #[error("the extensions of chunks are longer than is sensible")]
    ExtensionsTooLong,
    /// [`crate::Limits::trailers`].
    #[error("the trailer fields are longer than {0} bytes")]
    TrailersTooLong(usize),
    /// RFC 9110, section 6.5.1.
    #[error("a field that frames or routes a message is in its trailers")]
    Trailer,
    /// RFC 9112, section 9.2: what came is no answer to anything.
    #[error("the server said what nobody had asked for")]
    NotAsked,
    /// The driver's patience is over: RFC 9110, section 15.5.9.
    #[error("the request did not come in time")]
    Timeout,
    /// RFC 9112, section 8: the bytes of a head that had come.
    #[error("the stream ended inside a head, after {0} bytes of it")]
    UnfinishedHead(usize),
    /// RFC 9112, section 8: the bytes of a body that are missing.
    #[error("the stream ended inside a body, {0} bytes before its end")]
    Unfinished(u64),
    /// RFC 9112, section 8: the content of a body in chunks that had come;
    /// nobody knows how much is missing.
    #[error(
        "the stream ended inside a body in chunks, after {0} bytes of content"
    )]
    UnfinishedChunks(u64),
}

impl Error {
    /// The status code of the answer (RFC 9110, section 15; 431: RFC 6585,
    /// section 5).
    // ANCHOR: status
    pub fn status(self) -> u16 {
        match self {
            Error::Timeout => 408,
            Error::BodyTooLong(_) => 413,
            Error::LineTooLong(_) => 414,
            Error::Expectation => 417,
            Error::HeadTooLong(_)
            | Error::FieldTooLong(_)
            | Error::TooManyFields(_)
            | Error::TrailersTooLong(_) => 431,
            Error::Method | Error::UnknownCoding => 501,
            Error::Version => 505,
            _ => 400,
        }
    }
    // ANCHOR_END: status
}

/// Why something cannot be sent: a mistake of the program, not of the peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SendError {
    /// It is not its turn.
    #[error(transparent)]
    OutOfTurn(#[from] OutOfTurn),
    /// Not 200 to 999 for a response, 100 to 199 for an informational one.
    #[error("{0} is no status code for this kind of response")]
    Status(u16),
    /// An informational response to an HTTP/1.0 client, a 101 to one that
    /// asked for no upgrade, or the beginning of a tunnel before the request
    /// is read to its end.
    #[error("the client cannot take a response with status {0}")]
    NotAsked(u16),
    /// A method that is no token, or a target with a space in it.
    #[error("the method or the target cannot be sent")]
    RequestLine,
    /// A name that is no token, or a control character in a value.
    #[error("a field to send is not NAME: VALUE on one line")]
    Field,
    /// A 101 without `Upgrade` (RFC 9110, section 7.8).
    #[error("a 101 does not say which protocol follows")]
    NoUpgrade,
    /// `Transfer-Encoding`, or `Content-Length` where it must not stand or
    /// that is not one number.
    #[error("how the body is framed is not the program's to say so")]
    Framing,
    /// More content than `Content-Length` said, or some where none may be.
    #[error("more content than the head promised")]
    TooMuch,
    /// The message ends before its `Content-Length`.
    #[error("{0} bytes less than the head promised")]
    TooLittle(u64),
}
