//! Queries that nobody should send.

use super::*;

#[test]
fn answers_are_not_answered() {
    let mut header = HEADER;
    for byte in [0x80, 0x81, 0x85, 0xff] {
        header[2] = byte;
        let (query, got) = ask(&[&header, WEB_A]);
        let rule = "an answer that is answered is answered, …";
        assert_eq!(got, None, "{rule}\n  \"{}\"", query.escape_ascii());
    }
    for length in 0..12 {
        let (_, got) = ask(&[&HEADER[..length]]);
        assert_eq!(got, None, "{length} bytes are no header");
    }
}

#[test]
fn what_is_no_query_is_code_4() {
    for (byte, want) in [(0x08, 0x88), (0x11, 0x91), (0x79, 0xf9)] {
        let mut header = HEADER;
        header[2] = byte;
        let rule = "OOOO is not 0: code 4, and nothing else is looked at";
        check(header, WEB_A, (want, 4), &[], &[], rule);
        check(header, b"", (want, 4), &[], &[], rule);
    }
}

#[test]
fn a_question_that_cannot_be_read_is_code_1() {
    let rule = "code 1, no question, and no panic: each length was written by \
                somebody else";
    let long = [b"\x3f".as_slice(), &[b'x'; 63]].concat().repeat(4);
    let too_long = [&long[..], b"\0\0\x01\0\x01"].concat();
    // With as many bytes behind them as they would want, if they were lengths.
    let [two_bits, one_bit] = [0xc0, 0x40].map(|length: u8| {
        let label = vec![b'x'; usize::from(length)];
        [&[length][..], &label, b"\0\0\x01\0\x01"].concat()
    });
    for question in [
        &b""[..],
        b"\x03we",
        b"\x03web\x03lan",
        b"\x03web\x03lan\0\0\x01\0",
        b"\xc0\x0c\0\x01\0\x01",
        b"\x03web\xc0\x0c\0\x01\0\x01",
        b"\x40web\0\0\x01\0\x01",
        &too_long,
        &two_bits,
        &one_bit,
    ] {
        check(HEADER, question, (0x81, 1), &[], &[], rule);
    }
    for count in [[0, 0], [0, 2], [1, 1]] {
        let mut header = HEADER;
        header[4..6].copy_from_slice(&count);
        let rule = "there must be exactly one question";
        check(header, WEB_A, (0x81, 1), &[], &[], rule);
    }
    let rule = "a name of 255 bytes can be read";
    let longest = [&long[..192], b"\x3d", &[b'x'; 61], b"\0"].concat();
    assert_eq!(longest.len(), 255);
    let question = [&longest, &b"\0\x01\0\x01"[..]].concat();
    check(HEADER, &question, (0x85, 3), &question, &[], rule);
}

#[test]
fn what_stands_behind_the_question_is_not_looked_at() {
    let mut header = HEADER;
    header[11] = 1;
    let extra = b"\0\0\x29\x04\xd0\0\0\0\0\0\0";
    let (query, got) = ask(&[&header, WEB_A, extra]);
    let (_, want) = ask(&[&HEADER, WEB_A]);
    let rule = "the question is repeated, what follows it is not";
    let (got, want) = (got.unwrap_or_default(), want.unwrap_or_default());
    assert_bytes(&query, &got, &want, rule);
}

#[test]
fn what_does_not_fit_is_left_out_and_told() {
    let many = b"\x04many\x03lan\0\0\x01\0\x01";
    let fitting = (MAX_ANSWER - 12 - many.len()) / 16;
    let addresses: Vec<_> =
        (0..fitting as u8).map(|last| [10, 0, 1, last]).collect();
    let rule = "at most 512 bytes; T = 1 tells the client that there is more";
    check(HEADER, many, (0x87, 0), many, &addresses, rule);
}

#[test]
fn any_bytes_get_an_answer_or_none() {
    // A generator of numbers that look random and are the same in every run.
    within("answer, to bytes without sense", || {
        let (mut seed, zone) = (7_u32, zone());
        for length in (0..300).cycle().take(30_000) {
            let mut query = [&HEADER[..], WEB_A].concat();
            query.resize(length, 0xc0);
            for _ in 0..3 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = (seed >> 16) as usize % length.max(1);
                if let Some(byte) = query.get_mut(at) {
                    *byte = (seed >> 8) as u8;
                }
            }
            if let Some(answer) = answer(&zone, &query) {
                let rule = "an answer has a header, a limit, and Q = 1";
                let fits = (12..=MAX_ANSWER).contains(&answer.len());
                assert!(fits && answer[2] & 0x80 != 0, "{rule}: {query:?}");
            }
        }
    });
}
