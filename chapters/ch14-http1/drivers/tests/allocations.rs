//! A request on a connection that is kept alive allocates nothing, but for
//! what its service does.
#![allow(clippy::unwrap_used)]
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::{Read, Write};

use endpoint::Stream;
use http_basic::{Stop, Talk, Terms};
use http1::{Limits, Wait};
use http1_drivers::{Clock, Conversation, Exchange, Failure, Rest, Times};
use testing::LIMIT;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        // SAFETY: the caller keeps alloc's promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps dealloc's promises.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, l: Layout, size: usize) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        // SAFETY: the caller keeps realloc's promises.
        unsafe { System.realloc(at, l, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn service(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    let mut body = [0; 16];
    let n = exchange.read(&mut body)?;
    exchange.respond(200, [("Content-Length", &b"5"[..])])?;
    exchange.write(&body[..n])
}

#[test]
fn a_request_that_is_kept_alive_allocates_nothing() {
    let (mut client, server) = Stream::pair().unwrap();
    client.set_timeouts(Some(LIMIT), Some(LIMIT)).unwrap();
    let (times, stop) = (Times::default(), Stop::new().unwrap());
    let limits = http_basic::Limits::default();
    let terms = Terms { limits, stop: &stop, others_wait: &|| false };
    let talk = Talk::new(&server, &terms);
    let peer = server.peer().unwrap();
    let mut conversation =
        Conversation::new(peer, Limits::default(), &times, &Clock::default());
    let request =
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    let mut counts = Vec::with_capacity(1_000);
    for _ in 0..1_000 {
        client.write_all(request).unwrap();
        let before = COUNT.get();
        let wait =
            conversation.turn(&server, &talk, &service, Rest::Outside).unwrap();
        counts.push(COUNT.get() - before);
        assert_eq!(wait, Some(Wait::Idle));
        let mut got = [0; 512];
        let n = client.read(&mut got).unwrap();
        assert!(got[..n].ends_with(b"\r\n\r\nhello"));
    }
    // The first ones make the buffers.
    let late = &counts[10..];
    assert_eq!(late.iter().sum::<usize>(), 0, "in 990 requests: {counts:?}");
}
