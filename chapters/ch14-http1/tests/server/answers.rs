//! How long an answer is, and whether another may follow: RFC 9112, sections 6
//! and 9.3; RFC 9110, sections 9.3.2 and 15.

use http1::{SendError, Wait};

use super::{DATE, asked, read, said};
use crate::shared::date;

#[test]
fn how_a_body_is_framed_and_whether_the_connection_stays() {
    const CL: (&str, &[u8]) = ("Content-Length", b"2");
    let cases: [(&str, u16, &[(&str, &[u8])], &str, bool); 14] = [
        ("GET / 1", 200, &[CL], "200 OK\r\nContent-Length: 2\r\n\r\nhi", true),
        (
            "GET / 1",
            200,
            &[],
            "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
            true,
        ),
        ("HEAD / 1", 200, &[CL], "200 OK\r\nContent-Length: 2\r\n\r\n", true),
        ("HEAD / 1", 200, &[], "200 OK\r\n\r\n", true),
        ("GET / 0", 200, &[], "200 OK\r\nConnection: close\r\n\r\nhi", false),
        (
            "GET / 0",
            200,
            &[CL],
            "200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi",
            false,
        ),
        (
            "GET / 0keep-alive",
            200,
            &[CL],
            "200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi",
            true,
        ),
        (
            "GET / 0keep-alive",
            200,
            &[],
            "200 OK\r\nConnection: close\r\n\r\nhi",
            false,
        ),
        (
            "GET / 0keep-alive, CLOSE",
            200,
            &[CL],
            "200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi",
            false,
        ),
        (
            "GET / 1x, Close",
            200,
            &[CL],
            "200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi",
            false,
        ),
        (
            "GET / 1",
            200,
            &[CL, ("connection", b"Close")],
            "200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi",
            false,
        ),
        ("GET / 1", 204, &[], "204 No Content\r\n\r\n", true),
        (
            "GET / 1",
            304,
            &[CL],
            "304 Not Modified\r\nContent-Length: 2\r\n\r\n",
            true,
        ),
        (
            "GET / 1",
            205,
            &[],
            "205 Reset Content\r\nContent-Length: 0\r\n\r\n",
            true,
        ),
    ];
    for (line, status, fields, want, stays) in cases {
        let (line, connection) = line.split_at(line.find(['0', '1']).unwrap());
        let (minor, options) = connection.split_at(1);
        let mut connection = asked(
            format!(
                "{line}HTTP/1.{minor}\r\nHost: a\r\n\
                 Connection: {options}\r\n\r\n"
            )
            .as_bytes(),
        );
        let fields = fields.iter().copied();
        connection.send_response(status, fields, &date()).unwrap();
        if !matches!(status, 204 | 205 | 304) {
            connection.send_data(b"hi").unwrap();
        }
        connection.end().unwrap();
        let want = format!("HTTP/1.1 {want}");
        assert_eq!(said(&connection), want, "{line}{minor}{options}");
        let next = if stays { "NeedData" } else { "ConnectionClosed" };
        assert_eq!(read(&mut connection), next, "{want}");
        connection.sent(usize::MAX);
        let wait = if stays { Wait::Idle } else { Wait::Linger };
        assert_eq!(connection.waiting_for(), wait);
    }
}

#[test]
fn a_body_is_as_long_as_its_head_says() {
    let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let fields = [("Content-Length", &b"5"[..])];
    connection.send_response(200, fields, &date()).unwrap();
    assert_eq!(connection.send_data(b"123456"), Err(SendError::TooMuch));
    connection.send_data(b"123").unwrap();
    assert_eq!(connection.end(), Err(SendError::TooLittle(2)));
    connection.abort();
    assert_eq!(read(&mut connection), "ConnectionClosed");
}

#[test]
fn what_has_no_body_takes_none() {
    for status in [204, 205, 304] {
        let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        connection.send_response(status, [], &date()).unwrap();
        let before = connection.output().to_vec();
        connection.send_data(b"").unwrap();
        let error = connection.send_data(b"x");
        assert_eq!(error, Err(SendError::TooMuch), "RFC 9112, 6.3: {status}");
        connection.end().unwrap();
        assert_eq!(connection.output(), before);
    }
}

#[test]
fn an_empty_piece_is_not_the_last_chunk() {
    let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    connection.send_response(200, [], &date()).unwrap();
    for piece in ["", "a", "", "0123456789abcdef"] {
        connection.send_data(piece.as_bytes()).unwrap();
    }
    connection.end().unwrap();
    let want = "\r\n\r\n1\r\na\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n";
    assert!(said(&connection).ends_with(want), "RFC 9112, 7.1");
}

#[test]
fn head_hears_what_get_would_without_the_content() {
    let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    let head = get.replace("GET", "HEAD");
    let answer = |request: &str| {
        let mut connection = asked(request.as_bytes());
        let fields = [("Content-Length", &b"2"[..])];
        connection.send_response(200, fields, &date()).unwrap();
        connection.send_data(b"hi").unwrap();
        connection.end().unwrap();
        assert_eq!(read(&mut connection), "NeedData");
        said(&connection)
    };
    assert_eq!(answer(&head) + "hi", answer(get), "RFC 9110, 9.3.2");

    let refused =
        super::talk(http1::Limits::default(), &[b"HEAD / HTTP/1.1\r\n\r\n"]);
    let want = format!(
        "HTTP/1.1 400 Bad Request\r\n{DATE}Content-Type: text/plain; \
         charset=utf-8\r\nContent-Length: 42\r\nConnection: close\r\n\r\n"
    );
    testing::assert_bytes(
        b"",
        &refused.output,
        want.as_bytes(),
        "the same when refused",
    );
}

#[test]
fn a_head_that_is_refused_is_answered_without_content_whatever_is_wrong() {
    let long = format!("HEAD / HTTP/1.1\r\nX: {}", "x".repeat(20_000));
    let line = format!("HEAD /{} HTTP/1.1\r\n", "x".repeat(9_000));
    for (what, status, request) in [
        ("no Host", 400, "HEAD / HTTP/1.1\r\n\r\n"),
        ("a field that is none", 400, "HEAD / HTTP/1.1\r\nA : b\r\n\r\n"),
        ("LF alone", 400, "HEAD / HTTP/1.1\nHost: a\n\n"),
        ("a fourth word", 400, "HEAD / HTTP/1.1 x\r\nHost: a\r\n\r\n"),
        ("another version", 505, "\r\nHEAD / HTTP/2.0\r\nHost: a\r\n\r\n"),
        ("a long target", 414, &line),
        ("a long head", 431, &long),
        ("a part", 400, "HEAD / HT"),
        (
            "behind another request",
            400,
            "GET / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\n\r\n",
        ),
    ] {
        let talked =
            super::talk(http1::Limits::default(), &[request.as_bytes()]);
        let said = String::from_utf8(talked.output).unwrap();
        let last = said.rfind("HTTP/1.1 ").unwrap();
        let want = format!("HTTP/1.1 {status} ");
        assert!(said[last..].starts_with(&want), "{what}: {said}");
        assert!(said.ends_with("\r\n\r\n"), "{what}, 9110, 9.3.2: {said}");
    }
    // But only its own answer has none.
    let two = b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\n";
    let talked = super::talk(http1::Limits::default(), &[two]);
    assert!(talked.output.ends_with(b"valid Host field\n"));

    let mut late = asked(b"HEAD / HTTP/1.1\r\nHo");
    let error = late.time_out().unwrap();
    assert!(late.refuse(error, &date()));
    assert!(said(&late).ends_with("\r\n\r\n"), "{}", said(&late));
}
