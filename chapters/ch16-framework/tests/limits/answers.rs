//! Answers as they are on the wire.

use std::time::Duration;

use carafe::{App, Error, Response};

use crate::serving::Serving;

fn answering() -> Serving {
    let mut app = App::new();
    app.get("/empty", || ("nobody sees this", 204));
    app.get("/same", || ("nor this", 304));
    app.get("/page", || "a page");
    app.get("/stream", || Response::stream(["one", "two"]));
    app.get("/torn", || {
        let torn = Error::message("the source of it is gone");
        Response::try_stream([Ok("the beginning"), Err(torn)])
    });
    Serving::start(app, Duration::from_secs(30))
}

/// A request on a connection that goes on.
fn get(method: &str, path: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: book\r\n\r\n")
}

/// The last request of a connection.
const LAST: &str =
    "GET /page HTTP/1.1\r\nHost: book\r\nConnection: close\r\n\r\n";

#[test]
fn an_answer_without_content_leaves_the_connection_as_it_was() {
    let server = answering();
    for path in ["/empty", "/same"] {
        let heard = server.answer((get("GET", path) + LAST).as_bytes());
        assert!(!heard.contains("nobody") && !heard.contains("nor"), "{heard}");
        assert!(heard.ends_with("a page"), "after {path}: {heard}");
    }
}

#[test]
fn head_is_get_without_its_content() {
    let server = answering();
    let heard = server.answer((get("HEAD", "/page") + LAST).as_bytes());
    let (first, second) = heard.split_once("\r\n\r\n").unwrap();
    assert!(first.contains("Content-Length: 6"), "{first}");
    assert!(second.starts_with("HTTP/1.1 200 OK\r\n"), "{second}");
}

#[test]
fn a_stream_comes_in_chunks_and_a_torn_one_has_no_end() {
    let server = answering();
    let whole = server.answer((get("GET", "/stream") + LAST).as_bytes());
    assert!(whole.contains("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"), "{whole}");
    let mut client = server.connect();
    let torn = get("GET", "/torn");
    std::io::Write::write_all(&mut client, torn.as_bytes()).unwrap();
    let mut heard = Vec::new();
    // The end may be a reset: the server does not pretend that it was all.
    let _ = std::io::Read::read_to_end(&mut client, &mut heard);
    let heard = String::from_utf8_lossy(&heard);
    assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
    assert!(!heard.contains("0\r\n\r\n"), "it looks complete: {heard}");
    assert!(!heard.contains("is gone"), "the cause is not for him: {heard}");
}
