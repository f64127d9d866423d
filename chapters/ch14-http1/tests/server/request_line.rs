//! RFC 9112, sections 2 and 3; RFC 9110, sections 2.5, 4.2, 7.1 and 9.1.

use super::{get, judge, judge_bytes, taken};

/// A request with `line`, and a Host.
fn line(line: &str) -> String {
    format!("{line}\r\nHost: a\r\n\r\n")
}

#[test]
fn a_message_begins_with_its_first_line() {
    judge(&[
        ("9112, 2.2: one empty line before it", 0, &format!("\r\n{}", get(""))),
        ("9112, 2.2: no two", 400, &format!("\r\n\r\n{}", get(""))),
        ("9112, 2.2: no LF before it", 400, &format!("\n{}", get(""))),
        ("9112, 2.2: no CR before it", 400, &format!("\r{}", get(""))),
        ("9112, 2.2: no blank before it", 400, &format!(" {}", get(""))),
        (
            "9112, 2.2: nothing else before it",
            400,
            &format!("x\r\n{}", get("")),
        ),
        ("9112, 2.2: no blanks only", 400, "   \r\n\r\n"),
        ("9112, 2.2: no greeting of TLS", 400, "\x16\x03\x01\x02\n\x01"),
    ]);
}

#[test]
fn lines_end_with_cr_lf_and_who_does_otherwise_hears_it_at_once() {
    judge(&[
        ("9112, 2.2: LF alone", 400, "GET / HTTP/1.1\nHost: a\n\n"),
        ("9112, 2.2: LF behind the first line", 400, "GET / HTTP/1.1\n"),
        ("9112, 2.2: LF behind a field", 400, "GET / HTTP/1.1\r\nHost: a\n"),
        (
            "9112, 2.2: LF for the empty line",
            400,
            &get("").replace("\r\n\r\n", "\r\n\n"),
        ),
        (
            "9112, 2.2: LF before the empty line",
            400,
            &get("").replace("a\r\n", "a\n"),
        ),
        ("9112, 2.2: CR alone", 400, "GET / HTTP/1.1\rHost: a\r\r"),
        (
            "9112, 2.2: CR behind a field",
            400,
            "GET / HTTP/1.1\r\nHost: a\rA: b",
        ),
        ("9112, 2.2: CR in a target", 400, &line("GET /\r HTTP/1.1")),
        ("9112, 2.2: CR CR LF", 400, "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"),
        ("9112, 2.2: LF CR", 400, "GET / HTTP/1.1\n\rHost: a\n\r\n\r"),
    ]);
}

#[test]
fn the_first_line_is_three_words_with_one_space_between() {
    judge(&[
        ("9112, 3: HTTP/0.9", 400, "GET /\r\n"),
        ("9112, 3: two words and a space", 400, "GET / \r\n"),
        ("9112, 3: one word", 400, "GET\r\n"),
        ("9112, 3: no target", 400, &line("GET HTTP/1.1")),
        ("9112, 3: no target, two spaces", 400, &line("GET  HTTP/1.1")),
        ("9112, 3: two spaces", 400, &line("GET  / HTTP/1.1")),
        (
            "9112, 3: two spaces behind the target",
            400,
            &line("GET /  HTTP/1.1"),
        ),
        ("9112, 3: a tab", 400, &line("GET\t/ HTTP/1.1")),
        ("9112, 3: a tab behind the target", 400, &line("GET /\tHTTP/1.1")),
        ("9112, 3: a form feed", 400, &line("GET\x0c/ HTTP/1.1")),
        ("9112, 3: a space at the end", 400, &line("GET / HTTP/1.1 ")),
        ("9112, 3: a fourth word", 400, &line("GET / HTTP/1.1 x")),
        ("9112, 3.2: a space in the target", 400, &line("GET /a b HTTP/1.1")),
        (
            "9112, 3: 8,000 bytes",
            0,
            &line(&format!("GET /{} HTTP/1.1", "x".repeat(7986))),
        ),
        (
            "9112, 3: 8,001 bytes",
            414,
            &line(&format!("GET /{} HTTP/1.1", "x".repeat(7987))),
        ),
        (
            "9112, 3: no end in sight",
            414,
            &format!("GET /{}", "x".repeat(9000)),
        ),
    ]);
}

#[test]
fn methods_are_tokens_and_case_matters() {
    judge(&[
        ("9110, 5.6.2: a bracket", 400, &line("G(T / HTTP/1.1")),
        ("9110, 5.6.2: a colon", 400, &line("GET: / HTTP/1.1")),
        ("9110, 5.6.2: NUL", 400, &line("G\0T / HTTP/1.1")),
        ("9110, 5.6.2: above ASCII", 400, &line("G\u{e9}T / HTTP/1.1")),
        (
            "9110, 9.1: a longer one than any",
            501,
            &line(&format!("{} / HTTP/1.1", "M".repeat(33))),
        ),
        ("9112, 3: a method without an end", 501, &"M".repeat(9000)),
    ]);
    for method in ["GET", "get", "!#$%&'*+-.^_`|~09azAZ", "-", &"M".repeat(32)]
    {
        let (seen, _) = taken(&line(&format!("{method} / HTTP/1.1")));
        assert_eq!(seen, format!("{method} / Http11"), "RFC 9110, 9.1");
    }
}

