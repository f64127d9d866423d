//! Messages byte by byte.

use bytes::BytesMut;
use cli::say;
use framing::Encoder;
use length_prefixed::{ByteOrder, LengthPrefixed, Prefix};

const PREFIXES: [(&str, Prefix); 8] = [
    ("u8", Prefix::U8),
    ("u16 big", Prefix::U16(ByteOrder::Big)),
    ("u16 little", Prefix::U16(ByteOrder::Little)),
    ("u32 big", Prefix::U32(ByteOrder::Big)),
    ("u32 little", Prefix::U32(ByteOrder::Little)),
    ("u64 big", Prefix::U64(ByteOrder::Big)),
    ("u64 little", Prefix::U64(ByteOrder::Little)),
    ("varint", Prefix::Varint),
];

/// How many bytes a line shows.
const SHOWN: usize = 16;

/// Prints `message` with every prefix before it.
pub(crate) fn dump(message: &[u8]) -> cli::Result {
    for (name, prefix) in PREFIXES {
        let mut wire = BytesMut::new();
        match LengthPrefixed::new(prefix).encode(message, &mut wire) {
            Ok(()) => say!("{name:<11} {}", hex(&wire)),
            Err(error) => say!("{name:<11} {error}"),
        }
    }
    Ok(())
}

/// Bytes as pairs of hex digits, at most the first 16.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let shown: Vec<String> =
        bytes.iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect();
    let rest = if bytes.len() > SHOWN { " …" } else { "" };
    shown.join(" ") + rest
}
