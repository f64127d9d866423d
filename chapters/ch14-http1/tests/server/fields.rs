//! RFC 9112, sections 2.2, 3.2 and 5; RFC 9110, sections 5, 7.2 and 10.1.1;
//! RFC 6585, section 5.

use super::{get, judge, judge_bytes};

#[test]
fn a_field_is_a_name_a_colon_and_a_value_on_one_line() {
    judge(&[
        ("9112, 5: blanks around a value", 0, &get("A:\t b \t\r\n")),
        ("9112, 5: no blanks", 0, &get("A:b\r\n")),
        ("9110, 5.5: an empty value", 0, &get("A:\r\nB: \r\n")),
        ("9112, 5.1: a space before the colon", 400, &get("A : b\r\n")),
        ("9112, 5.1: a tab before the colon", 400, &get("A\t: b\r\n")),
        ("9112, 5.1: no colon", 400, &get("A\r\n")),
        ("9112, 5.1: no name", 400, &get(": b\r\n")),
        (
            "9112, 2.2: a blank before the first field",
            400,
            "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        ),
        (
            "9112, 2.2: a tab there",
            400,
            "GET / HTTP/1.1\r\n\tX\r\nHost: a\r\n\r\n",
        ),
        ("9112, 5.2: a folded value", 400, &get("A: b\r\n c\r\n")),
        ("9112, 5.2: folded with a tab", 400, &get("A: b\r\n\tc\r\n")),
        ("9112, 5.2: folded and empty", 400, &get("A: b\r\n \r\n")),
        ("9112, 5.2: folded at once", 400, &get("A:\r\n b\r\n")),
    ]);
}

#[test]
fn names_are_tokens() {
    for byte in 0..=255u8 {
        let mut stream = b"GET / HTTP/1.1\r\nHost: a\r\nx".to_vec();
        stream.extend([byte, b'y']);
        stream.extend(b": b\r\n\r\n");
        let token =
            byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        // A colon ends the name.
        let status = if token || byte == b':' { 0 } else { 400 };
        judge_bytes("9110, 5.1: a name is a token", status, &stream);
    }
}

#[test]
fn values_have_no_control_characters_but_tabs() {
    for byte in 0..=255u8 {
        let mut stream = b"GET / HTTP/1.1\r\nHost: a\r\nX: y".to_vec();
        stream.extend([byte, b'z']);
        stream.extend(b"\r\n\r\n");
        let control = (byte < b' ' && byte != b'\t') || byte == 0x7f;
        let status = if control { 400 } else { 0 };
        judge_bytes("9110, 5.5: what a value has", status, &stream);
    }
}

#[test]
fn http_1_1_has_one_host_and_it_is_a_host() {
    let host = |host: &str| format!("GET / HTTP/1.1\r\n{host}\r\n");
    judge(&[
        ("9112, 3.2: none", 400, &host("")),
        ("9112, 3.2: two", 400, &host("Host: a\r\nHost: b\r\n")),
        ("9112, 3.2: the same twice", 400, &host("Host: a\r\nhost: a\r\n")),
        ("9110, 4.2.1: an empty one", 400, &host("Host:\r\n")),
        ("9110, 4.2.1: a port of nobody", 400, &host("Host: :80\r\n")),
        ("9110, 7.2: a name", 0, &host("hoSt:\tA.example\r\n")),
        ("9110, 7.2: and a port", 0, &host("Host: a:65535\r\n")),
        ("9110, 7.2: and an empty port", 0, &host("Host: a:\r\n")),
        ("9110, 7.2: an address", 0, &host("Host: 127.0.0.1:80\r\n")),
        ("9110, 7.2: another", 0, &host("Host: [::1]:80\r\n")),
        ("9110, 7.2: not an open one", 400, &host("Host: [::1\r\n")),
        ("9110, 7.2: not a bare one", 400, &host("Host: ::1\r\n")),
        ("9110, 7.2: what is none", 400, &host("Host: [a]\r\n")),
        ("3986, 3.2.2: of the future", 400, &host("Host: [v1.a]\r\n")),
        ("3986, 3.2.2: with a zone", 400, &host("Host: [fe80::1%25lo]\r\n")),
        ("9110, 7.2: a port that is none", 400, &host("Host: a:b\r\n")),
        ("9110, 7.2: nor is one", 400, &host("Host: a:65536\r\n")),
        ("9110, 7.2: a blank", 400, &host("Host: a b\r\n")),
        ("9110, 7.2: a path", 400, &host("Host: a/b\r\n")),
        ("9110, 7.2: a name before it", 400, &host("Host: a@b\r\n")),
        ("9110, 7.2: a scheme", 400, &host("Host: http://a\r\n")),
        ("9110, 7.2: two in one", 400, &host("Host: a, b\r\n")),
        ("9110, 7.2: above ASCII", 400, &host("Host: \u{e9}\r\n")),
        (
            "9112, 3.2: also with an absolute target",
            400,
            "GET http://a/ HTTP/1.1\r\n\r\n",
        ),
        ("9112, 3.2: 1.0 needs none", 0, "GET / HTTP/1.0\r\n\r\n"),
        ("9112, 3.2: nor a name", 0, "GET / HTTP/1.0\r\nHost:\r\n\r\n"),
        (
            "9112, 3.2: but not two",
            400,
            "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
        ),
        (
            "9112, 3.2: nor what is none",
            400,
            "GET / HTTP/1.0\r\nHost: a/\r\n\r\n",
        ),
    ]);
}

#[test]
fn a_head_has_its_limits() {
    let x = |count| "x".repeat(count);
    let fields =
        |count, value: usize| format!("A: {}\r\n", x(value)).repeat(count);
    judge(&[
        ("6585, 5: a field of 8 KiB", 0, &get(&format!("A: {}\r\n", x(8189)))),
        ("6585, 5: one byte more", 431, &get(&format!("A: {}\r\n", x(8190)))),
        ("6585, 5: a long name", 431, &get(&format!("{}: b\r\n", x(8190)))),
        ("6585, 5: 100 fields", 0, &get(&fields(99, 1))),
        ("6585, 5: 101 fields", 431, &get(&fields(100, 1))),
        (
            "6585, 5: more than httparse has room for",
            431,
            &get(&fields(300, 1)),
        ),
        ("6585, 5: a head of 16 KiB", 431, &get(&fields(99, 200))),
        (
            "6585, 5: a head without an end",
            431,
            &get(&fields(99, 200))[..18_000],
        ),
    ]);
}

#[test]
fn of_two_mistakes_the_first_in_the_head_is_told() {
    judge(&[
        (
            "414 before 400",
            414,
            &format!("GET /{} HTTP/1.1\nA : b\n\n", "x".repeat(8000)),
        ),
        ("505 before 400", 505, "GET / HTTP/2.0\r\nA : b\n\n"),
        (
            "400 before 431",
            400,
            &format!("GET / HTTP/1.1\r\nA\n: {}", "x".repeat(20_000)),
        ),
    ]);
}

#[test]
fn an_expectation_that_nobody_knows_is_not_met() {
    judge(&[
        ("9110, 10.1.1: another one", 417, &get("Expect: tea\r\n")),
        (
            "9110, 10.1.1: among others",
            417,
            &get("Expect: 100-continue, tea\r\n"),
        ),
        ("9110, 10.1.1: with a value", 417, &get("Expect: tea=\"green\"\r\n")),
        (
            "9110, 10.1.1: case does not matter",
            0,
            &get("Expect: 100-CONTINUE\r\n"),
        ),
        (
            "9110, 5.6.1.2: an empty element",
            0,
            &get("Expect: , 100-continue,\r\n"),
        ),
        (
            "9110, 10.1.1: 1.0 has none",
            0,
            "GET / HTTP/1.0\r\nExpect: tea\r\n\r\n",
        ),
    ]);
}
