//! A request on a connection that is kept alive allocates nothing, but for
//! what its service does.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};

use endpoint::Stream;
use http_basic::{Stop, Talk, Terms};
use http1::{Limits, Wait};
use http1_drivers::{Clock, Conversation, Exchange, Failure, Rest, Times};
use testing::{LIMIT, heap};

#[global_allocator]
static COUNTING: heap::Counting = heap::Counting;

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
        let before = heap::here().allocations;
        let wait =
            conversation.turn(&server, &talk, &service, Rest::Outside).unwrap();
        counts.push(heap::here().allocations - before);
        assert_eq!(wait, Some(Wait::Idle));
        let mut got = [0; 512];
        let n = client.read(&mut got).unwrap();
        assert!(got[..n].ends_with(b"\r\n\r\nhello"));
    }
    // The first ones make the buffers.
    let late = &counts[10..];
    assert_eq!(late.iter().sum::<u64>(), 0, "in 990 requests: {counts:?}");
}
