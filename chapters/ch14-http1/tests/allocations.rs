//! A request and its answer on a kept connection allocate nothing.
#![allow(clippy::unwrap_used)]

use std::time::SystemTime;

use http1::{Connection, Date, Event};
use testing::heap;

#[global_allocator]
static COUNTING: heap::Counting = heap::Counting;

const GET: &[u8] = b"GET /page?q=1 HTTP/1.1\r\nHost: localhost:9014\r\n\
    User-Agent: Mozilla/5.0\r\nAccept: text/html\r\nCookie: a=b\r\n\r\n";
const POST: &[u8] = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n\
    hello";
const CHUNKED: &[u8] = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \
    chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nSum: 1\r\n\r\n";

/// One turn of a driver: a read, all events, an answer to each request, a
/// write. How many requests there were.
fn turn(connection: &mut Connection, bytes: &[u8], date: &Date) -> usize {
    assert_eq!(connection.receive(bytes), bytes.len());
    let mut requests = 0;
    loop {
        match connection.next_event().unwrap() {
            Event::NeedData => break,
            Event::EndOfMessage(_) => {
                requests += 1;
                let fields = [("Content-Length", &b"3"[..])];
                connection.send_response(200, fields, date).unwrap();
                connection.send_data(b"hi\n").unwrap();
                connection.end().unwrap();
            }
            Event::Request(_) | Event::Data(_) => {}
            other => panic!("{other:?}"),
        }
    }
    connection.sent(connection.output().len());
    requests
}

#[test]
fn a_request_on_a_kept_connection_allocates_nothing() {
    let pipelined = [GET, CHUNKED, POST, GET].concat();
    for (bytes, requests) in
        [(GET, 1), (POST, 1), (CHUNKED, 1), (&pipelined[..], 4)]
    {
        let mut connection = Connection::default();
        let date = Date::new(SystemTime::UNIX_EPOCH);
        for _ in 0..3 {
            turn(&mut connection, bytes, &date);
        }
        let before = heap::here().allocations;
        for _ in 0..1000 {
            assert_eq!(turn(&mut connection, bytes, &date), requests);
        }
        let allocations = heap::here().allocations - before;
        assert_eq!(
            allocations,
            0,
            "1,000 turns of {}",
            bytes[..20].escape_ascii()
        );
    }
}
