//! Bytes as text that a person can read, and recordings as text.

use std::fmt;

use crate::recording::{Action, Part, PartKind, Recording};

/// One byte as a reader of the book sees it: printable ASCII as itself,
/// `\n`, `\r`, `\t`, `\0`, `\\` and `\"` as in Rust, the rest as `\xNN`.
pub fn escape_byte(byte: u8) -> String {
    match byte {
        0 => "\\0".to_owned(),
        // A digit after `\0` cannot be misread: `\0` is never octal here.
        _ => byte.escape_ascii().to_string().replace("\\'", "'"),
    }
}

/// Bytes as the inside of a Rust byte string; see [`escape_byte`].
pub fn escape(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| escape_byte(byte)).collect()
}

/// The reverse of [`escape`].
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        bytes.push(match rest.next() {
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'0') => 0,
            Some(b'x') => {
                let digit = |b: u8| char::from(b).to_digit(16);
                let high = rest.next().and_then(digit);
                let low = rest.next().and_then(digit);
                let (Some(high), Some(low)) = (high, low) else {
                    return Err("\\x wants two hex digits".to_owned());
                };
                (high * 16 + low) as u8
            }
            Some(other @ (b'\\' | b'"' | b'\'')) => other,
            other => return Err(format!("unknown escape: {other:?}")),
        });
    }
    Ok(bytes)
}

/// Serde's view of a byte string: text in the form of [`escape`].
pub(crate) mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(
        bytes: &[u8],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::escape(bytes))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::unescape(&text).map_err(D::Error::custom)
    }
}

/// How many escaped characters of a chunk the text form shows.
const SHOWN: usize = 56;

/// A recording as a demo prints it: one line per event, each party in a
/// column of its own, the parts of annotated bytes beneath them.
impl fmt::Display for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "── {}", self.title)?;
        let widest = self.sides.iter().map(String::len).max().unwrap_or(0);
        for event in &self.events {
            let who = &self.sides[event.side];
            write!(f, "{who:>widest$}  ")?;
            match &event.action {
                Action::Call { call, result, .. } if result.is_empty() => {
                    writeln!(f, "   {call}")?;
                }
                Action::Call { call, result, .. } => {
                    writeln!(f, "   {call} = {result}")?;
                }
                Action::Sent { bytes, parts, .. } => {
                    chunk(f, "→", widest, bytes, parts)?;
                }
                Action::Received { bytes, parts, .. } => {
                    chunk(f, "←", widest, bytes, parts)?;
                }
                Action::Finished { .. } => writeln!(f, "→  (no more)")?,
                Action::End { .. } => writeln!(f, "←  0 bytes: the end")?,
                Action::Reset { .. } => writeln!(f, "←  connection reset")?,
                Action::Note { text } => writeln!(f, "   · {text}")?,
            }
        }
        Ok(())
    }
}

/// One chunk, cut to what fits, and what its bytes are.
fn chunk(
    f: &mut fmt::Formatter<'_>,
    arrow: &str,
    widest: usize,
    bytes: &[u8],
    parts: &[Part],
) -> fmt::Result {
    let mut shown = String::new();
    let mut count = 0;
    for &byte in bytes {
        let next = escape_byte(byte);
        if shown.len() + next.len() > SHOWN {
            break;
        }
        shown.push_str(&next);
        count += 1;
    }
    let unit = if bytes.len() == 1 { "byte" } else { "bytes" };
    let cut = if count < bytes.len() { "…" } else { "" };
    writeln!(f, "{arrow}  {} {unit} \"{shown}\"{cut}", bytes.len())?;
    if !parts.is_empty() {
        let names: Vec<String> = parts.iter().map(name).collect();
        writeln!(f, "{:widest$}       {}", "", names.join(", "))?;
    }
    Ok(())
}

fn name(part: &Part) -> String {
    match part.kind {
        PartKind::Framing => format!("[{} {}]", part.len, part.label),
        PartKind::Payload => format!("{} {}", part.len, part.label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_like_the_inside_of_a_byte_string() {
        assert_eq!(escape(b"a\"b\\c\r\n\0'\xff"), "a\\\"b\\\\c\\r\\n\\0'\\xff");
    }

    #[test]
    fn every_byte_can_be_read_back() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(unescape(&escape(&all)), Ok(all));
    }

    #[test]
    fn what_is_no_escape_is_refused() {
        assert!(unescape("\\q").is_err());
        assert!(unescape("\\x9").is_err());
        assert!(unescape("\\").is_err());
    }
}
