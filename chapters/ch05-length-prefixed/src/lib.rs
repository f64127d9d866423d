//! Messages that say how long they are, and the fourth way: until the end.
//!
//! A number stands before each message: how many bytes follow. The message may
//! hold any bytes at all, the reader searches nothing, and it knows early what
//! is coming. The trap: the number comes from the peer. Who allocates what it
//! says has given four bytes the power over four gigabytes.
//!
//! # Layout
//!
//! * `prefix`: [`Prefix`], the forms of the number; [`ByteOrder`].
//! * `varint`: numbers of 1 to 10 bytes, 7 bits in each.
//! * `length_prefixed`: [`LengthPrefixed`], the codec.
//! * `counted`: [`Counted`], one message whose length was said elsewhere.
//! * `until_close`: [`UntilClose`], one message: all until the end.
//! * [`kv`]: a key-value protocol in small binary messages, the worked example.
//!
//! Left out: lengths that count the prefix too, prefixes behind other fields,
//! and checksums. The exercise `backpatch` counts the prefix too.

mod counted;
pub mod kv;
mod length_prefixed;
mod prefix;
mod until_close;
mod varint;

pub use counted::Counted;
pub use length_prefixed::{LengthError, LengthPrefixed, MAX_LENGTH};
pub use prefix::{ByteOrder, Prefix};
pub use until_close::{UntilClose, UntilCloseError};
