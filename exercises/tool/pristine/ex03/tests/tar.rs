//! Judges the exercise `tar`.

use ex03::tar::{BLOCK, Header, TarError, header};

/// A header as `tar` writes it, with the right checksum.
fn block(name: &[u8], size: &[u8; 12]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..name.len()].copy_from_slice(name);
    block[100..108].copy_from_slice(b"0000644\0");
    block[124..136].copy_from_slice(size);
    block[136..148].copy_from_slice(b"14371573201\0");
    block[156] = b'0';
    block[257..265].copy_from_slice(b"ustar\x0000");
    sign(&mut block);
    block
}

/// Six octal digits, a zero and a space, as POSIX has it.
fn sign(block: &mut [u8; BLOCK]) {
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    block[148..154].copy_from_slice(format!("{sum:06o}").as_bytes());
    block[154] = 0;
}

fn want(name: &[u8], size: u64) -> Result<Option<Header>, TarError> {
    Ok(Some(Header { name: name.to_vec(), size }))
}

#[test]
fn numbers_are_octal() {
    let got = header(&block(b"notes.txt", b"00000000017\0"));
    assert_eq!(
        got,
        want(b"notes.txt", 15),
        "the digits of a size are octal: 00000000017 is 15"
    );
}

#[test]
fn a_number_may_end_with_a_space_or_early() {
    for (field, size) in [
        (b"00000000144 ", 100),
        (b"144\0\0\0\0\0\0\0\0\0", 100),
        (b"7          \0", 7),
    ] {
        assert_eq!(
            header(&block(b"a", field)),
            want(b"a", size),
            "a number ends at its first zero or space: {}",
            field.escape_ascii()
        );
    }
}

#[test]
fn a_name_may_use_all_its_hundred_bytes() {
    let long = [b'n'; 100];
    assert_eq!(
        header(&block(&long, b"00000000000\0")),
        want(&long, 0),
        "a name of 100 bytes has no zero after it"
    );
}

#[test]
fn bytes_after_the_zero_do_not_belong_to_the_name() {
    assert_eq!(
        header(&block(b"short\0rest", b"00000000000\0")),
        want(b"short", 0),
        "a name ends at its first zero"
    );
}

#[test]
fn a_byte_that_changed_on_the_way_is_noticed() {
    let mut bad = block(b"notes.txt", b"00000000017\0");
    bad[0] ^= 1;
    let got = header(&bad);
    assert!(
        matches!(got, Err(TarError::Checksum { .. })),
        "the sum of the bytes is to be checked\n  got {got:?}"
    );
}

#[test]
fn bytes_above_127_count_as_what_they_are() {
    let name = "Grüße.txt".as_bytes();
    assert_eq!(
        header(&block(name, b"00000000001\0")),
        want(name, 1),
        "each byte is a number from 0 to 255 in the sum"
    );
}

#[test]
fn a_block_of_zeros_is_the_end_and_no_error() {
    assert_eq!(
        header(&[0; BLOCK]),
        Ok(None),
        "zeros only: here the archive ends"
    );
}

#[test]
fn what_is_no_octal_number_is_refused() {
    for field in
        [b"00000000018\0", b"\0\0\0\0\0\0\0\0\0\0\0\0", b"-0000000017\0"]
    {
        assert_eq!(
            header(&block(b"a", field)),
            Err(TarError::Number),
            "digits from 0 to 7, at least one: {}",
            field.escape_ascii()
        );
    }
}
