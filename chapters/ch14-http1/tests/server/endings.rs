//! What is left to do when an answer is out: RFC 9112, sections 8 and 9.

use http1::{Connection, Error, Event, Wait};

use super::{asked, read, said};
use crate::shared::date;

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
fn a_body_that_is_broken_behind_its_answer_ends_the_connection_silently() {
    let mut connection = Connection::default();
    connection.receive(
        b"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    assert!(matches!(connection.next_event(), Ok(Event::Request(_))));
    connection.send_response(204, [], &date()).unwrap();
    connection.end().unwrap();
    let before = connection.output().to_vec();
    connection.receive(b"x\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let error = connection.next_event().unwrap_err();
    assert!(!connection.refuse(error, &date()), "one answer for one request");
    assert_eq!(connection.output(), before);
    connection.sent(usize::MAX);
    assert_eq!(connection.waiting_for(), Wait::Linger);
}

#[test]
fn nothing_is_read_behind_a_refusal_but_to_be_thrown_away() {
    let mut connection = asked(b"GET / HTTP/1.1\r\n\r\n");
    assert!(connection.refuse(Error::Host, &date()));
    let said = connection.output().len();
    let again = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    assert_eq!(connection.receive(again), again.len());
    assert_eq!(read(&mut connection), "Error");
    assert_eq!(connection.output().len(), said);
    let mut thrown = again.len();
    connection.sent(said);
    while connection.waiting_for() == Wait::Linger {
        thrown += connection.receive(&[b'x'; 4096]);
    }
    assert_eq!(thrown as u64, http1::Limits::default().linger);
    assert_eq!(connection.room(), 0, "enough is enough");
}

/// The application has looked at the first bytes of a body, and then ends the
/// connection in one of these ways: nothing of it is kept.
#[test]
fn content_that_was_handed_out_is_gone_when_the_connection_ends() {
    let ends: [(&str, fn(&mut Connection)); 4] = [
        ("refused", |c| assert!(c.refuse(Error::Timeout, &date()))),
        ("apologized for", |c| assert!(c.apologize(&date()))),
        ("broken off", Connection::abort),
        ("answered", |c| {
            c.send_response(204, [], &date()).unwrap();
            c.end().unwrap();
        }),
    ];
    for (what, end) in ends {
        let mut connection = Connection::default();
        connection
            .receive(b"PUT / HTTP/1.0\r\nContent-Length: 200000\r\n\r\nhi");
        connection.next_event().unwrap();
        assert!(matches!(connection.next_event(), Ok(Event::Data(b"hi"))));
        end(&mut connection);
        assert_eq!(connection.content(), b"", "{what}");
        assert_eq!(connection.receive(b"more"), 4, "{what}");
        let last = read(&mut connection);
        assert!(["ConnectionClosed", "Error"].contains(&last), "{what}");
    }
}
