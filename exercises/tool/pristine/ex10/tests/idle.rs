//! Judges the exercise `idle`.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use endpoint::Endpoint;
use ex10::idle::Idle;
use http_basic::Stop;
use socketserver::{Sequential, Server, Tcp, Transport, Upper};
use testing::{LIMIT, within};

/// What happens, at so many seconds.
#[derive(Clone, Copy, Debug)]
enum At {
    Request,
    Look(u64),
}

/// After which of `events` a server with 30 s of patience is told to stop.
fn stopped(events: &'static [At]) -> Option<usize> {
    within("look: does it wait itself?", move || {
        let (stop, zero) = (Stop::new().expect("descriptors"), Instant::now());
        let idle = Idle::new(stop.clone(), Duration::from_secs(30), zero);
        for (i, event) in events.iter().enumerate() {
            match event {
                At::Request => idle.came(),
                At::Look(at) => idle.look(zero + Duration::from_secs(*at)),
            }
            if stop.is_stopped() {
                return Some(i);
            }
        }
        None
    })
}

#[track_caller]
fn check(events: &'static [At], want: Option<usize>, rule: &str) {
    let got = stopped(events);
    assert_eq!(
        got, want,
        "{rule}\n  patience 30 s, {events:?}\n  stopped after event number, \
         got and want:",
    );
}

#[test]
fn nobody_comes_at_all() {
    let rule = "idle time begins with the server, and its end is 30 s later";
    check(&[At::Look(10), At::Look(29), At::Look(30)], Some(2), rule);
    check(&[At::Look(29)], None, rule);
    check(&[At::Look(100)], Some(0), rule);
}

#[test]
fn a_request_begins_it_anew() {
    let rule = "after a request the server has 30 s again";
    let events =
        &[At::Look(20), At::Request, At::Look(25), At::Look(54), At::Look(55)];
    check(events, Some(4), rule);
    let rule = "each request does that, not only the first one";
    let events = &[
        At::Request,
        At::Look(20),
        At::Request,
        At::Look(40),
        At::Request,
        At::Look(60),
        At::Look(89),
        At::Look(90),
    ];
    check(events, Some(7), rule);
}

#[test]
fn a_request_that_took_long_was_no_idle_time() {
    let rule = "the look after a long request must not take its time for idle \
                time";
    let events = &[At::Request, At::Look(45), At::Look(74), At::Look(75)];
    check(events, Some(3), rule);
}

#[test]
fn a_look_without_a_request_begins_nothing() {
    let rule = "looking is not coming: many looks do not keep a server alive";
    let events = &[
        At::Request,
        At::Look(5),
        At::Look(15),
        At::Look(25),
        At::Look(34),
        At::Look(35),
    ];
    check(events, Some(5), rule);
}

#[test]
fn a_server_ends_by_itself() {
    let transport = Tcp::bind("127.0.0.1:0", &Default::default());
    let transport = transport.expect("a free port");
    let Endpoint::Stream(address) = transport.server_address() else {
        panic!("TCP is a stream");
    };
    // It waits in the queue when the server begins.
    let mut client = TcpStream::connect(&address).expect("a listener");
    client.set_read_timeout(Some(LIMIT)).expect("a time-out");
    client.write_all(b"hi\n").expect("room");
    client.shutdown(Shutdown::Write).expect("an open socket");
    let stop = Stop::new().expect("descriptors");
    let patience = Duration::from_millis(300);
    let begin = Instant::now();
    let idle = within("new", {
        let stop = stop.clone();
        move || Idle::new(stop, patience, begin)
    });
    let mut server = Server::builder(transport, Sequential, || Upper)
        .hooks(idle)
        .stop(stop)
        .build()
        .expect("descriptors");
    let serving = thread::spawn(move || {
        let served = server.serve_forever(Duration::from_millis(10));
        server.server_close();
        (served.is_ok(), Instant::now())
    });
    let mut heard = Vec::new();
    let end = client.read_to_end(&mut heard);
    let rule = "every request is let in";
    assert_eq!(heard, b"HI\n", "{rule}, then came {end:?}");
    let what = "the server: nobody comes any more, and it should end by itself";
    let (served, end) = within(what, move || serving.join()).expect("no panic");
    assert!(served, "it ends in order");
    let lived = end.saturating_duration_since(begin);
    let rule = "idle for 300 ms, and no less";
    assert!(lived >= patience, "{rule}: it ended after {lived:?}");
}
