//! Names and values, kept as places in one buffer.

use bytes::BytesMut;
use memchr::memchr;

/// Where a name and a value stand in the buffer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    name: (u32, u32),
    value: (u32, u32),
}

/// The bytes of a head or of trailers, and where their fields stand.
///
/// Both grow to what the limits allow and are used again for every message:
/// in the steady state nothing is allocated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    pub(crate) bytes: BytesMut,
    spans: Vec<Span>,
}

impl Store {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.spans.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Remembers a field that stands in the buffer already.
    #[inline]
    pub(crate) fn add(&mut self, name: (usize, usize), value: (usize, usize)) {
        // Limits keep a head far below 4 GiB.
        let short = |(from, to): (usize, usize)| (from as u32, to as u32);
        self.spans.push(Span { name: short(name), value: short(value) });
    }

    /// Copies a field into the buffer.
    pub(crate) fn push(&mut self, name: &[u8], value: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(name);
        let colon = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.add((start, colon), (colon, self.bytes.len()));
    }

    #[inline]
    pub(crate) fn fields(&self) -> Fields<'_> {
        Fields { bytes: &self.bytes, spans: &self.spans }
    }
}

/// The fields of a head or of trailers, in their order. A view: it owns
/// nothing and is valid until the next message begins.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    bytes: &'a [u8],
    spans: &'a [Span],
}

impl<'a> Fields<'a> {
    /// Every field, name as it was sent and value without the blanks around.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.raw().map(|(name, value)| (text(name), value))
    }

    #[inline]
    pub(crate) fn raw(self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        let bytes = move |(from, to): (u32, u32)| {
            &self.bytes[from as usize..to as usize]
        };
        self.spans.iter().map(move |at| (bytes(at.name), bytes(at.value)))
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.spans.is_empty()
    }

    /// Every value of the field `name`, whose case does not matter.
    pub fn all(self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The first value of the field `name`, whose case does not matter.
    pub fn get(self, name: &str) -> Option<&'a [u8]> {
        self.all(name).next()
    }
}

/// Bytes that were found to be ASCII.
pub(crate) fn text(ascii: &[u8]) -> &str {
    str::from_utf8(ascii).unwrap_or_default()
}

/// The elements of a list: `a, b` (RFC 9110, section 5.6.1). Empty ones,
/// which a recipient has to ignore, are left out.
pub(crate) fn list(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let element = |part| Some(trim(part)).filter(|part| !part.is_empty());
    value.split(|&byte| byte == b',').filter_map(element)
}

/// A line of a trailer section: `NAME: VALUE`. `None` when it is none.
pub(crate) fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let (name, value) = line.split_at(memchr(b':', line)?);
    let value = trim(&value[1..]);
    (is_token(name) && is_value(value)).then_some((name, value))
}

/// Whether this can be a field's name: letters, digits and some marks, at
/// least one (RFC 9110, section 5.6.2).
pub fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&byte| is_token_byte(byte))
}

#[inline]
pub(crate) fn is_token_byte(byte: u8) -> bool {
    TOKEN[usize::from(byte)]
}

static TOKEN: [bool; 256] = {
    let mut token = [false; 256];
    let marks = b"!#$%&'*+-.^_`|~";
    let mut at = 0;
    while at < marks.len() {
        token[marks[at] as usize] = true;
        at += 1;
    }
    let mut byte: u8 = 0;
    while byte < 128 {
        token[byte as usize] |= byte.is_ascii_alphanumeric();
        byte += 1;
    }
    token
};

/// Whether this can be a field's value: no control character but the tab
/// (RFC 9110, section 5.5).
#[inline]
pub fn is_value(bytes: &[u8]) -> bool {
    // Without a branch for each byte, so that the compiler takes many at once.
    !bytes.iter().fold(false, |bad, &byte| {
        bad | (byte < b' ') & (byte != b'\t') | (byte == 0x7f)
    })
}

/// Without the spaces and tabs around it.
pub(crate) fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// Digits and nothing else: `parse` would take "+5", too. `None` also when
/// the number needs more than 64 bits.
pub(crate) fn decimal(digits: &[u8]) -> Option<u64> {
    let add = |number: u64, digit: &u8| {
        let digit = digit.is_ascii_digit().then(|| digit - b'0')?;
        number.checked_mul(10)?.checked_add(digit.into())
    };
    if digits.is_empty() { None } else { digits.iter().try_fold(0, add) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_and_fits_into_64_bits() {
        assert_eq!(decimal(b"0"), Some(0));
        assert_eq!(decimal(b"00042"), Some(42));
        assert_eq!(decimal(b"18446744073709551615"), Some(u64::MAX));
        let bad = ["", "18446744073709551616", "+5", "-0", "5 ", "0x5", "5,5"];
        for digits in bad {
            assert_eq!(decimal(digits.as_bytes()), None, "{digits}");
        }
    }

    #[test]
    fn a_list_has_blanks_and_empty_elements_that_do_not_count() {
        let all: Vec<&[u8]> = list(b" close ,,\tUpgrade, ").collect();
        assert_eq!(all, [&b"close"[..], b"Upgrade"]);
    }

    #[test]
    fn a_line_is_a_field_or_not() {
        assert_eq!(split(b"a:\t b "), Some((&b"a"[..], &b"b"[..])));
        assert_eq!(split(b"a:"), Some((&b"a"[..], &b""[..])));
        for line in [&b"a"[..], b": b", b"a : b", b" a: b", b"a: \x7f"] {
            assert_eq!(split(line), None, "{}", line.escape_ascii());
        }
    }
}
