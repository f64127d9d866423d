//! What a peer may send.

/// What one message may take; a peer that sends more is refused.
///
/// All numbers are bytes, except [`Limits::fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The first line: 414. RFC 9112, section 3, wants 8,000 or more.
    pub line: usize,
    /// One field, its name and value: 431.
    pub field: usize,
    /// How many fields a head or a trailer section has: 431. At most
    /// [`MAX_FIELDS`].
    pub fields: usize,
    /// A head, first line and fields: 431.
    pub head: usize,
    /// A body, without what frames it: 413.
    pub body: u64,
    /// The line before a chunk, its extensions included: 400.
    pub chunk_line: usize,
    /// All extensions of all chunks of a message: 400.
    pub extensions: usize,
    /// All trailer fields together: 431.
    pub trailers: usize,
    /// How much of a body that nobody read is thrown away to keep the
    /// connection. With more to come it is closed instead.
    pub drain: u64,
    /// How much is thrown away while the connection closes: a client that
    /// sends its whole body before it reads shall hear why it is not wanted.
    pub linger: u64,
}

/// The highest [`Limits::fields`]: fields are found in an array on the stack.
pub const MAX_FIELDS: usize = 128;

/// Room behind the longest head: what one read may bring beyond it.
const SLACK: usize = 8 * 1024;

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            line: 8_000,
            field: 8 * 1024,
            fields: 100,
            head: 16 * 1024,
            body: 1024 * 1024,
            chunk_line: 1024,
            extensions: 16 * 1024,
            trailers: 8 * 1024,
            drain: 64 * 1024,
            linger: 16 * 1024 * 1024,
        }
    }
}

impl Limits {
    /// The most that the machine holds of what was not yet understood.
    pub fn input(&self) -> usize {
        self.head.max(self.chunk_line).max(self.field) + SLACK
    }
}
