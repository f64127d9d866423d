//! Clients that take their time, and the end of the server.
#![allow(clippy::unwrap_used)]

mod started;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

use nix::sys::signal::Signal;
use started::{DRIVERS, GET, HELLO, hello, start, undated};
use testing::load::{closed_loop, connect, silent};
use testing::proc::{allow_descriptors, children, descriptors, threads, until};
use testing::{Server, drain, within};

/// Sends one byte after the other until the server says something or closes.
/// The pace is the server's own: between two bytes it answers `other` ten
/// times.
fn drip(stream: &mut TcpStream, other: &mut TcpStream) -> String {
    let something = |stream: &TcpStream| {
        stream.set_nonblocking(true).unwrap();
        let peeked = stream.peek(&mut [0]);
        stream.set_nonblocking(false).unwrap();
        !peeked.is_err_and(|e| e.kind() == ErrorKind::WouldBlock)
    };
    while !something(stream) {
        let _ = stream.write_all(b"x"); // it may have closed already
        (0..10).for_each(|_| hello(other).expect("others are served"));
    }
    undated(&drain(stream))
}

#[test]
fn a_head_and_a_body_that_trickle_in_are_given_up_with_a_408() {
    for driver in DRIVERS {
        for (words, head) in [
            ("--head 0.2 --turn 60", "GET / HTTP/1.1\r\nHost: a\r\nX: "),
            (
                "--body 0.2 --turn 60",
                "POST /echo HTTP/1.1\r\nHost: a\r\n\
                 Content-Length: 99999\r\n\r\n",
            ),
        ] {
            let server = start(driver, words);
            let got = within("a 408", move || {
                let mut client = connect(server.address()).unwrap();
                let mut other = connect(server.address()).unwrap();
                client.write_all(head.as_bytes()).unwrap();
                drip(&mut client, &mut other)
            });
            assert!(got.starts_with("HTTP/1.1 408 "), "{driver}: {got:?}");
        }
    }
}

#[test]
fn a_client_that_does_not_read_is_given_up() {
    for driver in DRIVERS {
        let mut server = start(driver, "--write 0.2");
        let address = server.address().to_owned();
        within("the server gives up", move || {
            let mut client = connect(&address).unwrap();
            let body = vec![b'x'; 1_000_000];
            let head = "POST /echo HTTP/1.1\r\nHost: a\r\n\
                        Content-Length: 1000000\r\n\r\n";
            let one = [head.as_bytes(), &body].concat();
            while client.write_all(&one).is_ok() {}
        });
        server.line_with("gave up waiting for it");
        hello(&mut connect(server.address()).unwrap()).unwrap();
    }
}

/// A connection whose first request came before the server gave it up: it has
/// so little time that a busy machine may take it.
fn asked_in_time(server: &Server) -> TcpStream {
    let mut asked = None;
    until("a request comes in time", || {
        let mut client = connect(server.address()).unwrap();
        asked = hello(&mut client).is_ok().then_some(client);
        asked.is_some()
    });
    asked.expect("it came in time")
}

#[test]
fn an_idle_connection_is_closed_without_a_word() {
    for driver in DRIVERS {
        let server = start(driver, "--idle 0.2");
        let mut client = asked_in_time(&server);
        assert_eq!(undated(&drain(&mut client)), "", "{driver}");
    }
}

#[test]
fn two_hundred_idle_connections_and_slow_heads_do_not_hold_a_pool_of_eight() {
    allow_descriptors(1_000);
    let server = start("pool", "--workers 8 --idle 60 --head 60");
    let mut idle = silent(server.address(), 200);
    for stream in &mut idle {
        hello(stream).unwrap();
    }
    let mut slow = silent(server.address(), 20);
    for stream in &mut slow {
        stream.write_all(b"GET / HT").unwrap();
    }
    let mut busy = connect(server.address()).unwrap();
    for _ in 0..100 {
        hello(&mut busy).unwrap();
    }
    // And none of them was lost meanwhile.
    for stream in &mut slow {
        stream.write_all(b"TP/1.1\r\nHost: a\r\n\r\n").unwrap();
        let mut got = [0; HELLO.len() - 4 + 29];
        stream.read_exact(&mut got).unwrap();
        assert_eq!(undated(&got), HELLO);
    }
    for stream in &mut idle {
        hello(stream).unwrap();
    }
}

