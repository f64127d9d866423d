//! Finding where a head ends, with chapter 4's decoder.

use bytes::{Buf, BytesMut};
use delimited::Delimited;
use memchr::{memchr, memchr2};

use crate::Error;
use crate::fields::Store;
use crate::head::{check_first_line, ends_are_whole};
use crate::limits::Limits;
use crate::request::MAX_METHOD;
use crate::state::Role;

/// Finds where a head ends, within the limits, without starting over.
///
/// What is wrong is said as soon as it is sure: a client that ends its lines
/// with LF alone has sent all it will, and would wait for nothing.
#[derive(Debug)]
pub(crate) struct Finder {
    /// Who sends the heads.
    sender: Role,
    heads: Delimited,
    /// How far the end of the first line was searched for; `None`: it was
    /// found, within the limit.
    line: Option<usize>,
    /// How many bytes at the front were checked; 0: nor was the first line.
    checked: usize,
    /// An empty line was passed over.
    skipped: bool,
    limits: Limits,
}

impl Finder {
    pub(crate) fn new(sender: Role, limits: &Limits) -> Finder {
        // Its own limit would drop what is checked first: see `too_long`.
        let heads = Delimited::new(b"\r\n\r\n").with_max_length(usize::MAX);
        let (line, limits) = (Some(0), *limits);
        Finder { sender, heads, line, checked: 0, skipped: false, limits }
    }

    /// Moves a whole head, its end included, into `head`; false: not yet.
    pub(crate) fn find(
        &mut self,
        input: &mut BytesMut,
        head: &mut Store,
    ) -> Result<bool, Error> {
        if input.is_empty() {
            return Ok(false);
        }
        self.skip_empty_line(input);
        self.check_line(input)?;
        let max = self.limits.head;
        match self.heads.next_length(input) {
            Ok(Some(found)) if found <= max => {
                let whole = found + b"\r\n\r\n".len();
                head.clear();
                take(input, whole, &mut head.bytes);
                (self.line, self.checked, self.skipped) = (Some(0), 0, false);
                Ok(true)
            }
            Ok(Some(found)) => Err(self.too_long(&input[..found])),
            _ if input.len() >= max + 4 => Err(self.too_long(input)),
            _ => self.check_part(input).and(Ok(false)),
        }
    }

    /// Whether nothing of a head is in `input`.
    pub(crate) fn is_empty(&self, input: &[u8]) -> bool {
        input.is_empty() || (!self.skipped && input == b"\r\n")
    }

    /// One empty line before a message is passed over (RFC 9112, section
    /// 2.2).
    fn skip_empty_line(&mut self, input: &mut BytesMut) {
        if !self.skipped && self.line == Some(0) && input.starts_with(b"\r\n") {
            input.advance(2);
            self.skipped = true;
        }
    }

    /// Refuses a first line that is empty or too long, or whose end is none.
    fn check_line(&mut self, input: &[u8]) -> Result<(), Error> {
        let Some(searched) = self.line else { return Ok(()) };
        if input.starts_with(b"\r\n") {
            return Err(Error::RequestLine);
        }
        let max = self.limits.line.min(self.limits.head);
        let window = input.len().min(max + 2);
        let at = match memchr2(b'\r', b'\n', &input[searched..window]) {
            Some(at) => searched + at,
            None => window,
        };
        self.line = match input[at..window] {
            [b'\r', b'\n', ..] => None,
            [b'\n', ..] | [_, _, ..] => return Err(Error::LineEnd),
            _ if window == max + 2 => return Err(self.line_too_long(input)),
            _ => Some(at),
        };
        Ok(())
    }

    /// What made the line long may be its method, which has another status
    /// (RFC 9112, section 3).
    fn line_too_long(&self, input: &[u8]) -> Error {
        let method = memchr(b' ', input).unwrap_or(usize::MAX);
        match self.sender {
            Role::Client if method > MAX_METHOD => Error::Method,
            _ => Error::LineTooLong(self.limits.line),
        }
    }

    /// Checks the first line, and all line ends, of a head that is not
    /// complete.
    fn check_part(&mut self, head: &[u8]) -> Result<(), Error> {
        if self.line.is_some() {
            return Ok(());
        }
        if self.checked == 0 {
            check_first_line(self.sender, head)?;
        }
        let head = &head[..head.len().min(self.limits.head)];
        // The last one may have been a CR, whose LF comes now.
        let new = &head[self.checked.saturating_sub(1)..];
        self.checked = head.len();
        match ends_are_whole(new) {
            true => Ok(()),
            false => Err(Error::LineEnd),
        }
    }

    /// The head is too long, unless something else is wrong with it before.
    fn too_long(&mut self, head: &[u8]) -> Error {
        let wrong = self.check_part(head).err();
        wrong.unwrap_or(Error::HeadTooLong(self.limits.head))
    }
}

/// Moves the first `length` bytes of `input` into `empty`. Where that is all,
/// as it is for most heads, the two change places, and nothing is copied.
fn take(input: &mut BytesMut, length: usize, empty: &mut BytesMut) {
    if length == input.len() {
        std::mem::swap(input, empty);
    } else {
        empty.extend_from_slice(&input[..length]);
        input.advance(length);
    }
}
