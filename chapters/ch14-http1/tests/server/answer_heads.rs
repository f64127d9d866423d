//! What the head of an answer says, and what it cannot: RFC 9112, sections 4 and
//! 9.6; RFC 9110, sections 5.5, 6.6.1, 8.6 and 15.

use http1::SendError;

use super::{DATE, asked, read, said};
use crate::shared::date;

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
