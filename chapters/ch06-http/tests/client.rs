//! The client program, and wrong words.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;

use testing::{Server, finish};

fn ch06() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch06"))
}

#[test]
fn a_page_and_a_form_are_shown_with_status_fields_and_body() {
    let server = Server::start(ch06().args(["serve", "127.0.0.1:0"]));
    let page = finish(ch06().args(["client", server.address()]));
    assert_eq!(page.code, Some(0), "{}", page.err);
    assert!(page.out.starts_with("HTTP/1.1 200 OK\nDate: "), "{}", page.out);
    assert!(page.out.contains("\n\n<!doctype html>"), "{}", page.out);
    let form = ["post", "/", "color=green", "name=Ada L\u{f6}=velace"];
    let form = finish(ch06().args(["client", server.address()]).args(form));
    assert!(form.out.ends_with("\n\nhello, Ada L\u{f6}=velace\n"), "{form:?}");
    let none = finish(ch06().args(["client", server.address(), "get", "/no"]));
    assert!(none.out.starts_with("HTTP/1.1 404 Not Found\n"), "{none:?}");
}

/// What the client says to a server that answers `bytes` and closes.
fn said_to(bytes: &'static [u8]) -> testing::Finished {
    let listener = TcpListener::bind("127.0.0.1:0").expect("no failure");
    let address = listener.local_addr().expect("no failure").to_string();
    let server = std::thread::spawn(move || {
        let (mut client, _) = listener.accept().expect("no failure");
        let mut asked = [0; 1024];
        let n = client.read(&mut asked).expect("no failure");
        client.write_all(bytes).expect("no failure");
        asked[..n].to_vec()
    });
    let client = finish(ch06().args(["client", &address]));
    let asked = server.join().expect("no failure");
    assert!(asked.starts_with(b"GET / HTTP/1.1\r\n"));
    client
}

#[test]
fn what_a_server_writes_does_not_reach_the_terminal_as_it_is() {
    let done = said_to(b"HTTP/1.1 200 \x1b[2J\xff\r\nA: b\r\n\r\n\x1b[2Jc\nd");
    assert_eq!(done.code, Some(1), "{done:?}");
    let done = said_to(b"HTTP/1.1 200 OK\r\nA: \xff\r\n\r\n\x1b[2Jc\nd");
    assert_eq!(done.out, "HTTP/1.1 200 OK\nA: \\xff\n\n?[2Jc\nd\n");
}

#[test]
fn a_bad_answer_is_one_line_and_status_1() {
    for (bytes, line) in [
        (&b""[..], "ch06: the server closed without an answer\n"),
        (
            b"HTTP/1.1 200 OK\n\nhi",
            "ch06: this is no HTTP response: a line ends with a bare line \
             feed\n",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi",
            "ch06: the response was cut off: the stream ended inside a \
             message, 2 bytes after its start\n",
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0",
            "ch06: the body is in a transfer coding, which chapter 14 \
             reads\n",
        ),
    ] {
        let done = said_to(bytes);
        assert_eq!((done.code, &done.err[..]), (Some(1), line));
        assert_eq!(done.out, "");
    }
}

#[test]
fn wrong_words_are_status_2_and_a_missing_server_is_status_1() {
    for words in [
        &["dance"][..],
        &["serve", "--app", "tango"],
        &["serve", "--grace", "never"],
        &["client", "127.0.0.1:1", "post", "/", "name"],
    ] {
        let program = finish(ch06().args(words));
        assert_eq!(program.code, Some(2), "{words:?}: {}", program.err);
    }
    // Port 1 (tcpmux) is free on every machine that runs tests.
    let there = ["client", "127.0.0.1:1"];
    let client = finish(ch06().args(there));
    assert_eq!(client.code, Some(1));
    assert_eq!(client.err.lines().count(), 1, "{}", client.err);
    assert!(client.err.contains("is the server running?"), "{}", client.err);
    let space = finish(ch06().args(there).args(["get", "/a b"]));
    assert_eq!(space.code, Some(1));
    assert!(space.err.contains("a space is %20"), "{}", space.err);
    let server = Server::start(ch06().args(["serve", "127.0.0.1:0"]));
    let second = finish(ch06().args(["serve", server.address()]));
    assert_eq!(second.code, Some(1));
    assert!(second.err.contains("for any free port"), "{}", second.err);
}

#[test]
fn every_demo_and_experiment_plays() {
    let demo = finish(ch06().arg("demo"));
    assert_eq!(demo.code, Some(0), "{}", demo.err);
    assert!(demo.out.contains("HTTP/1.1 413"), "{}", demo.out);
    let list = finish(ch06().arg("experiment"));
    for name in list.out.lines().filter_map(|line| line.split(' ').next()) {
        let played = finish(ch06().args(["experiment", name]));
        assert_eq!(played.code, Some(0), "{name}: {}", played.err);
        assert!(!played.out.is_empty(), "{name} shows nothing");
    }
}
