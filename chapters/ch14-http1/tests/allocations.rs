//! A request and its answer on a kept connection allocate nothing.
#![allow(clippy::unwrap_used)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::SystemTime;

use http1::{Connection, Date, Event};

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

thread_local! {
    /// Allocations of this thread, growth included.
    static COUNT: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call is handed on to the system's allocator as it came.
#[allow(unsafe_code)]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(
        &self,
        at: *mut u8,
        layout: Layout,
        size: usize,
    ) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        // SAFETY: as above.
        unsafe { System.realloc(at, layout, size) }
    }
}

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
        let before = COUNT.get();
        for _ in 0..1000 {
            assert_eq!(turn(&mut connection, bytes, &date), requests);
        }
        let allocations = COUNT.get() - before;
        assert_eq!(
            allocations,
            0,
            "1,000 turns of {}",
            bytes[..20].escape_ascii()
        );
    }
}
