//! Services that fail, or do not read, and what their clients hear.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::sync::Arc;
use std::thread;

use endpoint::{ListenOptions, listen};
use http_basic::Stop;
use http1::Limits;
use http1_drivers::{Exchange, Failure, Pooling, Times, serve_pool};
use testing::load::connect;

/// A service with every way to fail.
fn service(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    let length = [("Content-Length", &b"5"[..])];
    match exchange.request().path() {
        "/error" => Err(Failure::service("no such table")),
        "/panic" => panic!("an invented bug"),
        "/silence" => Ok(()),
        "/field" => exchange.respond(200, [("A b", &b""[..])]),
        "/short" => {
            exchange.respond(200, length)?;
            exchange.write(b"hel")
        }
        "/late" => {
            exchange.respond(200, [])?;
            exchange.write(b"one")?;
            exchange.flush()?;
            Err(Failure::service("no such table"))
        }
        _ => {
            exchange.respond(200, length)?;
            exchange.write(b"hello")
        }
    }
}

/// All that comes, and whether it ended with a reset.
fn get(address: &str, path: &str) -> (String, bool) {
    let mut stream = connect(address).unwrap();
    // In one piece: the connection may be cut before a second one.
    let first = format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
    let both = first + "GET / HTTP/1.0\r\n\r\n";
    stream.write_all(both.as_bytes()).unwrap();
    let mut got = Vec::new();
    let end = stream.read_to_end(&mut got);
    (String::from_utf8(got).unwrap(), end.is_err())
}

/// Lets `client` ask a server with that service.
fn served(client: impl FnOnce(&str)) {
    let listener =
        Arc::new(listen("127.0.0.1:0", &ListenOptions::default()).unwrap());
    let address = listener.address().to_string();
    let stop = Stop::new().unwrap();
    let (limits, times) = (Limits::default(), Times::default());
    let serving = thread::spawn({
        let stop = stop.clone();
        move || {
            let size = Pooling { threads: 2, connections: 10 };
            let site = Arc::new(service);
            serve_pool(&listener, size, limits, &times, &stop, site).unwrap()
        }
    });
    client(&address);
    stop.stop();
    let ending = serving.join().expect("no panic");
    assert_eq!(ending.to_string(), "stopped");
}

#[test]
fn a_service_that_fails_gives_500_or_a_cut_and_never_ends_the_server() {
    served(|address| {
        for path in ["/error", "/panic", "/silence", "/field"] {
            let (got, reset) = get(address, path);
            assert!(got.starts_with("HTTP/1.1 500 "), "{path}: {got}");
            assert!(got.contains("\r\nConnection: close\r\n"), "{got}");
            assert!(got.ends_with("\r\n\r\nthe server failed\n"), "{got}");
            assert!(!got.contains("table"), "that is for the log: {got}");
            assert!(!reset, "{path}: the answer must arrive");
        }
        for path in ["/short", "/late"] {
            let (got, reset) = get(address, path);
            let whole = got.ends_with("hello") || got.contains("0\r\n\r\n");
            assert!(reset && !whole, "a part must not look whole: {got}");
        }
        let (got, _) = get(address, "/");
        assert_eq!(got.matches("hello").count(), 2, "it serves on: {got}");
    });
}

#[test]
fn a_body_that_the_service_does_not_read_is_skipped() {
    served(|address| {
        for body in [
            "Content-Length: 3\r\n\r\nabc",
            "Transfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\nA: b\r\n\r\n",
        ] {
            let mut stream = connect(address).unwrap();
            let first = format!("POST / HTTP/1.1\r\nHost: a\r\n{body}");
            let both = first + "GET / HTTP/1.0\r\n\r\n";
            stream.write_all(both.as_bytes()).unwrap();
            let mut got = String::new();
            stream.read_to_string(&mut got).expect("an end");
            assert_eq!(got.matches("\r\n\r\nhello").count(), 2, "{got}");
        }
    });
}
