//! What a zero byte means in other encodings.

use cli::say;
use delimited::Delimited;
use framing::decode_all;

/// Sends one text in three encodings through a decoder whose mark is `\0`.
pub(crate) fn run() -> cli::Result {
    // ANCHOR: encodings
    let text = "Grüße 1";
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let encodings = [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-16, big end first", flat(&utf16, u16::to_be_bytes)),
        ("UTF-16, little end first", flat(&utf16, u16::to_le_bytes)),
        ("UTF-32, big end first", {
            let chars: Vec<char> = text.chars().collect();
            flat(&chars, |c| u32::from(c).to_be_bytes())
        }),
    ];
    // ANCHOR_END: encodings
    for (name, bytes) in encodings {
        let zeros = bytes.iter().filter(|&&byte| byte == 0).count();
        let stream = [&bytes[..], b"\0"].concat();
        let all = decode_all(&mut Delimited::new(b"\0"), [&stream[..]]);
        say!("{name}: {} bytes, {zeros} of them zero", bytes.len());
        say!("  {}", hex(&bytes));
        say!("  messages that end with \\0: {}", all.len());
    }
    Ok(())
}

fn flat<T: Copy, const N: usize>(
    units: &[T],
    bytes: impl Fn(T) -> [u8; N],
) -> Vec<u8> {
    units.iter().flat_map(|&unit| bytes(unit)).collect()
}

/// At most 16 bytes.
fn hex(bytes: &[u8]) -> String {
    let shown: Vec<String> =
        bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let rest = if bytes.len() > 16 { " …" } else { "" };
    shown.join(" ") + rest
}
