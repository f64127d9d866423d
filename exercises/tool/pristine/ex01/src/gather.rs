//! Two buffers, one call.
//!
//! A response has a head and a body, in two buffers. Sending one after the
//! other takes two calls (and, chapter 2 shows, perhaps two packets and a
//! delay); copying them into one costs a copy. `writev(2)`, in Rust
//! [`Write::write_vectored`], takes several buffers at once. Like `write` it may
//! take a part only: and that part may end in the middle of either buffer.
//!
//! ```text
//! head "abc", body "defgh"
//! write_vectored(["abc", "defgh"]) = 4      taken: "abcd"
//! write_vectored(["", "efgh"]) = 4          taken: "efgh"
//! ```
//!
//! Use `write_vectored` for every call. Do not copy the bytes together.

use std::io::{self, Write};

/// Sends all of `head`, then all of `body`.
///
/// # Errors
///
/// What the stream returns, but not [`io::ErrorKind::Interrupted`];
/// [`io::ErrorKind::WriteZero`] when it takes no more bytes.
pub fn send_both(
    stream: &mut impl Write,
    head: &[u8],
    body: &[u8],
) -> io::Result<()> {
    let _ = (stream, head, body);
    todo!("as few calls of write_vectored as the stream allows")
}
