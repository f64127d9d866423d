//! The guest book, as a program on a socket.

use std::io::{Read, Write};
use std::process::Command;

use testing::Server;

fn start() -> Server {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ch16"));
    Server::start(program.args(["serve", "127.0.0.1:0"]))
}

fn ask(server: &Server, request: &str) -> String {
    let mut stream = server.connect();
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn post(target: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

#[test]
fn the_notes_example_answers_as_the_notes_say() {
    let server = start();
    let body = r#"{"0": 0, "1": 1, "2": 2}"#;
    let answer = ask(&server, &post("/a?x=1", "application/json", body));
    let expected = r#"{'result': 'hello', 'params': 'x=1', 'body': '{"0": 0, "1": 1, "2": 2}'}"#;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with(&format!("\r\n\r\n{expected}")), "{answer}");
}

#[test]
fn what_is_signed_is_shown_and_escaped() {
    let server = start();
    let kind = "application/x-www-form-urlencoded";
    let answer = ask(&server, &post("/", kind, "name=Ada&text=%3Cb%3E"));
    assert!(answer.starts_with("HTTP/1.1 302 "), "{answer}");
    assert!(answer.contains("Location: /\r\n"), "{answer}");
    let get = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let page = ask(&server, get);
    assert!(page.contains("<li><b>Ada</b>: &lt;b&gt;\n"), "{page}");
}
