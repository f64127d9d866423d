//! Bytes as text and back: PEP 3333, "A Note On String Types".
//!
//! The strings of an environ are bytes, one character for each: U+0000 to
//! U+00FF. Whoever knows better (a path is UTF-8, mostly) makes bytes of them
//! again and decodes those.

use std::borrow::Cow;

/// Each byte becomes the character with its number.
// ANCHOR: latin1
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(bytes) {
        Ok(text) if bytes.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
}

/// Each character becomes the byte with its number; `None` when one has none.
pub fn encode(text: &str) -> Option<Cow<'_, [u8]>> {
    if text.is_ascii() {
        return Some(Cow::Borrowed(text.as_bytes()));
    }
    let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
    bytes.ok().map(Cow::Owned)
}
// ANCHOR_END: latin1

/// The same for text that may have come from elsewhere: what has no bytes in
/// latin-1 is UTF-8.
pub(crate) fn encode_or_utf8(text: &str) -> Vec<u8> {
    encode(text).unwrap_or(text.as_bytes().into()).into_owned()
}

/// [`decode`] for bytes that may have an owner already.
pub(crate) fn decode_cow(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        Cow::Borrowed(bytes) => decode(bytes),
        Cow::Owned(bytes) => Cow::Owned(decode(&bytes).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back_as_it_went() {
        let all: Vec<u8> = (0..=255).collect();
        let text = decode(&all);
        assert_eq!(text.chars().count(), 256);
        assert_eq!(encode(&text).unwrap(), all);
    }

    #[test]
    fn a_character_that_is_no_byte_is_refused() {
        assert_eq!(encode("5 \u{20ac}"), None);
    }
}
