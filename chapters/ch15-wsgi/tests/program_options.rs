//! What the command line puts around an application, and a body that waits
//! for a word of the server, over the program.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use flate2::read::GzDecoder;
use nix::sys::signal::Signal;
use testing::{Server, drain};

const DRIVERS: [&str; 3] = ["threads", "pool", "prefork"];

fn start(driver: &str, options: &[&str]) -> Server {
    let serve = ["serve", "127.0.0.1:0", "--on", driver];
    let mut program = Command::new(env!("CARGO_BIN_EXE_ch15"));
    Server::start(program.args(serve).args(options))
}

fn say(client: &mut TcpStream, text: &str) {
    client.write_all(text.as_bytes()).unwrap();
}

/// Reads until the line that is empty.
fn head(client: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

#[test]
fn with_log_there_is_a_line_for_each_request_and_without_none() {
    let ask = "GET /hello?q=\"x\" HTTP/1.1\r\nHost: book\r\n\
        User-Agent: a \"test\"\r\nConnection: close\r\n\r\n";
    for driver in DRIVERS {
        let mut server = start(driver, &["--log"]);
        let mut client = server.connect();
        say(&mut client, &ask.replace("?q=\"x\"", "?q=x"));
        drain(&mut client);
        drop(client); // the server waits for its end
        let line = server.line_with("/hello?q=x");
        let (front, rest) = line.split_once(" - - [").unwrap();
        assert_eq!(front, "127.0.0.1", "{driver}: {line}");
        let (_, rest) = rest.split_once("] ").unwrap();
        let want = r#""GET /hello?q=x HTTP/1.1" 200 6 "-" "a \x22test\x22""#;
        assert_eq!(rest, want, "{driver}");
        let (code, said) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0), "{driver}: {said:?}");
        let lines = said.iter().filter(|line| line.contains("/hello"));
        assert_eq!(lines.count(), 1, "{driver}: {said:?}");
    }
    let server = start("pool", &[]);
    let mut client = server.connect();
    say(&mut client, &ask.replace("?q=\"x\"", ""));
    drain(&mut client);
    drop(client);
    let (_, said) = server.stop(Signal::SIGTERM);
    assert!(!said.iter().any(|line| line.contains("GET")), "{said:?}");
}

#[test]
fn with_gzip_text_is_compressed_for_who_takes_it_and_the_log_counts_that() {
    let options = ["--gzip", "--log", "--validate", "--app", "environ"];
    for driver in DRIVERS {
        let mut server = start(driver, &options);
        let mut bytes = |accept: &str| {
            let mut client = server.connect();
            say(
                &mut client,
                &format!(
                    "GET /a HTTP/1.0\r\nAccept-Encoding: {accept}\r\n\r\n"
                ),
            );
            let head = head(&mut client);
            let zipped = head.contains("\r\nContent-Encoding: gzip\r\n");
            assert_eq!(zipped, accept == "gzip", "{driver}: {head}");
            let body = drain(&mut client);
            let line = server.line_with("GET /a ");
            let count = format!(" 200 {} ", body.len());
            assert!(line.contains(&count), "{driver}: {count} in {line}");
            body
        };
        let plain = String::from_utf8(bytes("identity")).unwrap();
        assert!(plain.starts_with("Hello world!\n"), "{plain}");
        let mut text = String::new();
        let zipped = bytes("gzip");
        assert!(zipped.len() < plain.len(), "{} bytes", zipped.len());
        GzDecoder::new(&*zipped).read_to_string(&mut text).unwrap();
        assert!(text.starts_with("Hello world!\n"), "{text}");
    }
}

#[test]
fn a_client_that_waits_for_100_hears_it_before_it_sends_its_body() {
    let expects = |path: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: book\r\nContent-Length: 8\r\n\
             Expect: 100-continue\r\n\r\n"
        )
    };
    for driver in DRIVERS {
        let server = start(driver, &["--app", "mount"]);
        let mut client = server.connect();
        for _ in 0..2 {
            say(&mut client, &expects("/post"));
            let heard = head(&mut client);
            assert_eq!(heard, "HTTP/1.1 100 Continue\r\n\r\n", "{driver}");
            say(&mut client, "one\ntwo\n");
            let heard = head(&mut client);
            assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
            let mut body = [0; 17];
            client.read_exact(&mut body).unwrap();
            assert_eq!(&body, b"8 bytes, 2 lines\n", "{driver}");
        }
        // Who does not read the body never asks for it.
        say(&mut client, &expects("/hello"));
        let heard = String::from_utf8(drain(&mut client)).unwrap();
        assert!(heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
        assert!(heard.contains("\r\nConnection: close\r\n"), "{heard}");
    }
}
