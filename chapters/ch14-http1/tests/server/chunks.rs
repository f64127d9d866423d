//! RFC 9112, section 7.1; RFC 9110, section 6.5.

use super::{judge, judge_bytes, taken};
use crate::shared::{Seen, talk};
use http1::Limits;

/// A POST whose chunked body is `body`.
fn post(body: &str) -> String {
    let head =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    format!("{head}{body}")
}

/// A chunk with one byte behind `size`, and the last one.
fn one(size: &str) -> String {
    post(&format!("{size}\r\na\r\n0\r\n\r\n"))
}

#[test]
fn a_chunk_says_its_size_in_hexadecimal_digits() {
    judge(&[
        ("9112, 7.1: one", 0, &one("1")),
        ("9112, 7.1: zeros before it", 0, &one("0000000000000000000001")),
        ("9112, 7.1: the last may have more zeros", 0, &post("000\r\n\r\n")),
        ("9112, 7.1: no size", 400, &one("")),
        ("9112, 7.1: no digit", 400, &one("g")),
        ("9112, 7.1: a sign", 400, &one("+1")),
        ("9112, 7.1: another", 400, &one("-1")),
        ("9112, 7.1: a prefix", 400, &one("0x1")),
        ("9112, 7.1: a mark between", 400, &one("0_1")),
        ("9112, 7.1: a blank before it", 400, &one(" 1")),
        ("9112, 7.1: a blank behind it", 400, &one("1 ")),
        ("9112, 7.1: a tab behind it", 400, &one("1\t")),
        ("9112, 7.1: a point", 400, &one("1.0")),
        ("9112, 7.1: over 64 bits", 400, &post("10000000000000000\r\n")),
        ("9112, 7.1: 64 bits", 413, &post("ffffffffffffffff\r\n")),
        (
            "9112, 7.1: together over 64 bits",
            413,
            &post("1\r\na\r\nffffffffffffffff\r\n"),
        ),
        ("9110, 15.5.14: over the limit", 413, &post("100001\r\n")),
        (
            "9110, 15.5.14: together over the limit",
            413,
            &post("1\r\na\r\n100000\r\n"),
        ),
        (
            "9112, 7.1: too many zeros",
            400,
            &post(&format!("{}\r\n", "0".repeat(1025))),
        ),
    ]);
    let (_, body) =
        taken(&post("A\r\n0123456789\r\n00b\r\n hello chun\r\n0\r\n\r\n"));
    assert_eq!(body, "0123456789 hello chun", "RFC 9112, 7.1");
}

#[test]
fn lines_of_a_chunked_body_end_with_cr_lf_too() {
    judge(&[
        ("9112, 7.1: LF behind the size", 400, &post("1\na\r\n0\r\n\r\n")),
        ("9112, 7.1: LF alone", 400, &post("1\n")),
        ("9112, 7.1: CR behind the size", 400, &post("1\ra")),
        ("9112, 7.1: CR LF behind LF", 400, &post("\n1\r\na\r\n")),
        ("9112, 7.1: LF behind the content", 400, &post("1\r\na\n0\r\n\r\n")),
        ("9112, 7.1: CR behind the content", 400, &post("1\r\na\r0\r\n\r\n")),
        (
            "9112, 7.1: nothing behind the content",
            400,
            &post("1\r\na0\r\n\r\n"),
        ),
        ("9112, 7.1: more content", 400, &post("1\r\nab\r\n0\r\n\r\n")),
        ("9112, 7.1: less content", 400, &post("2\r\na\r\n0\r\n\r\n")),
        ("9112, 7.1: LF behind the last", 400, &post("0\n\n")),
        ("9112, 7.1: LF for the last line", 400, &post("0\r\n\n")),
        ("9112, 7.1: LF behind a trailer", 400, &post("0\r\nA: b\n")),
        ("9112, 7.1: CR in a trailer", 400, &post("0\r\nA: b\rc\r\n\r\n")),
    ]);
}

