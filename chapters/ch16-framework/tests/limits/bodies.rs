//! Bodies that are too long, or too slow.

use std::io::Write;
use std::time::Duration;

use carafe::{App, HttpError, Response};

use crate::serving::{Serving, answer, app, head};

const FORM: &str = "application/x-www-form-urlencoded";
const PARTS: &str = "multipart/form-data; boundary=b";
const LONG: Duration = Duration::from_secs(30);

/// Every way of reading a body, and a type that it takes.
const WAYS: [(&str, &str); 5] = [
    ("/form", FORM),
    ("/form", PARTS),
    ("/json", "application/json"),
    ("/data", "text/plain"),
    ("/stream", "text/plain"),
];

fn small() -> App {
    let mut app = app();
    app.config_mut().set("MAX_CONTENT_LENGTH", 1000).unwrap();
    app.error_handler(413, |_: &_, _: &HttpError| {
        Response::text("our own page").with_status(413)
    });
    app
}

#[test]
fn a_body_that_does_not_come_in_time_is_a_408() {
    let server = Serving::start(app(), Duration::from_millis(100));
    for (path, kind) in WAYS {
        let head = head(path, kind, "Content-Length: 100");
        let heard = server.answer(format!("{head}--b\r\nslow").as_bytes());
        assert!(heard.starts_with("HTTP/1.1 408 "), "{path}, {kind}: {heard}");
    }
    let heard = server.answer(b"GET / HTTP/1.0\r\n\r\n");
    assert!(heard.ends_with("alive"), "the server serves on: {heard}");
}

#[test]
fn a_length_beyond_the_limit_is_a_413_before_anything_was_read() {
    let server = Serving::start(small(), LONG);
    for (path, kind) in WAYS {
        // Nothing follows: whoever waited for the body would wait long.
        let head =
            head(path, kind, "Connection: close\r\nContent-Length: 1001");
        let heard = server.answer(head.as_bytes());
        assert!(heard.starts_with("HTTP/1.1 413 "), "{path}, {kind}: {heard}");
        assert!(heard.ends_with("our own page"), "{path}, {kind}: {heard}");
    }
    // Who asks before it sends hears it in place of `100 Continue`.
    let asks = "Expect: 100-continue\r\nConnection: close\r\n\
                Content-Length: 1001";
    let heard = server.answer(head("/data", "text/plain", asks).as_bytes());
    assert!(heard.starts_with("HTTP/1.1 413 "), "{heard}");
    for length in ["2001", "999999999999", "18446744073709551615"] {
        let head =
            head("/data", "text/plain", &format!("Content-Length: {length}"));
        let heard = server.answer(head.as_bytes());
        assert!(heard.starts_with("HTTP/1.1 413 "), "{length}: {heard}");
    }
}

#[test]
fn chunks_beyond_the_limit_are_a_413() {
    let server = Serving::start(small(), LONG);
    for (path, kind) in WAYS {
        let head =
            head(path, kind, "Connection: close\r\nTransfer-Encoding: chunked");
        let mut client = server.connect();
        client.write_all(head.as_bytes()).unwrap();
        // No part and no value is ever complete; only the limit ends it.
        let chunk = format!("100\r\n{}\r\n", "x".repeat(256));
        for _ in 0..5 {
            client.write_all(chunk.as_bytes()).unwrap();
        }
        let heard = answer(&mut client);
        assert!(heard.starts_with("HTTP/1.1 413 "), "{path}, {kind}: {heard}");
    }
}

#[test]
fn a_body_within_the_limit_is_taken_whole() {
    let server = Serving::start(small(), LONG);
    let framing = "Connection: close\r\nContent-Length: 1000";
    let head = head("/data", "text/plain", framing);
    let heard = server.answer(format!("{head}{}", "x".repeat(1000)).as_bytes());
    assert!(heard.ends_with("1000 octets"), "{heard}");
}

#[test]
fn what_nobody_reads_is_no_mistake() {
    let server = Serving::start(small(), LONG);
    let framing = "Connection: close\r\nContent-Length: 1500";
    let head = head("/unread", "text/plain", framing);
    let heard = server.answer(format!("{head}{}", "x".repeat(1500)).as_bytes());
    assert!(heard.ends_with("nobody read it"), "{heard}");
}
