//! A body in chunks: each says how long it is, the last one is empty.

use bytes::{Buf, BytesMut};
use delimited::Delimited;
use framing::Decoder;
use memchr::memchr2;

use crate::Error;
use crate::body::Piece;
use crate::fields::{Store, is_token_byte, split};
use crate::limits::Limits;

/// Where in the body the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the line before a chunk.
    Size,
    /// In a chunk, with so many bytes to come.
    Chunk(u64),
    /// In the line end behind a chunk.
    End,
    /// In the fields behind the last chunk.
    Trailers,
}

/// A decoder for chunked bodies (RFC 9112, section 7.1), one after another.
#[derive(Debug)]
pub(crate) struct Chunked {
    place: Place,
    /// Lines before chunks; lines of trailers, which may be longer.
    lines: Delimited,
    trailer_lines: Delimited,
    /// Bytes of this message so far: content, extensions.
    content: u64,
    extensions: usize,
    pub(crate) trailers: Store,
    limits: Limits,
}

impl Chunked {
    pub(crate) fn new(limits: &Limits) -> Chunked {
        let lines = |max| Delimited::new(b"\r\n").with_max_length(max);
        Chunked {
            place: Place::Size,
            lines: lines(limits.chunk_line),
            trailer_lines: lines(limits.field),
            content: 0,
            extensions: 0,
            trailers: Store::default(),
            limits: *limits,
        }
    }

    /// Begins a new body.
    pub(crate) fn begin(&mut self) {
        self.place = Place::Size;
        (self.content, self.extensions) = (0, 0);
        self.trailers.clear();
    }

    /// How much content has come of this body.
    pub(crate) fn received(&self) -> u64 {
        match self.place {
            Place::Chunk(left) => self.content - left,
            _ => self.content,
        }
    }

    /// What comes next. [`Piece::Data`] counts as taken.
    pub(crate) fn next(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Piece, Error> {
        loop {
            match self.place {
                Place::Size => {
                    check_end(input, self.limits.chunk_line, Error::Chunk)?;
                    let long = Error::ExtensionsTooLong;
                    match line(&mut self.lines, input, long)? {
                        Some(line) => self.place = self.size(&line)?,
                        None => return Ok(Piece::More),
                    }
                }
                Place::Chunk(0) => self.place = Place::End,
                Place::Chunk(_) if input.is_empty() => {
                    return Ok(Piece::More);
                }
                Place::Chunk(left) => {
                    let here = left.min(input.len() as u64);
                    self.place = Place::Chunk(left - here);
                    return Ok(Piece::Data(here as usize));
                }
                Place::End if input.starts_with(b"\r\n") => {
                    input.advance(2);
                    self.place = Place::Size;
                }
                Place::End if b"\r\n".starts_with(input) => {
                    return Ok(Piece::More);
                }
                Place::End => return Err(Error::Chunk),
                Place::Trailers => {
                    check_end(input, self.limits.field, Error::LineEnd)?;
                    let long = Error::FieldTooLong(self.limits.field);
                    match line(&mut self.trailer_lines, input, long)? {
                        None => return Ok(Piece::More),
                        Some(line) if line.is_empty() => {
                            return Ok(Piece::End);
                        }
                        Some(line) => self.trailer(&line)?,
                    }
                }
            }
        }
    }

    /// The line before a chunk: its size in hexadecimal digits, and
    /// extensions, which nobody uses and everybody has to pass over.
    fn size(&mut self, line: &[u8]) -> Result<Place, Error> {
        let digits =
            line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let (digits, extensions) = line.split_at(digits);
        let size = str::from_utf8(digits)
            .ok()
            .and_then(|digits| u64::from_str_radix(digits, 16).ok())
            .ok_or(Error::Chunk)?;
        if !are_extensions(extensions) {
            return Err(Error::Chunk);
        }
        self.extensions += extensions.len();
        if self.extensions > self.limits.extensions {
            return Err(Error::ExtensionsTooLong);
        }
        self.content = self.content.saturating_add(size);
        if self.content > self.limits.body {
            return Err(Error::BodyTooLong(self.limits.body));
        }
        Ok(if size == 0 { Place::Trailers } else { Place::Chunk(size) })
    }

    fn trailer(&mut self, line: &[u8]) -> Result<(), Error> {
        let (name, value) = split(line).ok_or(Error::FieldName)?;
        let refused =
            |other: &&str| name.eq_ignore_ascii_case(other.as_bytes());
        if NEVER_IN_TRAILERS.iter().any(refused) {
            return Err(Error::Trailer);
        }
        self.trailers.push(name, value);
        if self.trailers.len() > self.limits.fields {
            return Err(Error::TooManyFields(self.limits.fields));
        }
        if self.trailers.bytes.len() > self.limits.trailers {
            return Err(Error::TrailersTooLong(self.limits.trailers));
        }
        Ok(())
    }
}

/// What frames or routes a message, or is about the connection (RFC 9110,
/// section 6.5.1). Others are handed on, apart from the head's.
const NEVER_IN_TRAILERS: [&str; 8] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Refuses a bare CR or LF among the first `max` bytes of a line, as soon as
/// it is there: who ends lines with LF alone would wait for nothing.
fn check_end(input: &[u8], max: usize, wrong: Error) -> Result<(), Error> {
    let window = &input[..input.len().min(max)];
    let end = memchr2(b'\r', b'\n', window).map(|at| &window[at..]);
    match end {
        None | Some([b'\r'] | [b'\r', b'\n', ..]) => Ok(()),
        Some(_) => Err(wrong),
    }
}

/// The next line.
fn line(
    lines: &mut Delimited,
    input: &mut BytesMut,
    long: Error,
) -> Result<Option<bytes::Bytes>, Error> {
    lines.decode(input).map_err(|_| long)
}

/// `*( ; NAME [ = VALUE ] )` with blanks around the marks, where a value is
/// a token or a quoted string (RFC 9112, section 7.1.1).
fn are_extensions(mut rest: &[u8]) -> bool {
    loop {
        let Some(after) = blanks(rest).strip_prefix(b";") else {
            return rest.is_empty();
        };
        let Some(after) = token(blanks(after)) else { return false };
        rest = after;
        if let Some(after) = blanks(rest).strip_prefix(b"=") {
            let value = blanks(after);
            let after = token(value).or_else(|| quoted(value));
            let Some(after) = after else { return false };
            rest = after;
        }
    }
}

fn blanks(mut rest: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', after @ ..] = rest {
        rest = after;
    }
    rest
}

/// What follows a token, when there is one.
fn token(rest: &[u8]) -> Option<&[u8]> {
    let length = rest.iter().take_while(|&&b| is_token_byte(b)).count();
    (length > 0).then(|| &rest[length..])
}

/// What follows a quoted string (RFC 9110, section 5.6.4).
fn quoted(rest: &[u8]) -> Option<&[u8]> {
    let mut rest = rest.strip_prefix(b"\"")?;
    loop {
        rest = match rest {
            [b'"', after @ ..] => return Some(after),
            [b'\\', byte, after @ ..] | [byte, after @ ..]
                if *byte == b'\t' || !byte.is_ascii_control() =>
            {
                after
            }
            _ => return None,
        };
    }
}
