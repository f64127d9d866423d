//! What a server answers, section by section. Each case is a whole stream of
//! a client, and all that the server sends.
#![allow(clippy::unwrap_used, clippy::type_complexity)]

#[allow(dead_code)]
mod shared;

use http1::{Connection, Error, Event, Limits, SendError, Wait};
use shared::{Seen, date, talk};

const HEAD: &str = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";

/// The status that a request is refused with; 0: it is taken.
fn status(stream: &[u8]) -> u16 {
    let talk = talk(Limits::default(), &[stream]);
    match talk.seen.last() {
        Some(Seen::Error(error)) => {
            let line = format!("HTTP/1.1 {} ", error.status());
            let output = String::from_utf8_lossy(&talk.output).into_owned();
            assert!(output.contains(&line), "{output}");
            assert!(output.contains("\r\nConnection: close\r\n"), "{output}");
            assert_eq!(talk.wait, Wait::Close);
            error.status()
        }
        _ => 0,
    }
}

fn long(count: usize) -> String {
    "x".repeat(count)
}

#[test]
fn each_status_has_its_reason_and_its_section() {
    let host = "Host: a\r\n";
    let get = |fields: &str| format!("GET / HTTP/1.1\r\n{fields}\r\n");
    let get1 = |fields: &str| get(&format!("{host}{fields}"));
    let chunks = |body: &str| get1("Transfer-Encoding: chunked\r\n") + body;
    let cases: Vec<(&str, u16, String)> = vec![
        ("9112 3: three words", 400, "GET /\r\n\r\n".into()),
        ("9112 3: one space", 400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n".into()),
        ("9112 3: no tab", 400, "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n".into()),
        ("9112 3: a token", 400, "G(T / HTTP/1.1\r\nHost: a\r\n\r\n".into()),
        (
            "9110 9.1: case matters",
            0,
            "get / HTTP/1.1\r\nHost: a\r\n\r\n".into(),
        ),
        (
            "9112 3: too long a method",
            501,
            long(33) + " / HTTP/1.1\r\nHost: a\r\n\r\n",
        ),
        ("9112 3: too long a line", 414, format!("GET /{}", long(8000))),
        ("9112 2.3: HTTP/2.0", 505, "GET / HTTP/2.0\r\n\r\n".into()),
        ("9112 2.3: HTTP/1.2", 505, "GET / HTTP/1.2\r\n\r\n".into()),
        ("9112 2.3: no version", 400, "GET / http/1.1\r\n\r\n".into()),
        ("9112 2.2: one empty line", 0, "\r\n".to_owned() + &get1("")),
        ("9112 2.2: two of them", 400, "\r\n\r\n".to_owned() + &get1("")),
        ("9112 2.2: bare CR", 400, get1("A: b\rc\r\n")),
        ("9112 2.2: bare LF", 400, get1("A: b\nC: d\r\n")),
        ("9112 3.2: no Host", 400, get("")),
        ("9112 3.2: two Hosts", 400, get1(host)),
        ("9112 3.2: a Host that is none", 400, get("Host: a/b\r\n")),
        ("9112 3.2: an empty Host", 0, get("Host:\r\n")),
        ("9112 3.2: 1.0 has no Host", 0, "GET / HTTP/1.0\r\n\r\n".into()),
        (
            "9112 3.2.1: a target",
            400,
            "GET a HTTP/1.1\r\nHost: a\r\n\r\n".into(),
        ),
        (
            "9112 3.2.4: * and GET",
            400,
            "GET * HTTP/1.1\r\nHost: a\r\n\r\n".into(),
        ),
        ("9112 5.1: blank before the colon", 400, get1("A : b\r\n")),
        ("9112 5.1: no name", 400, get1(": b\r\n")),
        ("9112 5.2: a folded field", 400, get1("A: b\r\n c\r\n")),
        ("9112 5.2: folded at the front", 400, get(" A: b\r\nHost: a\r\n")),
        ("9110 5.5: NUL", 400, get1("A: b\0c\r\n")),
        ("9110 5.5: DEL", 400, get1("A: b\x7fc\r\n")),
        ("9110 5.5: above ASCII", 0, get1("A: é\r\n")),
        ("6585 5: a long field", 431, get1(&format!("A: {}\r\n", long(8200)))),
        ("6585 5: many fields", 431, get1(&"A: b\r\n".repeat(100))),
        ("6585 5: more of them", 431, get1(&"A: b\r\n".repeat(200))),
        (
            "6585 5: a long head",
            431,
            get1(&format!("A: {}\r\n", long(99)).repeat(170)),
        ),
        ("9112 6.3: a sign", 400, get1("Content-Length: +0\r\n")),
        ("9112 6.3: not a number", 400, get1("Content-Length: 0x0\r\n")),
        ("9112 6.3: empty", 400, get1("Content-Length:\r\n")),
        ("9112 6.3: a list", 400, get1("Content-Length: 0, 0\r\n")),
        (
            "9112 6.3: two",
            400,
            get1("Content-Length: 0\r\nContent-Length: 0\r\n"),
        ),
        (
            "9110 8.6: over 64 bits",
            400,
            get1("Content-Length: 18446744073709551616\r\n"),
        ),
        ("9110 15.5.14: too much", 413, get1("Content-Length: 1048577\r\n")),
        (
            "9112 6.1: both",
            400,
            get1("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"),
        ),
        (
            "9112 6.1: in 1.0",
            400,
            "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                .into(),
        ),
        ("9112 6.1: gzip", 501, get1("Transfer-Encoding: gzip, chunked\r\n")),
        (
            "9112 6.3: not last",
            400,
            get1("Transfer-Encoding: chunked, gzip\r\n"),
        ),
        (
            "9112 6.1: twice",
            400,
            get1("Transfer-Encoding: chunked, chunked\r\n"),
        ),
        (
            "9112 6.1: in two fields",
            400,
            get1("Transfer-Encoding: chunked\r\n").replace(
                "chunked\r\n",
                "chunked\r\nTransfer-Encoding: chunked\r\n",
            ),
        ),
        ("9112 6.1: a trick", 400, get1("Transfer-Encoding: xchunked\r\n")),
        ("9112 6.1: empty", 400, get1("Transfer-Encoding:\r\n")),
        (
            "9112 7.1: in order",
            0,
            chunks("a;b=\"c\"\r\n0123456789\r\n00\r\nA: b\r\n\r\n"),
        ),
        ("9112 7.1: no size", 400, chunks("\r\n\r\n")),
        ("9112 7.1: a sign", 400, chunks("+1\r\na\r\n0\r\n\r\n")),
        ("9112 7.1: 0x", 400, chunks("0x1\r\na\r\n0\r\n\r\n")),
        ("9112 7.1: 65 bits", 400, chunks("10000000000000000\r\n")),
        ("9112 7.1: a blank", 400, chunks("1 \r\na\r\n0\r\n\r\n")),
        ("9112 7.1: no end", 400, chunks("1\r\nab\r\n0\r\n\r\n")),
        ("9112 7.1: bare LF", 400, chunks("1\na\r\n0\r\n\r\n")),
        ("9110 15.5.14: too much in chunks", 413, chunks("ffffffff\r\n")),
        ("9112 7.1.1: a bad extension", 400, chunks("1;=b\r\na\r\n0\r\n\r\n")),
        (
            "9112 7.1.1: long extensions",
            400,
            chunks(&format!("1;{}", long(1100))),
        ),
        (
            "9112 7.1.1: many",
            400,
            chunks(&format!("1;{}\r\na\r\n", long(900)).repeat(20)),
        ),
        ("9112 7.1.2: a bad trailer", 400, chunks("0\r\nA : b\r\n\r\n")),
        (
            "9110 6.5.1: Content-Length there",
            400,
            chunks("0\r\nContent-Length: 1\r\n\r\n"),
        ),
        (
            "6585 5: many trailers",
            431,
            chunks(&format!("0\r\n{}\r\n", "A: b\r\n".repeat(101))),
        ),
        (
            "6585 5: long trailers",
            431,
            chunks(&format!(
                "0\r\n{}\r\n",
                format!("A: {}\r\n", long(999)).repeat(9)
            )),
        ),
        ("9110 10.1.1: an expectation", 417, get1("Expect: tea\r\n")),
        (
            "9110 10.1.1: none in 1.0",
            0,
            "GET / HTTP/1.0\r\nExpect: tea\r\n\r\n".into(),
        ),
    ];
    for (what, want, stream) in cases {
        let got = status(stream.as_bytes());
        assert_eq!(
            got,
            want,
            "RFC {what}\n{}",
            &stream[..stream.len().min(200)]
        );
    }
}

#[test]
fn a_refusal_is_one_line_of_text_and_the_last_that_is_said() {
    let talk = talk(Limits::default(), &[b"GET / HTTP/1.1\r\n\r\nGET /"]);
    let want = format!(
        "HTTP/1.1 400 Bad Request\r\n{HEAD}Content-Type: text/plain; \
         charset=utf-8\r\nContent-Length: 43\r\nConnection: close\r\n\r\n\
         there is not exactly one valid Host field\n"
    );
    let want = want.replace("43", "42");
    testing::assert_bytes(b"", &talk.output, want.as_bytes(), "RFC 9112, 3.2");
}

#[test]
fn a_refused_head_request_has_no_body() {
    let talk = talk(Limits::default(), &[b"HEAD / HTTP/1.1\r\n\r\n"]);
    assert!(talk.output.ends_with(b"close\r\n\r\n"), "RFC 9110, 9.3.2");
}

/// A connection that has received `stream` and was asked for all events.
fn asked(stream: &[u8]) -> Connection {
    let mut connection = Connection::default();
    assert_eq!(connection.receive(stream), stream.len());
    read(&mut connection);
    connection
}

/// All events until there is nothing to do; the name of the last.
fn read(connection: &mut Connection) -> &'static str {
    loop {
        match connection.next_event() {
            Ok(Event::Request(_) | Event::Data(_)) => {}
            Ok(Event::EndOfMessage(_)) => {}
            Ok(event) => return event.name(),
            Err(_) => return "Error",
        }
    }
}

