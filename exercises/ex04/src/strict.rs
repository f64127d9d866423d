//! Lines that end with `\r\n` and nothing else.
//!
//! The chapter's `Lines` takes `\n` and `\r\n` for the end of a line. That is kind, and it is
//! dangerous where two programs read the same bytes: what one takes for one line is two for
//! the other. That difference has carried mails past filters (SMTP smuggling,
//! 2023) and requests past proxies. So a strict reader: `\r\n` ends a line; a `\n` without
//! `\r`, or a `\r` without `\n`, is an error, and so is what follows: after an error the
//! decoder gives that error for ever.
//!
//! ```text
//! "one\r\ntwo\r\n"   →  "one", "two"
//! "one\r\ntwo\n"     →  "one", then the error BareLineFeed
//! "one\rtwo\r\n"     →  the error BareReturn
//! ```
//!
//! A `\r` at the end of what has come so far is neither: the next byte decides.
//! Keep the promises of [`Decoder`]: the same for every cut, a limit, linear cost.

use bytes::{Bytes, BytesMut};
use framing::{Decoder, Unfinished};
use thiserror::Error;

/// The longest line, without its `\r\n`.
pub const MAX_LENGTH: usize = 1000;

/// Why there is no line. All are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StrictError {
    /// A `\n` without `\r` before it.
    #[error("a line feed without a carriage return before it")]
    BareLineFeed,
    /// A `\r` without `\n` after it.
    #[error("a carriage return without a line feed after it")]
    BareReturn,
    /// No `\r\n` within the limit.
    #[error("a line is longer than {MAX_LENGTH} bytes")]
    TooLong,
    /// The stream ended inside a line.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

/// The decoder: each frame is a line without its `\r\n`.
#[derive(Clone, Debug, Default)]
pub struct StrictLines {
    /// How many bytes at the front of the input need no second look.
    pub searched: usize,
}

impl Decoder for StrictLines {
    type Frame = Bytes;
    type Error = StrictError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, StrictError> {
        let _ = (self.searched, input);
        todo!("find the first of `\\r` and `\\n`, and look at its neighbor")
    }
}
