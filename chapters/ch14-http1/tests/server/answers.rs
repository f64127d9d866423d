//! What a server sends: RFC 9112, sections 6 and 9.3; RFC 9110, sections 6.6.1,
//! 8.6, 9.3.2 and 15.

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
fn what_cannot_be_sent_is_refused_and_nothing_is_written() {
    let cases: [(u16, &[(&str, &[u8])], SendError); 16] = [
        (99, &[], SendError::Status(99)),
        (100, &[], SendError::Status(100)),
        (101, &[], SendError::NotAsked(101)),
        (1000, &[], SendError::Status(1000)),
        (200, &[("A b", b"c")], SendError::Field),
        (200, &[("", b"c")], SendError::Field),
        (200, &[("A\r\nB", b"c")], SendError::Field),
        (200, &[("A", b"b\r\nC: d")], SendError::Field),
        (200, &[("A", b"b\nC: d")], SendError::Field),
        (200, &[("A", b"b\rC: d")], SendError::Field),
        (200, &[("A", b"b\0")], SendError::Field),
        (200, &[("Transfer-Encoding", b"chunked")], SendError::Framing),
        (200, &[("Content-Length", b"x")], SendError::Framing),
        (204, &[("Content-Length", b"0")], SendError::Framing),
        (205, &[("Content-Length", b"1")], SendError::Framing),
        (
            200,
            &[("Content-Length", b"1"), ("content-length", b"1")],
            SendError::Framing,
        ),
    ];
    for (status, fields, want) in cases {
        let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        let fields = fields.iter().copied();
        let error = connection.send_response(status, fields, &date());
        assert_eq!(error, Err(want));
        assert_eq!(connection.output(), b"");
    }
}

#[test]
fn what_could_not_be_sent_leaves_the_connection_as_it_was() {
    let bad: [&[(&str, &[u8])]; 3] = [
        &[("Connection", b"close"), ("A b", b"c")],
        &[("Content-Length", b"1"), ("Content-Length", b"2")],
        &[("Connection", b"close"), ("Transfer-Encoding", b"chunked")],
    ];
    for fields in bad {
        let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        let fields = fields.iter().copied();
        let refused = connection.send_response(200, fields, &date());
        assert!(refused.is_err());
        assert!(connection.states().keep_alive(), "nothing was said");
        connection.send_response(204, [], &date()).unwrap();
        connection.end().unwrap();
        assert_eq!(said(&connection), "HTTP/1.1 204 No Content\r\n\r\n");
        assert_eq!(read(&mut connection), "NeedData");
    }
}

#[test]
fn close_and_keep_alive_are_said_by_the_machine_alone() {
    let cases: [(&str, &[u8], &str); 5] = [
        ("1.1", b"keep-alive", ""),
        ("1.0", b"keep-alive", "Connection: close\r\n"),
        ("1.1", b"Keep-Alive, x", "Connection: x\r\n"),
        ("1.1", b"x, close", "Connection: x\r\nConnection: close\r\n"),
        ("1.1", b" , ", ""),
    ];
    for (version, option, want) in cases {
        let request = format!("GET / HTTP/{version}\r\nHost: a\r\n\r\n");
        let mut connection = asked(request.as_bytes());
        let fields = [("Connection", option)];
        connection.send_response(204, fields, &date()).unwrap();
        let want = format!("HTTP/1.1 204 No Content\r\n{want}\r\n");
        assert_eq!(said(&connection), want, "RFC 9112, 9.6");
    }
}

#[test]
fn there_is_one_date_and_an_applications_own_goes_first() {
    let request = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    let mut connection = asked(request);
    connection.send_response(204, [], &date()).unwrap();
    let want = format!("HTTP/1.1 204 No Content\r\n{DATE}\r\n");
    let got = connection.output();
    testing::assert_bytes(request, got, want.as_bytes(), "RFC 9110, 6.6.1");

    let mut connection = asked(request);
    let own = [("A", &b"b"[..]), ("date", b"Sun, 06 Nov 1994 08:49:37 GMT")];
    connection.send_response(204, own, &date()).unwrap();
    let want = b"HTTP/1.1 204 No Content\r\nA: b\r\n\
        date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
    testing::assert_bytes(request, connection.output(), want, "only its own");
}

#[test]
fn a_status_without_words_keeps_its_space() {
    let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    connection
        .send_response(299, [("Content-Length", &b"0"[..])], &date())
        .unwrap();
    assert!(said(&connection).starts_with("HTTP/1.1 299 \r\n"), "9112, 4");
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
