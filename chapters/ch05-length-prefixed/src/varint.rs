//! Numbers of 1 to 10 bytes: small ones are short.
//!
//! Each byte carries 7 bits of the number, the lowest first; its high bit says
//! that another byte follows. Known as unsigned LEB128 (DWARF 5, section 7.6)
//! and as the varint of protocol buffers.
//!
//! `0x80 0x00` would be a second form of 0. Some readers take it; this one does
//! not: if one number has two forms, two programs can disagree on whether
//! messages are equal.

use bytes::{BufMut, BytesMut};

/// The most bytes that a number of 64 bits takes.
pub(crate) const MAX_BYTES: usize = 10;

/// The number's only form was not kept, or it has more than 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadVarint;

/// The number at the front of `bytes` and how many bytes it takes; `None`
/// when its last byte is not there yet.
// ANCHOR: get
pub(crate) fn get(bytes: &[u8]) -> Result<Option<(u64, usize)>, BadVarint> {
    let mut number = 0_u64;
    for (i, &byte) in bytes.iter().take(MAX_BYTES).enumerate() {
        let bits = u64::from(byte & 0x7f);
        // Nine bytes hold 63 bits: the tenth has room for one.
        if i == MAX_BYTES - 1 && byte > 1 {
            return Err(BadVarint);
        }
        number |= bits << (7 * i);
        if byte & 0x80 == 0 {
            let padded = byte == 0 && i > 0;
            return if padded {
                Err(BadVarint)
            } else {
                Ok(Some((number, i + 1)))
            };
        }
    }
    Ok(None)
}
// ANCHOR_END: get

/// Appends the number.
// ANCHOR: put
pub(crate) fn put(mut number: u64, output: &mut BytesMut) {
    while number >= 0x80 {
        output.put_u8(number as u8 | 0x80);
        number >>= 7;
    }
    output.put_u8(number as u8);
}
// ANCHOR_END: put

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_take_one_byte_and_the_largest_ten() {
        for (number, want) in [
            (0, &b"\x00"[..]),
            (127, b"\x7f"),
            (128, b"\x80\x01"),
            (300, b"\xac\x02"),
            (u64::MAX, b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
        ] {
            let mut output = BytesMut::new();
            put(number, &mut output);
            assert_eq!(output, want);
            assert_eq!(get(want), Ok(Some((number, want.len()))));
            assert_eq!(get(&want[..want.len() - 1]), Ok(None));
        }
    }

    #[test]
    fn a_second_form_of_a_number_is_refused() {
        assert_eq!(get(b"\x80\x00"), Err(BadVarint));
        assert_eq!(get(b"\xac\x82\x00"), Err(BadVarint));
    }

    #[test]
    fn more_than_64_bits_are_refused_and_never_waited_for() {
        assert_eq!(get(&[0xff; 10]), Err(BadVarint));
        assert_eq!(
            get(b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02"),
            Err(BadVarint)
        );
    }
}
