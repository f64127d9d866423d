//! What lengths and byte orders do, made visible.

use bytes::BytesMut;
use cli::{Play, say};
use framing::{Decoder, decode_all};
use length_prefixed::{ByteOrder, LengthPrefixed, Prefix, UntilClose};

use crate::hex::hex;

/// Everything that `experiment` can show.
pub(crate) const ALL: [Play; 3] = [
    Play {
        name: "byte-order",
        about: "one number, two orders; and what the wrong one reads",
        run: byte_order,
    },
    Play {
        name: "promise",
        about: "what a peer's length makes the decoder allocate",
        run: promise,
    },
    Play {
        name: "until-close",
        about: "a message that was cut off looks like a whole one",
        run: until_close,
    },
];

fn byte_order() -> cli::Result {
    let port: u16 = 9005;
    say!("{port} is 0x{port:04x}");
    say!("big end first (network):   {}", hex(&port.to_be_bytes()));
    say!("little end first:          {}", hex(&port.to_le_bytes()));
    say!("this machine's memory:     {}", hex(&port.to_ne_bytes()));
    say!("htons(9005) here:          {}", port.to_be());
    let wrong = u32::from_be_bytes(5_u32.to_le_bytes());
    say!("a length of 5, read in the wrong order: {wrong}");
    Ok(())
}

fn promise() -> cli::Result {
    for length in [100, 1_000_000, 1 << 30] {
        let mut codec = LengthPrefixed::new(Prefix::U32(ByteOrder::Big));
        let mut input = BytesMut::from(&u32::to_be_bytes(length)[..]);
        let said = match codec.decode(&mut input) {
            Ok(_) => format!("waits, with room for {}", input.capacity()),
            Err(error) => error.to_string(),
        };
        say!("4 bytes promise {length}: {said}");
    }
    Ok(())
}

fn until_close() -> cli::Result {
    for (end, sent) in [
        ("the sender has finished", &b"Transfer 1000 euros"[..]),
        ("the sender has died", b"Transfer 1000"),
    ] {
        let message = decode_all(&mut UntilClose::new(), [sent]);
        let prefixed = [&[0, 19], sent].concat();
        let prefix = Prefix::U16(ByteOrder::Big);
        let mut codec = LengthPrefixed::new(prefix);
        let with_length = decode_all(&mut codec, [&prefixed[..]]);
        say!("{end}");
        say!("  until close: {}", show(&message[0]));
        say!("  with length: {}", show(&with_length[0]));
    }
    Ok(())
}

fn show<E: std::fmt::Display>(result: &Result<bytes::Bytes, E>) -> String {
    match result {
        Ok(message) => format!("\"{}\"", message.escape_ascii()),
        Err(error) => format!("error: {error}"),
    }
}
