//! The same conversations, byte by byte, with each of the drivers.
#![allow(clippy::unwrap_used)]

mod started;

use std::io::{Read, Write};

use started::{DRIVERS, GET, HELLO, answer_to, hello, start, undated};
use testing::drain;
use testing::load::connect;

const TEXT: &str = "Content-Type: text/plain; charset=utf-8\r\n";

/// A whole answer: its first line, then date, type, and the rest.
fn text(status: &str, rest: &str) -> String {
    format!("HTTP/1.1 {status}\r\nDate: DATE\r\n{TEXT}{rest}")
}

fn refusal(status: &str, why: &str) -> String {
    let length = why.len() + 1;
    let close = "Connection: close\r\n";
    let rest = format!("Content-Length: {length}\r\n{close}\r\n{why}\n");
    text(status, &rest)
}

const METHODS: &str = "Allow: GET, HEAD, POST, OPTIONS\r\n";

/// RFC 9110, section 9.1: what a server owes a method that it has not.
fn no_method() -> String {
    let words = "there is no such method here\n";
    let rest = format!("Content-Length: 29\r\n{METHODS}\r\n{words}");
    text("501 Not Implemented", &rest)
}

fn cases() -> Vec<(&'static str, String, String)> {
    let get = |line: &str, fields: &str| {
        format!("{line} HTTP/1.1\r\nHost: a\r\n{fields}\r\n")
    };
    let chunks = "Transfer-Encoding: chunked\r\n";
    let again = String::from_utf8(GET.to_vec()).unwrap();
    vec![
        ("hello", again.clone(), HELLO.to_owned()),
        ("two in a pipeline", again.repeat(2), HELLO.repeat(2)),
        (
            "HEAD has no body",
            get("HEAD /", "") + &again,
            text("200 OK", "Content-Length: 6\r\n\r\n") + HELLO,
        ),
        (
            "an echo, and the next request behind it",
            get("POST /echo", "Content-Length: 5\r\n") + "hello" + &again,
            text("200 OK", "Content-Length: 5\r\n\r\nhello") + HELLO,
        ),
        (
            "an echo of chunks",
            get("POST /echo", chunks) + "2;x=y\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            text("200 OK", "Content-Length: 3\r\n\r\nabc"),
        ),
        (
            "a stream in chunks",
            get("GET /stream", ""),
            text(
                "200 OK",
                "Transfer-Encoding: chunked\r\n\r\n\
                 4\r\none\n\r\n4\r\ntwo\n\r\n6\r\nthree\n\r\n0\r\n\r\n",
            ),
        ),
        (
            "a stream for HTTP/1.0 ends with the connection",
            "GET /stream HTTP/1.0\r\n\r\n".to_owned() + &again,
            text("200 OK", "Connection: close\r\n\r\none\ntwo\nthree\n"),
        ),
        (
            "a body that nobody reads is skipped",
            get("POST /", "Content-Length: 3\r\n") + "abc" + &again,
            text(
                "405 Method Not Allowed",
                "Content-Length: 21\r\nAllow: GET, HEAD\r\n\r\n\
                 not with this method\n",
            ) + HELLO,
        ),
        (
            "nothing is answered after close",
            get("GET /", "Connection: close\r\n") + &again,
            HELLO.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
        ),
        (
            "no such page",
            get("GET /x", ""),
            text(
                "404 Not Found",
                "Content-Length: 22\r\n\r\nthere is no such page\n",
            ),
        ),
        (
            "OPTIONS * asks for the methods, in both its forms",
            get("OPTIONS *", "") + &get("OPTIONS http://a", ""),
            format!("HTTP/1.1 204 No Content\r\nDate: DATE\r\n{METHODS}\r\n")
                .repeat(2),
        ),
        (
            "no tunnels, and HTTP goes on",
            get("CONNECT a:443", "") + &again,
            no_method() + HELLO,
        ),
        (
            "an unknown method, and one in small letters",
            get("BREW /", "") + &get("get /", "") + &again,
            no_method().repeat(2) + HELLO,
        ),
        (
            "a method that the server knows and the page has not",
            get("OPTIONS /echo", ""),
            text(
                "405 Method Not Allowed",
                "Content-Length: 21\r\nAllow: POST\r\n\r\n\
                 not with this method\n",
            ),
        ),
        (
            "two lengths",
            get("POST /echo", "Content-Length: 1\r\nContent-Length: 1\r\n")
                + "a"
                + &again,
            refusal(
                "400 Bad Request",
                "Content-Length is not one decimal number",
            ),
        ),
        (
            "a length and chunks",
            get("POST /echo", &format!("Content-Length: 1\r\n{chunks}"))
                + "0\r\n\r\n"
                + &again,
            refusal(
                "400 Bad Request",
                "both Content-Length and Transfer-Encoding are given",
            ),
        ),
        (
            "a chunk that is none",
            get("POST /echo", chunks) + "x\r\n" + &again,
            refusal(
                "400 Bad Request",
                "a chunk does not begin with its size and end with CR LF",
            ),
        ),
        (
            "a body that is too long",
            get("POST /echo", "Content-Length: 9999999\r\n") + "abc",
            refusal(
                "413 Content Too Large",
                "the body is longer than 1048576 bytes",
            ),
        ),
        (
            "no request",
            "hello\r\n\r\n".to_owned(),
            refusal(
                "400 Bad Request",
                "the first line is not METHOD TARGET VERSION",
            ),
        ),
        ("nothing at all", String::new(), String::new()),
    ]
}

