//! RFC 9112, sections 6.1 to 6.3; RFC 9110, section 8.6.

use super::{get, judge, taken};
use http1::Limits;

/// A POST with `fields` and `body`.
fn post(fields: &str, body: &str) -> String {
    format!("POST / HTTP/1.1\r\nHost: a\r\n{fields}\r\n{body}")
}

#[test]
fn a_length_is_digits_and_there_once() {
    let length =
        |length: &str| post(&format!("Content-Length: {length}\r\n"), "");
    judge(&[
        ("9112, 6.3: none is none", 0, &post("", "")),
        ("9110, 8.6: 0", 0, &length("0")),
        ("9110, 8.6: 00", 0, &length("00")),
        ("9110, 8.6: blanks around it", 0, &length("\t 0 ")),
        ("9112, 6.3: a sign", 400, &length("+0")),
        ("9112, 6.3: another", 400, &length("-0")),
        ("9112, 6.3: hexadecimal", 400, &length("0x0")),
        ("9112, 6.3: a point", 400, &length("0.0")),
        ("9112, 6.3: a mark between", 400, &length("0_0")),
        ("9112, 6.3: a blank between", 400, &length("0 0")),
        ("9112, 6.3: a letter", 400, &length("0a")),
        ("9112, 6.3: nothing", 400, &length("")),
        ("9112, 6.3: a list", 400, &length("0, 0")),
        ("9112, 6.3: an empty element", 400, &length("0,")),
        ("9112, 6.3: digits are ASCII", 400, &length("\u{661}")),
        ("9112, 6.3: two", 400, &length("0\r\nContent-Length: 0")),
        ("9112, 6.3: two that differ", 400, &length("0\r\ncontent-length: 1")),
        ("9110, 8.6: over 64 bits", 400, &length("18446744073709551616")),
        ("9110, 8.6: far over", 400, &length(&"9".repeat(1000))),
        ("9110, 15.5.14: 64 bits", 413, &length("18446744073709551615")),
        ("9110, 15.5.14: a byte over the limit", 413, &length("1048577")),
        ("9112, 6.3: of a GET, too", 400, &get("Content-Length: x\r\n")),
    ]);
    let (_, body) = taken(&post("Content-Length: 005\r\n", "helloGET"));
    assert_eq!(body, "hello", "RFC 9112, 6.3: no more than was said");
    let whole = "x".repeat(Limits::default().body as usize);
    let head = format!("Content-Length: {}\r\n", whole.len());
    assert!(taken(&post(&head, &whole)).1 == whole, "up to the limit");
}

#[test]
fn the_only_transfer_coding_is_one_last_chunked() {
    let coding = |coding: &str| {
        post(&format!("Transfer-Encoding: {coding}\r\n"), "1\r\na\r\n0\r\n\r\n")
    };
    judge(&[
        ("9112, 7: case does not matter", 0, &coding("ChunKed")),
        ("9112, 7: blanks around it", 0, &coding("\t chunked ")),
        ("9110, 5.6.1.2: empty elements", 0, &coding(", ,chunked")),
        ("9110, 5.6.1.2: behind it", 0, &coding("chunked , ,")),
        ("9112, 6.3: only such", 400, &coding(",")),
        ("9112, 6.3: nothing", 400, &coding("")),
        ("9112, 6.3: not last", 400, &coding("chunked, gzip")),
        ("9112, 6.3: not there", 400, &coding("gzip")),
        ("9112, 6.3: identity is gone", 400, &coding("identity")),
        ("9112, 6.3: another word", 400, &coding("xchunked")),
        ("9112, 6.3: a longer word", 400, &coding("chunkedx")),
        ("9112, 6.3: two words", 400, &coding("chunked x")),
        ("9112, 6.3: quoted", 400, &coding("\"chunked\"")),
        ("9112, 7.1: it has no parameters", 400, &coding("chunked;a=b")),
        ("9112, 6.1: twice", 400, &coding("chunked, chunked")),
        (
            "9112, 6.1: twice in two fields",
            400,
            &coding("chunked\r\nTransfer-Encoding: chunked"),
        ),
        (
            "9112, 6.1: not last in two fields",
            400,
            &coding("chunked\r\nTransfer-Encoding: gzip"),
        ),
        ("9112, 6.1: we know no other", 501, &coding("gzip, chunked")),
        (
            "9112, 6.1: nor in two fields",
            501,
            &coding("gzip\r\nTransfer-Encoding: chunked"),
        ),
        ("9112, 6.1: nor identity", 501, &coding("identity, chunked")),
        ("9110, 5.5: a vertical tab", 400, &coding("\x0bchunked")),
        ("9110, 5.5: NUL", 400, &coding("chunked\0")),
        ("9112, 5.2: folded", 400, &coding("\r\n chunked")),
        (
            "9112, 5.1: a blank before the colon",
            400,
            &coding("x\r\nTransfer-Encoding : chunked"),
        ),
        (
            "9112, 6.1: 1.0 has none",
            400,
            &coding("chunked").replace("1.1", "1.0"),
        ),
        (
            "9112, 6.1: whatever it is",
            400,
            &coding("gzip").replace("1.1", "1.0"),
        ),
    ]);
}

#[test]
fn a_length_and_chunks_are_one_too_many() {
    let both = |fields: &str| post(fields, "0\r\n\r\n");
    for (rule, fields) in [
        ("9112, 6.3", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
        (
            "9112, 6.3: the other order",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        ),
        (
            "9112, 6.3: a coding of nothing",
            "Content-Length: 5\r\nTransfer-Encoding:\r\n",
        ),
        (
            "9112, 6.3: an empty element",
            "Content-Length: 5\r\nTransfer-Encoding: ,chunked\r\n",
        ),
        (
            "9112, 6.3: identity",
            "Content-Length: 5\r\nTransfer-Encoding: identity\r\n",
        ),
        (
            "9112, 6.3: a length that is none",
            "Content-Length: x\r\nTransfer-Encoding: chunked\r\n",
        ),
    ] {
        judge(&[(rule, 400, &both(fields))]);
    }
    // Another name is another field, whatever a CGI variable makes of it.
    let other =
        post("Transfer_Encoding: chunked\r\nContent-Length: 2\r\n", "hi");
    assert_eq!(taken(&other).1, "hi", "RFC 9110, 5.1");
}

#[test]
fn every_method_may_have_a_body() {
    for method in ["GET", "HEAD", "OPTIONS", "DELETE", "TRACE", "x"] {
        let stream =
            post("Content-Length: 2\r\n", "hi").replace("POST", method);
        assert_eq!(taken(&stream).1, "hi", "RFC 9112, 6.3: {method}");
    }
}