#[test]
fn a_thousand_silent_clients_do_not_keep_others_from_being_served() {
    allow_descriptors(4_000);
    for (driver, words) in [
        ("threads", "--connections 1100"),
        ("pool", "--connections 1100"),
        ("prefork", "--turn 0.001"),
    ] {
        let server = start(driver, words);
        let crowd = silent(server.address(), 1_000);
        hello(&mut connect(server.address()).unwrap()).expect(driver);
        drop(crowd);
    }
}

#[test]
fn one_connection_too_many_hears_503() {
    for driver in ["threads", "pool"] {
        let server = start(driver, "--connections 2");
        let mut places = silent(server.address(), 2);
        places.iter_mut().for_each(|place| hello(place).unwrap());
        let mut late = connect(server.address()).unwrap();
        late.write_all(GET).unwrap();
        let got = undated(&drain(&mut late));
        assert!(got.starts_with("HTTP/1.1 503 "), "{driver}: {got}");
        drop(places);
        until("there is room again", || {
            connect(server.address())
                .is_ok_and(|mut stream| hello(&mut stream).is_ok())
        });
    }
}

#[test]
fn ten_thousand_requests_leave_nothing_behind() {
    for driver in DRIVERS {
        // A client that had to wait for a processor need not make room.
        let server = start(driver, "--workers 8 --idle 60 --turn 60");
        let (pid, address) = (server.pid(), server.address());
        // The program's thread, the signals', the parking lot's, eight more.
        until("it has begun", || match driver {
            "prefork" => children(pid).len() == 8,
            "pool" => threads(pid) == 11,
            _ => true,
        });
        let before = (threads(pid), descriptors(pid), children(pid).len());
        // 8 at a time: where a process has one connection, each has one.
        closed_loop(8, 100, || {
            let mut stream = connect(address).map_err(|e| e.to_string())?;
            (0..100).try_for_each(|_| hello(&mut stream))
        });
        let what = format!("{driver}: {before:?} again");
        until(&what, || {
            let now = (threads(pid), descriptors(pid), children(pid).len());
            now == before && children(pid).iter().all(|p| !p.is_zombie())
        });
        let (code, said) = server.stop(Signal::SIGTERM);
        let last = said.last().map(String::as_str);
        assert_eq!((code, last), (Some(0), Some("stopped")), "{driver}");
    }
}

#[test]
fn at_the_end_idle_connections_close_and_a_request_that_began_is_answered() {
    for driver in DRIVERS {
        for signal in [Signal::SIGINT, Signal::SIGTERM] {
            let server = start(driver, "--idle 60");
            let mut idle = connect(server.address()).unwrap();
            hello(&mut idle).unwrap();
            let mut begun = connect(server.address()).unwrap();
            let head = "POST /echo HTTP/1.1\r\nHost: a\r\n\
                        Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";
            begun.write_all(head.as_bytes()).unwrap();
            begun.read_exact(&mut [0; 25]).expect("the service reads");
            server.signal(signal);
            assert_eq!(drain(&mut idle), b"", "{driver}");
            begun.write_all(b"ok").unwrap();
            let got = undated(&drain(&mut begun));
            let said = got.contains("Connection: close");
            assert!(said, "{driver}: the client is not told: {got}");
            assert!(got.ends_with("\r\n\r\nok"), "{driver}: {got}");
            drop(begun); // or the server lingers
            let (code, said) = server.ended();
            let last = said.last().map(String::as_str);
            assert_eq!((code, last), (Some(0), Some("stopped")), "{driver}");
        }
    }
}

#[test]
fn who_is_not_done_when_the_grace_is_over_is_cut_off() {
    for (driver, last) in [
        ("threads", "stopped; conversations cut off: 1"),
        ("pool", "stopped; conversations cut off: 1"),
        ("prefork", "killed 1 workers that were not done"),
    ] {
        // One worker: others might need all of the grace to end at all.
        let server = start(driver, "--workers 1 --grace 0.2 --body 60");
        let mut begun = connect(server.address()).unwrap();
        let head = "POST /echo HTTP/1.1\r\nHost: a\r\n\
                    Content-Length: 2\r\nExpect: 100-continue\r\n\r\n";
        begun.write_all(head.as_bytes()).unwrap();
        begun.read_exact(&mut [0; 25]).expect("the service reads");
        let (code, said) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0), "{driver}: {said:?}");
        assert!(said.iter().any(|line| line == last), "{driver}: {said:?}");
    }
}