#[test]
fn each_driver_says_the_same_in_the_same_bytes_for_all_cuts() {
    for driver in DRIVERS {
        let server = start(driver, "--workers 2");
        for (what, sent, want) in cases() {
            for step in [usize::MAX, 7, 1] {
                let got = answer_to(server.address(), sent.as_bytes(), step);
                let note = format!("{driver}, {what}, pieces of {step}");
                let (sent, got, want) =
                    (sent.as_bytes(), got.as_bytes(), want.as_bytes());
                testing::assert_bytes(sent, got, want, &note);
            }
        }
    }
}

#[test]
fn a_100_is_sent_when_the_service_reads_and_not_when_it_does_not() {
    let head = |path: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\
             Expect: 100-continue\r\n\r\n"
        )
    };
    for driver in DRIVERS {
        let server = start(driver, "");
        let mut client = connect(server.address()).unwrap();
        client.write_all(head("/echo").as_bytes()).unwrap();
        let mut go_on = [0; 25];
        client.read_exact(&mut go_on).expect("a word before the body");
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n", "{driver}");
        client.write_all(b"ok").unwrap();
        client.write_all(GET).unwrap();
        client.shutdown(std::net::Shutdown::Write).unwrap();
        let want = text("200 OK", "Content-Length: 2\r\n\r\nok") + HELLO;
        assert_eq!(undated(&drain(&mut client)), want, "{driver}");

        let mut client = connect(server.address()).unwrap();
        client.write_all(head("/").as_bytes()).unwrap();
        let got = undated(&drain(&mut client));
        assert!(got.starts_with("HTTP/1.1 405 "), "{driver}: {got}");
        assert!(got.contains("\r\nConnection: close\r\n"), "{driver}: {got}");
    }
}

#[test]
fn the_answers_of_a_pipeline_leave_in_one_piece() {
    for driver in DRIVERS {
        let server = start(driver, "");
        let mut client = connect(server.address()).unwrap();
        hello(&mut client).unwrap();
        client.write_all(&GET.repeat(3)).unwrap();
        let mut got = [0; 4096];
        let n = client.read(&mut got).unwrap();
        assert_eq!(undated(&got[..n]), HELLO.repeat(3), "{driver}");
    }
}

#[test]
fn an_early_refusal_reaches_a_client_that_sends_on() {
    for driver in DRIVERS {
        let server = start(driver, "");
        let mut client = connect(server.address()).unwrap();
        let head = "POST /echo HTTP/1.1\r\nHost: a\r\n\
                    Content-Length: 9999999\r\n\r\n";
        client.write_all(head.as_bytes()).unwrap();
        client.write_all(&[b'x'; 100_000]).expect("it is still there");
        let got = undated(&drain(&mut client));
        assert!(got.starts_with("HTTP/1.1 413 "), "{driver}: {got}");
    }
}