#[test]
fn versions_are_1_0_and_1_1() {
    judge(&[
        ("9110, 15.6.6: HTTP/2.0", 505, &line("GET / HTTP/2.0")),
        (
            "9110, 15.6.6: the preface of HTTP/2",
            505,
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ),
        ("9110, 15.6.6: HTTP/3.1", 505, &line("GET / HTTP/3.1")),
        ("9110, 15.6.6: HTTP/0.9", 505, &line("GET / HTTP/0.9")),
        // Section 2.5 would have it taken as 1.1 (SHOULD); there is no 1.2
        // whose rules one could know to be compatible.
        ("9110, 2.5: HTTP/1.2", 505, &line("GET / HTTP/1.2")),
        ("9112, 2.3: case matters", 400, &line("GET / http/1.1")),
        ("9112, 2.3: one digit", 400, &line("GET / HTTP/1")),
        ("9112, 2.3: no third digit", 400, &line("GET / HTTP/1.10")),
        ("9112, 2.3: no zeros before it", 400, &line("GET / HTTP/01.01")),
        ("9112, 2.3: a point between", 400, &line("GET / HTTP/1,1")),
        ("9112, 2.3: no space in it", 400, &line("GET / HTTP/ 1.1")),
        ("9112, 2.3: another name", 400, &line("GET / HTTPS/1.1")),
        ("9112, 2.3: digits are ASCII", 400, &line("GET / HTTP/1.\u{661}")),
    ]);
    assert_eq!(taken("GET / HTTP/1.0\r\n\r\n").0, "GET / Http10");
}

#[test]
fn a_target_has_the_form_that_its_method_asks_for() {
    judge(&[
        ("9112, 3.2.1: a path begins with /", 400, &line("GET a HTTP/1.1")),
        ("9112, 3.2.1: two slashes are a path", 0, &line("GET //a HTTP/1.1")),
        ("9112, 3.2.2: https", 0, &line("GET https://a/ HTTP/1.1")),
        ("9112, 3.2.2: in capitals", 0, &line("GET HTTP://a/ HTTP/1.1")),
        ("9112, 3.2.2: no host", 400, &line("GET http:///a HTTP/1.1")),
        (
            "9112, 3.2.2: a port is no host",
            400,
            &line("GET http://:80/ HTTP/1.1"),
        ),
        (
            "9112, 3.2.2: a scheme that we have not",
            400,
            &line("GET ftp://a/ HTTP/1.1"),
        ),
        ("9110, 4.2.4: no password", 400, &line("GET http://a:b@c/ HTTP/1.1")),
        ("9112, 3.2.3: CONNECT", 0, &line("CONNECT a:443 HTTP/1.1")),
        ("9112, 3.2.3: an address", 0, &line("CONNECT [::1]:443 HTTP/1.1")),
        ("9110, 9.3.6: CONNECT with a port", 400, &line("CONNECT a HTTP/1.1")),
        (
            "9112, 3.2.3: CONNECT with no path",
            400,
            &line("CONNECT /a HTTP/1.1"),
        ),
        ("9112, 3.2.3: GET and a host", 400, &line("GET a:443 HTTP/1.1")),
        ("9112, 3.2.4: OPTIONS", 0, &line("OPTIONS * HTTP/1.1")),
        ("9112, 3.2.4: nobody else", 400, &line("GET * HTTP/1.1")),
        ("9112, 3.2.4: * and no more", 400, &line("OPTIONS *a HTTP/1.1")),
        ("9110, 7.1: no fragment", 400, &line("GET /#a HTTP/1.1")),
        ("3986, 2.1: two digits behind %", 400, &line("GET /%zz HTTP/1.1")),
        ("3986, 2.1: not one", 400, &line("GET /%a HTTP/1.1")),
        ("3986, 2.1: %00 is a path", 0, &line("GET /%00%0d%0A HTTP/1.1")),
        ("3986, 2: above ASCII", 400, &line("GET /\u{e9} HTTP/1.1")),
        ("3986, 2: NUL", 400, &line("GET /\0 HTTP/1.1")),
        ("3986, 2: DEL", 400, &line("GET /\x7f HTTP/1.1")),
        ("3986, 2: a quotation mark", 400, &line("GET /\" HTTP/1.1")),
        ("3986, 2: a backslash in a path", 400, &line("GET /a\\b HTTP/1.1")),
        ("the URL standard: a query", 0, &line("GET /?a[]={b}|c HTTP/1.1")),
    ]);
    judge_bytes(
        "3986, 2: no UTF-8",
        400,
        b"GET /\xc0\xaf HTTP/1.1\r\nHost: a\r\n\r\n",
    );
}

#[test]
fn the_host_of_an_absolute_target_is_the_one_that_counts() {
    let mut connection = super::asked(
        b"GET http://b.example:8080?c HTTP/1.1\r\nHost: a.example\r\n\r\n",
    );
    let request = connection.request();
    assert_eq!(request.authority(), Some("b.example:8080"), "9112, 3.2.2");
    assert_eq!(request.path(), "/", "9110, 4.2.3");
    assert_eq!(request.query(), Some("c"));
    assert_eq!(super::read(&mut connection), "Paused");

    let host = super::asked(get("").as_bytes());
    assert_eq!(host.request().authority(), Some("a"), "9112, 3.3");
    let old = super::asked(b"GET / HTTP/1.0\r\n\r\n");
    assert_eq!(old.request().authority(), None, "9112, 3.3");
}
