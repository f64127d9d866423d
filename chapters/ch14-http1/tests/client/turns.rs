//! A connection: what may follow what, and how much.

use http1::{Client, Error, Limits, SendError};
use testing::cuts;

use crate::{ask, asking, hear};

const NO_CONTENT: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";

#[test]
fn a_connection_is_kept_for_the_next_request_or_not() {
    let mut client = Client::default();
    for _ in 0..3 {
        ask(&mut client, "GET", &[]).unwrap();
        assert_eq!(hear(&mut client, &[NO_CONTENT], false), "204 end");
    }
    assert_eq!(hear(&mut client, &[], true), "closed");

    for (fields, answer) in [
        (&[("Connection", &b"close"[..])][..], "HTTP/1.1 204 x\r\n\r\n"),
        (&[], "HTTP/1.1 204 x\r\nConnection: x, Close\r\n\r\n"),
        (&[], "HTTP/1.0 204 x\r\n\r\n"),
    ] {
        let mut client = asking("GET", fields);
        let heard = hear(&mut client, &[answer.as_bytes()], false);
        assert_eq!(heard, "204 end closed", "RFC 9112, 9.6: {answer}");
        let again = ask(&mut client, "GET", &[]);
        assert!(matches!(again, Err(SendError::OutOfTurn(_))), "{again:?}");
    }
    let old = b"HTTP/1.0 204 x\r\nConnection: keep-alive\r\n\r\n";
    let mut client = asking("GET", &[]);
    assert_eq!(hear(&mut client, &[old], false), "204 end");
    ask(&mut client, "GET", &[]).expect("RFC 9112, 9.3");
}

#[test]
fn what_was_not_asked_for_is_no_answer() {
    let two = NO_CONTENT.repeat(2);
    for chunks in cuts(&two) {
        let mut client = asking("GET", &[]);
        let heard = hear(&mut client, &chunks, false);
        assert_eq!(heard, "204 end NotAsked", "RFC 9112, 9.2");
    }
    let mut client = Client::default();
    assert_eq!(hear(&mut client, &[NO_CONTENT], false), "NotAsked");

    // Nor does it answer what is asked afterwards.
    let mut client = asking("GET", &[]);
    assert_eq!(hear(&mut client, &[NO_CONTENT], false), "204 end");
    client.receive(NO_CONTENT);
    let again = ask(&mut client, "GET", &[]);
    assert!(matches!(again, Err(SendError::OutOfTurn(_))), "{again:?}");
    assert_eq!(client.next_event().unwrap_err(), Error::NotAsked);
    assert_eq!(client.output(), b"");

    // Empty lines are nothing (RFC 9112, section 9.2).
    let mut client = asking("GET", &[]);
    let heard = hear(&mut client, &[NO_CONTENT, b"\r", b"\n\r\n"], false);
    assert_eq!(heard, "204 end");
    ask(&mut client, "GET", &[]).unwrap();
    assert_eq!(hear(&mut client, &[NO_CONTENT], false), "204 end");
}

#[test]
fn another_protocol_begins_when_it_was_asked_for() {
    let upgrade = [("Upgrade", &b"x"[..])];
    let answer = b"HTTP/1.1 101 x\r\nUpgrade: x\r\n\r\n\x81";
    let mut client = asking("GET", &upgrade);
    assert_eq!(hear(&mut client, &[answer], false), "101 switched");
    let mut client = asking("GET", &upgrade);
    assert_eq!(hear(&mut client, &[NO_CONTENT], false), "204 end");

    let tunnel = b"HTTP/1.1 200 x\r\nContent-Length: 5\r\n\r\n\x16";
    let mut client = asking("CONNECT", &[]);
    let heard = hear(&mut client, &[tunnel], false);
    assert_eq!(heard, "200 switched", "RFC 9110, 9.3.6: the length is none");
    let refused = b"HTTP/1.1 405 x\r\nContent-Length: 2\r\n\r\nno";
    let mut client = asking("CONNECT", &[]);
    assert_eq!(hear(&mut client, &[refused], false), "405 =no end");
}

#[test]
fn a_server_cannot_send_more_than_the_limits() {
    let limits = Limits { body: 5, fields: 2, ..Limits::default() };
    let cases = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", "BodyTooLong(5)"),
        ("HTTP/1.1 200 OK\r\n\r\n123456", "200 BodyTooLong(5)"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n",
            "200 BodyTooLong(5)",
        ),
        ("HTTP/1.1 200 OK\r\nA: b\r\nA: b\r\nA: b\r\n\r\n", "TooManyFields(2)"),
    ];
    for (stream, want) in cases {
        let mut client = Client::new(limits);
        ask(&mut client, "GET", &[]).unwrap();
        let heard = hear(&mut client, &[stream.as_bytes()], false);
        assert_eq!(heard, want, "{stream}");
    }
    let mut client = asking("GET", &[]);
    let endless = [b"HTTP/1.1 200 OK\r\nA: ", &[b'x'; 100_000][..]].concat();
    assert!(client.receive(&endless) <= Limits::default().input());
    assert_eq!(hear(&mut client, &[b""], false), "HeadTooLong(16384)");
}

#[test]
fn a_request_is_written_as_it_was_meant_or_not_at_all() {
    let mut client = Client::default();
    for (method, target) in [
        ("", "/"),
        ("G T", "/"),
        ("GET\r\n", "/"),
        ("GET", ""),
        ("GET", "/a b"),
        ("GET", "/\r\nA: b"),
        ("GET", "/\u{e9}"),
    ] {
        let error = client.send_request(method, target, [], false);
        assert_eq!(error, Err(SendError::RequestLine), "{method} {target}");
    }
    for (name, value) in
        [("A b", &b""[..]), ("A", b"b\r\nC: d"), ("", b"b"), ("A", b"\0")]
    {
        let error = client.send_request("GET", "/", [(name, value)], false);
        assert_eq!(error, Err(SendError::Field));
    }
    let coding = [("Transfer-Encoding", &b"chunked"[..])];
    let error = client.send_request("GET", "/", coding, false);
    assert_eq!(error, Err(SendError::Framing));
    assert_eq!(client.output(), b"");

    let length = [("Content-Length", &b"3"[..])];
    client.send_request("PUT", "/a", length, true).unwrap();
    client.send_data(b"ab").unwrap();
    assert_eq!(client.end(), Err(SendError::TooLittle(1)));
    assert_eq!(client.send_data(b"cd"), Err(SendError::TooMuch));
    client.send_data(b"c").unwrap();
    client.end().unwrap();
    let want = b"PUT /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
    testing::assert_bytes(b"", client.output(), want, "what was written");

    let mut client = Client::default();
    client.send_request("PUT", "/a", [], true).unwrap();
    client.send_data(b"").unwrap();
    client.send_data(b"abc").unwrap();
    client.end().unwrap();
    let want = b"PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\
        3\r\nabc\r\n0\r\n\r\n";
    testing::assert_bytes(b"", client.output(), want, "in chunks");
}