fn said(connection: &Connection) -> String {
    String::from_utf8_lossy(connection.output()).replace(HEAD, "")
}

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
                "{line}HTTP/1.{minor}\r\nHost: a\r\nConnection: {options}\r\n\r\n"
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
    let cases: [(u16, &[(&str, &[u8])], SendError); 9] = [
        (99, &[], SendError::Status(99)),
        (100, &[], SendError::Status(100)),
        (101, &[], SendError::NotAsked(101)),
        (200, &[("A b", b"c")], SendError::Field),
        (200, &[("A", b"b\r\nC: d")], SendError::Field),
        (200, &[("Transfer-Encoding", b"chunked")], SendError::Framing),
        (200, &[("Content-Length", b"x")], SendError::Framing),
        (204, &[("Content-Length", b"0")], SendError::Framing),
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

const EXPECT: &[u8] = b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\
    Expect: 100-Continue\r\n\r\n";

#[test]
fn a_100_is_sent_when_the_body_is_first_asked_for() {
    let mut connection = Connection::default();
    connection.receive(EXPECT);
    assert!(matches!(connection.next_event(), Ok(Event::Request(_))));
    assert_eq!(connection.output(), b"");
    assert_eq!(read(&mut connection), "NeedData");
    assert_eq!(read(&mut connection), "NeedData");
    let want = b"HTTP/1.1 100 Continue\r\n\r\n";
    testing::assert_bytes(EXPECT, connection.output(), want, "once");
    assert_eq!(connection.waiting_for(), Wait::Write);
    connection.sent(want.len());
    assert_eq!(connection.waiting_for(), Wait::Body);
    connection.receive(b"hi");
    assert_eq!(read(&mut connection), "Paused");
}

#[test]
fn a_100_is_not_sent_to_http_1_0_nor_when_the_body_is_there() {
    for stream in [
        String::from_utf8_lossy(EXPECT).replace("1.1", "1.0"),
        String::from_utf8_lossy(EXPECT).into_owned() + "h",
        String::from_utf8_lossy(EXPECT).replace(": 2", ": 0"),
    ] {
        assert_eq!(asked(stream.as_bytes()).output(), b"", "{stream}");
    }
}

#[test]
fn an_answer_before_the_100_ends_the_connection() {
    let mut connection = Connection::default();
    connection.receive(EXPECT);
    connection.next_event().unwrap();
    let fields = [("Content-Length", &b"0"[..])];
    connection.send_response(403, fields, &date()).unwrap();
    connection.end().unwrap();
    let want = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    assert_eq!(said(&connection), want, "the body may come or not");
    assert_eq!(read(&mut connection), "ConnectionClosed");
}

/// Answers with 204 before the body was read.
fn early(length: usize) -> Connection {
    let head = format!(
        "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n"
    );
    let mut connection = Connection::default();
    connection.receive(head.as_bytes());
    connection.next_event().unwrap();
    connection.send_response(204, [], &date()).unwrap();
    connection.end().unwrap();
    connection
}

#[test]
fn a_body_that_nobody_read_is_thrown_away_or_the_connection_ends() {
    let mut connection = early(10);
    assert_eq!(read(&mut connection), "NeedData");
    connection.sent(usize::MAX);
    assert_eq!(connection.waiting_for(), Wait::Body);
    connection.receive(b"0123456789GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(read(&mut connection), "Paused");
    assert_eq!(connection.request().path(), "/next");

    let mut connection = early(65 * 1024);
    assert!(said(&connection).contains("Connection: close\r\n"));
    assert_eq!(read(&mut connection), "ConnectionClosed");
    connection.sent(usize::MAX);
    assert_eq!(connection.waiting_for(), Wait::Linger);
    while connection.waiting_for() == Wait::Linger {
        let taken = connection.receive(&[b'x'; 8192]);
        assert!(taken > 0, "what it would not take ends the wait");
    }
    assert_eq!(connection.waiting_for(), Wait::Close);
}

#[test]
fn an_unread_body_in_chunks_is_thrown_away_up_to_the_limit() {
    let mut connection = Connection::default();
    connection.receive(
        b"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    connection.next_event().unwrap();
    connection.send_response(204, [], &date()).unwrap();
    connection.end().unwrap();
    let chunk = [b"1000\r\n", &[b'x'; 4096][..], b"\r\n"].concat();
    let mut chunks = 0;
    while read(&mut connection) == "NeedData" {
        connection.receive(&chunk);
        chunks += 1;
    }
    assert_eq!(chunks, 17, "16 chunks of 4 KiB are 64 KiB");
}

#[test]
fn pipelined_requests_are_answered_in_order_and_in_one_write() {
    let two =
        b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
    let mut connection = Connection::default();
    connection.receive(two);
    for path in ["/1", "/2"] {
        assert_eq!(read(&mut connection), "Paused");
        assert_eq!(
            connection.waiting_for(),
            if path == "/1" { Wait::Application } else { Wait::Write }
        );
        let fields = [("Content-Length", &b"2"[..])];
        let body = connection.request().path().as_bytes().to_vec();
        assert_eq!(body, path.as_bytes());
        connection.send_response(200, fields, &date()).unwrap();
        connection.send_data(&body).unwrap();
        connection.end().unwrap();
    }
    let one = |path: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{path}")
    };
    assert_eq!(said(&connection), one("/1") + &one("/2"));
}

#[test]
fn a_client_that_has_closed_its_half_gets_its_answer() {
    let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    connection.receive_end();
    assert_eq!(read(&mut connection), "Paused");
    connection.send_response(204, [], &date()).unwrap();
    connection.end().unwrap();
    assert_eq!(read(&mut connection), "ConnectionClosed");
    assert_eq!(connection.waiting_for(), Wait::Write);
    connection.sent(usize::MAX);
    assert_eq!(connection.waiting_for(), Wait::Close);
}

#[test]
fn each_wait_has_its_own_time_out_and_its_own_end() {
    let part = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh";
    for (end, wait, answered) in [
        (0, Wait::Idle, false),
        (5, Wait::Head, true),
        (part.len(), Wait::Body, true),
    ] {
        let mut connection = asked(&part.as_bytes()[..end]);
        assert_eq!(connection.waiting_for(), wait);
        let error = connection.time_out();
        assert_eq!(error.is_some(), answered);
        if let Some(error) = error {
            assert!(connection.refuse(error, &date()));
            assert!(said(&connection).starts_with("HTTP/1.1 408 "));
            assert_eq!(read(&mut connection), "Error");
            connection.sent(usize::MAX);
            assert_eq!(connection.waiting_for(), Wait::Linger);
        }
    }
}

#[test]
fn a_refusal_in_the_middle_of_an_answer_breaks_it_off() {
    let mut connection = asked(
        b"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    connection.send_response(200, [], &date()).unwrap();
    let before = connection.output().to_vec();
    connection.receive(b"x\r\n");
    let error = connection.next_event().unwrap_err();
    assert_eq!(error, Error::Chunk);
    assert!(!connection.refuse(error, &date()));
    assert_eq!(connection.output(), before);
    assert!(connection.end().is_err());
    connection.sent(usize::MAX);
    assert_eq!(connection.waiting_for(), Wait::Linger);
}

#[test]
fn an_upgrade_hands_over_what_came_behind_the_request() {
    let mut connection = asked(
        b"GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n\
          Upgrade: websocket\r\n\r\n\x81\x05",
    );
    let fields = [("Connection", &b"Upgrade"[..]), ("Upgrade", b"websocket")];
    connection.send_response(101, fields, &date()).unwrap();
    let want = "HTTP/1.1 101 Switching Protocols\r\n\
        Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    assert_eq!(said(&connection), want);
    assert_eq!(read(&mut connection), "Switched");
    assert_eq!(connection.take_rest(), &b"\x81\x05"[..]);
}

#[test]
fn an_answer_out_of_turn_is_an_error_of_the_program() {
    let mut connection = Connection::default();
    assert!(connection.send_data(b"hi").is_err());
    assert!(connection.end().is_err());
    assert!(connection.send_informational(103, []).is_err());
    let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    connection.send_informational(103, [("Link", &b"</a>"[..])]).unwrap();
    connection.send_response(204, [], &date()).unwrap();
    assert!(connection.send_response(204, [], &date()).is_err());
    assert_eq!(connection.send_data(b"hi"), Err(SendError::TooMuch));
    let want = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n\
                HTTP/1.1 204 No Content\r\n\r\n";
    assert_eq!(said(&connection), want);
}