#[test]
fn extensions_are_read_over_and_have_their_limits() {
    judge(&[
        ("9112, 7.1.1: a name", 0, &one("1;a")),
        ("9112, 7.1.1: a value", 0, &one("1;a=b")),
        ("9112, 7.1.1: a quoted one", 0, &one("1;a=\"b\\\"; \u{e9}\t\"")),
        ("9112, 7.1.1: an empty one", 0, &one("1;a=\"\"")),
        ("9112, 7.1.1: several, and blanks", 0, &one("1 ; a = b\t;c;d=\"e\"")),
        ("9112, 7.1.1: of the last", 0, &post("0;a=b\r\n\r\n")),
        ("9112, 7.1.1: no name", 400, &one("1;")),
        ("9112, 7.1.1: nor here", 400, &one("1;a;;b")),
        ("9112, 7.1.1: nor here, with a value", 400, &one("1;=b")),
        ("9112, 7.1.1: no value", 400, &one("1;a=")),
        ("9112, 7.1.1: a bracket", 400, &one("1;a[")),
        ("9112, 7.1.1: two words", 400, &one("1;a b")),
        ("9112, 7.1.1: a blank at the end", 400, &one("1;a ")),
        ("9110, 5.6.4: an open quote", 400, &one("1;a=\"b")),
        ("9110, 5.6.4: open at a backslash", 400, &one("1;a=\"\\")),
        ("9110, 5.6.4: more behind it", 400, &one("1;a=\"b\"c")),
        ("9110, 5.6.4: NUL", 400, &one("1;a=\"\0\"")),
        ("9110, 5.6.4: a backslash and NUL", 400, &one("1;a=\"\\\0\"")),
        ("9112, 7.1.1: LF in it", 400, &one("1;a\nb")),
        ("9112, 7.1.1: LF in a quote", 400, &one("1;a=\"\n\"")),
        ("9112, 7.1.1: CR in it", 400, &one("1;a\rb")),
        (
            "9112, 7.1.1: a line of 1 KiB",
            0,
            &one(&format!("1;{}", "x".repeat(1022))),
        ),
        (
            "9112, 7.1.1: one byte more",
            400,
            &one(&format!("1;{}", "x".repeat(1023))),
        ),
        (
            "9112, 7.1.1: a line without an end",
            400,
            &post(&format!("1;{}", "x".repeat(1100))),
        ),
        (
            "9112, 7.1.1: many that are short",
            400,
            &post(&format!("1;{}\r\na\r\n", "x".repeat(900)).repeat(19)),
        ),
    ]);
    for byte in 0..=255u8 {
        let body = [b"1;a=\"", &[byte][..], b"\"\r\na\r\n0\r\n\r\n"].concat();
        let control = (byte < b' ' && byte != b'\t') || byte == 0x7f;
        let ends = b"\"\\".contains(&byte);
        let status = if control || ends { 400 } else { 0 };
        let stream = [post("").as_bytes(), &body].concat();
        judge_bytes("9110, 5.6.4: what is quoted", status, &stream);
    }
}

#[test]
fn trailers_are_fields_apart_and_none_that_frames_or_routes() {
    let trailer = |fields: &str| post(&format!("0\r\n{fields}\r\n"));
    judge(&[
        ("9112, 7.1.2: one", 0, &trailer("A: b\r\n")),
        ("9112, 5.1: a blank before the colon", 400, &trailer("A : b\r\n")),
        ("9112, 5.1: no colon", 400, &trailer("A\r\n")),
        ("9112, 5.2: a folded one", 400, &trailer("A: b\r\n c\r\n")),
        ("9112, 2.2: a blank before the first", 400, &trailer(" A: b\r\n")),
        ("9110, 5.5: NUL", 400, &trailer("A: \0\r\n")),
        ("6585, 5: 100", 0, &trailer(&"A: b\r\n".repeat(100))),
        ("6585, 5: 101", 431, &trailer(&"A: b\r\n".repeat(101))),
        (
            "6585, 5: a long one",
            431,
            &trailer(&format!("A: {}\r\n", "x".repeat(8190))),
        ),
        (
            "6585, 5: together long",
            431,
            &trailer(&format!("A: {}\r\n", "x".repeat(999)).repeat(9)),
        ),
    ]);
    for name in [
        "Connection",
        "content-length",
        "Expect",
        "Host",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
    ] {
        let stream = trailer(&format!("{name}: 1\r\n"));
        judge(&[("9110, 6.5.1: not in trailers", 400, &stream)]);
    }
    let stream = trailer("Sum: 1\r\nAuthorization: x\r\n");
    let seen = talk(Limits::default(), &[stream.as_bytes()]).seen;
    let [Seen::Request(_, head), Seen::End(trailers), ..] = &seen[..] else {
        panic!("{seen:?}");
    };
    assert_eq!(head.len(), 2, "RFC 9110, 6.5.1: never merged: {head:?}");
    let names: Vec<&str> = trailers.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["Sum", "Authorization"]);
}
