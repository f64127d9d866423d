//! `100 Continue` and other words before the answer: RFC 9110, sections 10.1.1
//! and 15.2.

use http1::{Connection, Event, SendError, Wait};

use super::{asked, read, said};
use crate::shared::date;

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

/// Content that is there is as good as the question whether it shall come
/// (RFC 9110, section 10.1.1: MAY omit).
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
fn a_100_is_not_sent_when_the_answer_has_begun() {
    let mut connection = Connection::default();
    connection.receive(EXPECT);
    assert!(matches!(connection.next_event(), Ok(Event::Request(_))));
    connection.send_response(200, [], &date()).unwrap();
    let before = connection.output().to_vec();
    assert_eq!(read(&mut connection), "NeedData");
    assert_eq!(connection.output(), before);
}

#[test]
fn a_100_of_the_application_is_the_only_one() {
    let mut connection = Connection::default();
    connection.receive(EXPECT);
    assert!(matches!(connection.next_event(), Ok(Event::Request(_))));
    connection.send_informational(100, []).unwrap();
    assert_eq!(read(&mut connection), "NeedData");
    assert_eq!(said(&connection), "HTTP/1.1 100 Continue\r\n\r\n");
}

#[test]
fn an_answer_before_the_100_ends_the_connection() {
    let mut connection = Connection::default();
    connection.receive(EXPECT);
    connection.next_event().unwrap();
    let fields = [("Content-Length", &b"0"[..])];
    connection.send_response(403, fields, &date()).unwrap();
    connection.end().unwrap();
    let want = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\
                Connection: close\r\n\r\n";
    assert_eq!(said(&connection), want, "the body may come or not");
    assert_eq!(read(&mut connection), "ConnectionClosed");
}

#[test]
fn informational_responses_are_for_http_1_1_and_have_no_body() {
    let mut connection = asked(b"GET / HTTP/1.0\r\n\r\n");
    let old = connection.send_informational(103, []);
    assert_eq!(old, Err(SendError::NotAsked(103)), "RFC 9110, 15.2");

    let mut connection = asked(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    for status in [99, 101, 200] {
        let error = connection.send_informational(status, []);
        assert_eq!(error, Err(SendError::Status(status)));
    }
    let length = [("Content-Length", &b"0"[..])];
    let framed = connection.send_informational(103, length);
    assert_eq!(framed, Err(SendError::Framing), "RFC 9110, 8.6");
    assert_eq!(connection.output(), b"");
    connection.send_informational(102, []).unwrap();
    connection.send_informational(103, [("Link", &b"</a>"[..])]).unwrap();
    connection.send_response(204, [], &date()).unwrap();
    let want = "HTTP/1.1 102 Processing\r\n\r\n\
                HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n\
                HTTP/1.1 204 No Content\r\n\r\n";
    assert_eq!(said(&connection), want);
}
