//! A key-value protocol in small binary messages.
//!
//! Each message is a frame: its length in four bytes, big end first, then:
//!
//! | request | byte 0 | then |
//! | --- | --- | --- |
//! | get | 1 | the name |
//! | set | 2 | the name's length (one byte), the name, the value |
//! | delete | 3 | the name |
//! | list | 4 | nothing |
//!
//! | response | byte 0 | then |
//! | --- | --- | --- |
//! | done | 0 | nothing |
//! | value | 1 | the value |
//! | names | 2 | each name: its length (one byte), the name |
//! | not found | 3 | nothing |
//! | refused | 4 | the reason, UTF-8 |
//!
//! A name is 1 to 255 bytes of UTF-8; a value is any bytes. The last field of a
//! message needs no length: it ends where the frame ends.
//!
//! # Layout
//!
//! * `message`: [`Request`] and [`Response`], to and from bytes.
//! * `store`: [`Store`], the names and values, with limits.

mod message;
mod store;

pub use message::{MessageError, Request, Response};
pub use store::{Limits, Store};

use crate::{ByteOrder, LengthPrefixed, Prefix};

/// The longest message, in bytes: 64 KiB.
pub const MAX_MESSAGE: usize = 64 * 1024;

/// The framing of both directions.
pub fn codec() -> LengthPrefixed {
    LengthPrefixed::new(Prefix::U32(ByteOrder::Big))
        .with_max_length(MAX_MESSAGE)
}
