//! The same request, cut in every way; each refusal and its status.

use std::time::{Duration, UNIX_EPOCH};

use bytes::BytesMut;
use framing::{Unfinished, decode_all};
use http_basic::{
    Hello, MAX_BODY, MAX_HEAD, MAX_LINE, Next, Protocol, RequestDecoder,
    RequestError, Response, answer_to,
};
use testing::{assert_bytes, cuts, some_cuts};

#[test]
fn a_request_is_the_same_for_all_cuts() {
    // Sixteen bytes are the most that all cuts are made of, so one stream
    // is cut around the end of its head, and one everywhere a little.
    let fixed = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r";
    let open = b"\n\r\nabcdGET ";
    for chunks in cuts(open) {
        let chunks = [&fixed[..]].into_iter().chain(chunks);
        let all = decode_all(&mut RequestDecoder::new(), chunks);
        let request = all[0].as_ref().unwrap();
        assert_eq!(request.head.method, "POST");
        assert_eq!(request.body, "abcd");
        assert_eq!(all[1], Err(Unfinished { bytes: 4 }.into()));
    }
    let stream = [&fixed[..], open].concat();
    for seed in 0..=255 {
        for chunks in some_cuts(&stream, seed) {
            let all = decode_all(&mut RequestDecoder::new(), chunks);
            assert_eq!(all[0].as_ref().unwrap().body, "abcd");
            assert_eq!(all.len(), 2, "{all:?}");
        }
    }
}

#[test]
fn one_empty_line_in_front_is_passed_over_and_two_are_not() {
    let get = b"GET / HTTP/1.0\r\n\r\n";
    for chunks in cuts(b"\r\nGET / HTTP/1") {
        let chunks = chunks.into_iter().chain([&b".0\r\n\r\n"[..]]);
        let all = decode_all(&mut RequestDecoder::new(), chunks);
        assert!(all[0].is_ok(), "{all:?}");
    }
    let two = [&b"\r\n\r\n"[..], get].concat();
    for chunks in some_cuts(&two, 0) {
        let all = decode_all(&mut RequestDecoder::new(), chunks);
        assert_eq!(all[0].as_ref().map_err(RequestError::status), Err(400));
    }
}

#[test]
fn the_path_is_what_stands_before_the_query_whatever_the_form() {
    for (target, path) in [
        ("/", "/"),
        ("/a/b?c=d", "/a/b"),
        ("/a?next=http://b/c", "/a"),
        ("/go/http://b/c", "/go/http://b/c"),
        ("http://localhost:9006/a?b", "/a"),
        ("http://localhost:9006", "/"),
        ("http://localhost?/a", "/"),
        ("*", "*"),
    ] {
        let bytes = format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
        let all = decode_all(&mut RequestDecoder::new(), [bytes.as_bytes()]);
        assert_eq!(all[0].as_ref().unwrap().path(), path, "{target}");
    }
}

fn padded(front: &str, length: usize, back: &str) -> Vec<u8> {
    let fill = length - front.len();
    [front.as_bytes(), &b"x".repeat(fill), back.as_bytes()].concat()
}

fn hello() -> Hello {
    // The moment that RFC 9110 has in its examples.
    Hello::new().with_clock(|| UNIX_EPOCH + Duration::from_secs(784_111_777))
}

/// What `Hello` says to `sent`, and that no cut changes it.
fn said(sent: &[u8]) -> (String, Next) {
    let (whole, next) = answer_to(&mut hello(), [sent]);
    for chunks in some_cuts(sent, 5) {
        let (bytes, then) = answer_to(&mut hello(), chunks);
        let rule = "the answer does not depend on the cuts";
        assert_bytes(sent, &bytes, &whole, rule);
        assert_eq!(then, next);
    }
    (String::from_utf8(whole).expect("text"), next)
}

