//! The page that asks another server.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use super::book;

/// What the page is when the neighbor answers a request with `answer`, and
/// what it was asked.
fn with_neighbor(answer: &'static [u8]) -> (carafe::TestResponse, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    let neighbor = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let asked = head(&mut stream);
        stream.write_all(answer).expect("it reads or has gone");
        asked
    });
    let page = ask(&address, 10_000);
    (page, neighbor.join().expect("the neighbor has answered"))
}

fn ask(address: &str, patience: u64) -> carafe::TestResponse {
    let mut app = book();
    let config = app.config_mut();
    config.set("NEIGHBOR", address).expect("a setting");
    config.set("NEIGHBOR_TIMEOUT_MS", patience).expect("a setting");
    app.client().get("/neighbor")
}

fn head(stream: &mut TcpStream) -> String {
    stream.set_read_timeout(Some(testing::LIMIT)).expect("a time-out");
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).expect("a request"), 1);
        head.push(byte[0]);
    }
    String::from_utf8(head).expect("ASCII")
}

#[test]
fn the_neighbor_s_entries_are_shown_and_escaped() {
    let (page, asked) = with_neighbor(
        b"HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n\
        [{\"id\":1,\"name\":\"<Bob>\",\"text\":\"I & you\"}]",
    );
    let text = page.text();
    assert_eq!(page.status, 200, "{text}");
    assert!(text.contains("<h2>&lt;Bob&gt;</h2>"), "{text}");
    assert!(text.contains("I &amp; you"), "{text}");
    assert!(asked.starts_with("GET /api/entries HTTP/1.1\r\nHost: 127"));
}

#[test]
fn a_neighbor_that_answers_nonsense_is_a_502() {
    let long = b"HTTP/1.1 200 OK\r\nContent-Length: 262145\r\n\r\n";
    for answer in [
        &b"hello\r\n\r\n"[..],
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 2\r\n\r\n[]",
        long,
    ] {
        let (page, _) = with_neighbor(answer);
        let answer = wire::escape(answer);
        assert_eq!(page.status, 502, "after {answer}");
        let text = page.text();
        assert!(text.contains("The server behind this one"), "{text}");
    }
}

#[test]
fn a_neighbor_that_cannot_be_reached_is_a_502() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    drop(listener);
    let page = ask(&address, 10_000);
    assert_eq!(page.status, 502);
    assert!(!page.text().contains("refused"), "causes are for the log");
    assert_eq!(ask("no address", 10_000).status, 502);
}

#[test]
fn a_neighbor_that_says_nothing_in_time_is_a_504() {
    for answer in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n["] {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address").to_string();
        let neighbor = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a client");
            stream.set_read_timeout(Some(testing::LIMIT)).expect("a limit");
            // On a busy machine the client may have gone already.
            let _ = stream.write_all(answer);
            // Silent until the client goes.
            let _ = stream.read_to_end(&mut Vec::new());
        });
        let page = ask(&address, 200);
        assert_eq!(page.status, 504, "after {}", wire::escape(answer));
        neighbor.join().expect("the neighbor has waited");
    }
}

#[test]
fn without_a_neighbor_there_is_no_such_page() {
    assert_eq!(book().client().get("/neighbor").status, 404);
}
