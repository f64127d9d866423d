//! Internet addresses as text and as bytes.
//!
//! Python's four helpers by their own names. In Rust code the types of
//! `std::net` do all of it: `text.parse::<IpAddr>()`, `octets()`, `Display`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An IPv4 or IPv6 address from its one proper form (inet_pton(3)): four or
/// sixteen bytes, in network byte order.
pub fn inet_pton(text: &str) -> Option<Vec<u8>> {
    match text.parse().ok()? {
        IpAddr::V4(ip) => Some(ip.octets().to_vec()),
        IpAddr::V6(ip) => Some(ip.octets().to_vec()),
    }
}

/// The text of four or sixteen bytes (inet_ntop(3)); for another number of
/// bytes there is none.
pub fn inet_ntop(bytes: &[u8]) -> Option<String> {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Some(Ipv4Addr::from(four).to_string());
    }
    let sixteen = <[u8; 16]>::try_from(bytes).ok()?;
    Some(Ipv6Addr::from(sixteen).to_string())
}

/// The text of an IPv4 address (inet(3)).
pub fn inet_ntoa(bytes: [u8; 4]) -> String {
    Ipv4Addr::from(bytes).to_string()
}

/// An IPv4 address from any form that C programs take (inet(3)): one to four
/// numbers, each decimal, octal (`0177`) or hexadecimal (`0x7f`), the last of
/// which fills all bytes that are left: `127.1` is 127.0.0.1.
///
/// A filter that compares text and a program that calls this do not agree on
/// what an address is; use [`inet_pton`] for what strangers send.
// ANCHOR: inet_aton
pub fn inet_aton(text: &str) -> Option<[u8; 4]> {
    let numbers: Vec<u32> =
        text.split('.').map(number).collect::<Option<_>>()?;
    let (last, first) = numbers.split_last()?;
    let left = 4_usize.checked_sub(first.len())?;
    if left == 0 || u64::from(*last) >> (8 * left) != 0 {
        return None;
    }
    let mut bytes = last.to_be_bytes();
    for (byte, number) in bytes.iter_mut().zip(first) {
        *byte = u8::try_from(*number).ok()?;
    }
    Some(bytes)
}
// ANCHOR_END: inet_aton

/// A number as C writes it.
fn number(text: &str) -> Option<u32> {
    let (digits, radix) = match text.strip_prefix('0') {
        Some("") => ("0", 10),
        Some(rest) => match rest.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (rest, 8),
        },
        None => (text, 10),
    };
    // from_str_radix would take a sign.
    let all_digits = digits.chars().all(|c| c.is_digit(radix));
    all_digits.then(|| u32::from_str_radix(digits, radix).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c_programs_read_these_as_addresses() {
        for (text, bytes) in [
            ("127.0.0.1", [127, 0, 0, 1]),
            ("127.1", [127, 0, 0, 1]),
            ("10.1.2", [10, 1, 0, 2]),
            ("10.1.515", [10, 1, 2, 3]),
            ("2130706433", [127, 0, 0, 1]),
            ("0x7f.0.0.1", [127, 0, 0, 1]),
            ("0177.0.0.01", [127, 0, 0, 1]),
            ("0", [0, 0, 0, 0]),
            ("255.255.255.255", [255; 4]),
        ] {
            assert_eq!(inet_aton(text), Some(bytes), "{text}");
        }
    }

    #[test]
    fn these_are_no_addresses_in_any_form() {
        for text in [
            "",
            ".",
            "1.",
            "1.2.3.4.5",
            "256.1",
            "1.2.3.256",
            "1.2.65536",
            "1.16777216",
            "4294967296",
            "08",
            "0x",
            "+1",
            "-1",
            "1 ",
            "::1",
        ] {
            assert_eq!(inet_aton(text), None, "{text:?}");
        }
    }

    #[test]
    fn only_the_proper_form_is_taken_from_strangers() {
        assert_eq!(inet_pton("127.0.0.1"), Some(vec![127, 0, 0, 1]));
        assert_eq!(inet_pton("::1").unwrap().len(), 16);
        for text in ["127.1", "0177.0.0.1", "127.0.0.01", "[::1]"] {
            assert_eq!(inet_pton(text), None, "{text}");
        }
    }

    #[test]
    fn bytes_become_text_by_their_number() {
        assert_eq!(inet_ntop(&[127, 0, 0, 1]).unwrap(), "127.0.0.1");
        let mut loopback = [0; 16];
        loopback[15] = 1;
        assert_eq!(inet_ntop(&loopback).unwrap(), "::1");
        assert_eq!(inet_ntop(&[1, 2, 3]), None);
        assert_eq!(inet_ntoa([10, 0, 0, 1]), "10.0.0.1");
    }
}