#[test]
fn each_answer_has_its_status_and_an_early_one_drains() {
    let host = "\r\nHost: a\r\n";
    let long_line = padded("GET /", MAX_LINE + 2, "");
    let long_head = padded("GET / HTTP/1.1\r\nA: ", MAX_HEAD + 4, "");
    let many = format!("GET / HTTP/1.1{}\r\n\r\n", "\r\na:b".repeat(101));
    let huge = format!("Content-Length: {}\r\n\r\n", MAX_BODY + 1);
    let post = |fields: &str| format!("POST / HTTP/1.1{host}{fields}");
    for (sent, status, next) in [
        (format!("GET / HTTP/1.1{host}\r\n"), 200, Next::Close),
        (format!("HEAD / HTTP/1.1{host}\r\n"), 200, Next::Close),
        (format!("GET /?q HTTP/1.1{host}\r\n"), 200, Next::Close),
        (post("Content-Length: 6\r\n\r\nname=A"), 200, Next::Close),
        (post("Content-Length: 1\r\n\r\n?"), 400, Next::Close),
        (format!("GET /no HTTP/1.1{host}\r\n"), 404, Next::Close),
        (format!("PUT /no HTTP/1.1{host}\r\n"), 404, Next::Close),
        (format!("PUT / HTTP/1.1{host}\r\n"), 405, Next::Close),
        (format!("BREW / HTTP/1.1{host}\r\n"), 501, Next::Close),
        ("GET /\r\n\r\n".into(), 400, Next::Drain),
        ("GET / HTTP/1.1\r\n\r\n".into(), 400, Next::Drain),
        ("GET / HTTP/1.1\n".into(), 400, Next::Drain),
        (format!("GET / HTTP/1.1{host}Host: b\r\n\r\n"), 400, Next::Drain),
        (post("Content-Length: +1\r\n\r\n"), 400, Next::Drain),
        (post("Transfer-Encoding: chunked\r\n\r\n"), 501, Next::Drain),
        (post(&huge), 413, Next::Drain),
        (
            post("Content-Length: 18446744073709551615\r\n\r\n"),
            413,
            Next::Drain,
        ),
        (String::from_utf8(long_line).unwrap(), 414, Next::Drain),
        (String::from_utf8(long_head).unwrap(), 431, Next::Drain),
        (many, 431, Next::Drain),
        (format!("GET / HTTP/2.0{host}\r\n"), 505, Next::Drain),
    ] {
        let (answer, then) = said(sent.as_bytes());
        let shown: String = sent.chars().take(60).collect();
        let want = format!("HTTP/1.1 {status} ");
        assert!(answer.starts_with(&want), "{shown:?}: {answer}");
        assert_eq!(then, next, "{shown:?}");
    }
}

#[test]
fn lines_and_heads_at_their_limits_are_read() {
    let line = padded("GET /", MAX_LINE - 9, " HTTP/1.0\r\n\r\n");
    assert!(said(&line).0.starts_with("HTTP/1.1 404 "), "a line");
    let head = padded("GET / HTTP/1.0\r\nA: ", MAX_HEAD, "\r\n\r\n");
    assert!(said(&head).0.starts_with("HTTP/1.1 200 "), "a head");
}

#[test]
fn a_response_is_lines_with_crlf_a_blank_one_and_the_body() {
    let post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n\
                x=y&name=Ada+L%c3%b6\r\n";
    let want = "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\
                Content-Type: text/plain; charset=utf-8\r\n\
                Connection: close\r\nContent-Length: 15\r\n\r\n\
                hello, Ada L\u{f6}\n";
    let (answer, _) = said(post.as_bytes());
    let rule = "status line, Date, Content-Length, a blank line, the body";
    assert_bytes(post.as_bytes(), answer.as_bytes(), want.as_bytes(), rule);
}

#[test]
fn a_head_request_gets_the_head_of_the_same_answer_and_no_body() {
    let (get, _) = said(b"GET / HTTP/1.0\r\n\r\n");
    let (head, _) = said(b"HEAD / HTTP/1.0\r\n\r\n");
    let (head_of_get, _) = get.split_once("\r\n\r\n").unwrap();
    assert_eq!(head, format!("{head_of_get}\r\n\r\n"));
}

#[test]
fn nobody_can_break_into_a_field() {
    let mut output = BytesMut::new();
    Response::text(200, "")
        .with_field("Location", "/a\r\nSet-Cookie: b=c\u{0}\n")
        .encode(false, &mut output);
    let text = String::from_utf8(output.to_vec()).unwrap();
    assert!(text.contains("Location: /a  Set-Cookie: b=c  \r\n"), "{text}");
}

#[test]
fn the_end_in_the_middle_is_a_400_and_the_end_in_between_is_nothing() {
    assert_eq!(said(b"").0, "");
    let (half, _) = said(b"GET / HT");
    assert!(half.starts_with("HTTP/1.1 400 "), "{half}");
    let half = b"POST / HTTP/1.0\r\nContent-Length: 9\r\n\r\nabc";
    assert!(said(half).0.starts_with("HTTP/1.1 400 "));
    let mut hello = hello();
    let (mut input, mut output) = (BytesMut::from(&half[..]), BytesMut::new());
    hello.data_received(&mut input, &mut output);
    assert!(!hello.is_idle(), "a body is awaited");
}

#[test]
fn echo_and_upper_answer_the_same_for_all_cuts() {
    for chunks in cuts(b"one\ntwo\nthr") {
        let mut echo = http_basic::LineEcho::new();
        let (bytes, next) = answer_to(&mut echo, chunks);
        assert_bytes(b"", &bytes, b"one\ntwo\n", "whole lines come back");
        assert_eq!(next, Next::Close);
    }
    for chunks in cuts(b"one\nTWO\xe4") {
        let (bytes, _) = answer_to(&mut http_basic::Upper, chunks);
        assert_bytes(b"", &bytes, b"ONE\nTWO\xe4", "ASCII letters are raised");
    }
    let long = b"x".repeat(9_000);
    let (bytes, next) =
        answer_to(&mut http_basic::LineEcho::new(), [&long[..]]);
    let want = b"too long: over 8192 bytes\n";
    assert_bytes(b"9000 x", &bytes, want, "a line has a limit");
    assert_eq!(next, Next::Drain);
}
