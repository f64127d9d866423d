//! The wrong versions fail in the ways that the page tells.

use std::io::{ErrorKind, Read, Write};
use std::process::Command;

use testing::{Server, drain, example, finish};

fn start(name: &str) -> Server {
    Server::start(example(name).env("SERVE_ADDR", "127.0.0.1:0"))
}

fn client(server: &Server) -> testing::Finished {
    let mut client = Command::new(env!("CARGO_BIN_EXE_ch06"));
    finish(client.args(["client", server.address(), "post", "/", "a=b"]))
}

#[test]
fn bytes_that_are_no_response_are_refused_by_a_client() {
    let server = start("before_plain");
    let done = client(&server);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("this is no HTTP response"), "{}", done.err);
}

#[test]
fn a_strict_client_does_not_read_lines_that_end_with_a_bare_line_feed() {
    let server = start("before_recv");
    let done = client(&server);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("a bare line feed"), "{}", done.err);
}

#[test]
fn one_read_is_the_head_when_the_body_comes_later() {
    let mut server = start("before_recv");
    let mut client = server.connect();
    client.write_all(b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n").unwrap();
    server.line_with("the form has 0 letters");
    let answer = drain(&mut client);
    assert!(answer.ends_with(b"you wrote 0 letters\n"), "{answer:?}");
}

#[test]
fn one_read_is_a_piece_of_a_long_form_and_the_end_is_a_reset() {
    let mut server = start("before_recv");
    let mut client = server.connect();
    let head = b"POST / HTTP/1.1\r\nContent-Length: 2000\r\n\r\n";
    let form = [&head[..], &[b'x'; 2_000]].concat();
    client.write_all(&form).unwrap();
    let letters = 1024 - head.len();
    server.line_with(&format!("the form has {letters} letters"));
    let mut answer = Vec::new();
    let end = client.read_to_end(&mut answer).expect_err("no clean end");
    assert_eq!(end.kind(), ErrorKind::ConnectionReset);
}
