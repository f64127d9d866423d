//! The program as its users meet it: good clients, rude ones, wrong words.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::process::Command;

use nix::sys::signal::Signal;
use testing::{Server, assert_bytes, drain, finish, within};

fn ch01() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch01"))
}

/// A server on a free port that gives a client `limit` seconds.
fn start(limit: &str) -> Server {
    Server::start(ch01().args([
        "serve",
        "127.0.0.1:0",
        "--idle",
        limit,
        "--write",
        limit,
    ]))
}

/// Fails unless the server answers a new client.
fn still_serves(server: &Server) {
    let mut client = server.while_stopped(|| {
        let mut client = server.connect();
        client.write_all(b"still there?").expect("room for 12 bytes");
        client.shutdown(Shutdown::Write).expect("an open socket");
        client
    });
    let got = drain(&mut client);
    assert_bytes(
        b"still there?",
        &got,
        b"still there?",
        "the next client is served",
    );
}

#[test]
fn everything_comes_back_and_then_the_end() {
    let server = start("10");
    let mut client = server.connect();
    let bytes: Vec<u8> = (0..1_000_000_u32).map(|i| (i % 251) as u8).collect();
    let mut writer = client.try_clone().unwrap();
    let sent = bytes.clone();
    let writing = std::thread::spawn(move || {
        writer.write_all(&sent).unwrap();
        writer.shutdown(Shutdown::Write).unwrap();
    });
    assert_bytes(b"", &drain(&mut client), &bytes, "an echo is what was sent");
    within("the writer", move || writing.join().unwrap());
}

#[test]
fn zero_bytes_in_the_middle_are_bytes_like_any_other() {
    let server = start("10");
    let mut client = server.connect();
    client.write_all(b"\0\0\n\xff\0").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    let rule = "only a read of zero bytes is the end, no byte value is";
    assert_bytes(b"", &drain(&mut client), b"\0\0\n\xff\0", rule);
}

#[test]
fn a_client_that_leaves_at_once_ends_nothing_but_itself() {
    let mut server = start("10");
    for _ in 0..50 {
        drop(server.connect());
    }
    server.line_with("echoed 0 bytes");
    still_serves(&server);
}

#[test]
fn a_client_that_resets_ends_nothing_but_itself() {
    let mut server = start("10");
    let address = server.address().to_owned();
    let rude = finish(ch01().args(["rude", "reset", &address]));
    assert_eq!(rude.code, Some(0), "{}", rude.err);
    server.line_with("reset by peer");
    still_serves(&server);
}

#[test]
fn a_client_that_never_reads_is_given_up() {
    let mut server = start("0.2");
    let mut deaf = ch01()
        .args(["rude", "deaf", server.address()])
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    server.line_with("gave up waiting");
    still_serves(&server);
    within("a deaf client that is cut off", move || deaf.wait().unwrap());
}

#[test]
fn a_client_that_says_nothing_is_given_up() {
    let mut server = start("0.2");
    let mut silent = server.connect();
    server.line_with("gave up waiting");
    assert_eq!(silent.read(&mut [0; 1]).unwrap(), 0);
    still_serves(&server);
}

#[test]
fn a_taken_port_is_one_line_and_status_1() {
    let server = start("10");
    let second = finish(ch01().args(["serve", server.address()]));
    assert_eq!(second.code, Some(1));
    assert_eq!(second.err.lines().count(), 1, "{}", second.err);
    assert!(second.err.contains("Address already in use"), "{}", second.err);
    assert!(second.err.contains(server.address()), "{}", second.err);
}

#[test]
fn a_client_without_a_server_is_one_line_and_status_1() {
    // Port 1 (tcpmux) is free on every machine that runs tests.
    let client = finish(ch01().args(["client", "127.0.0.1:1"]));
    assert_eq!(client.code, Some(1));
    assert_eq!(client.err.lines().count(), 1, "{}", client.err);
    assert!(client.err.contains("Connection refused"), "{}", client.err);
    assert!(client.err.contains("is the server running?"), "{}", client.err);
}

#[test]
fn wrong_words_are_status_2() {
    for words in [
        &["serve", "nowhere"][..],
        &["serve", "--idle", "-1"],
        &["dance"],
        &["rude", "nicely"],
    ] {
        let program = finish(ch01().args(words));
        assert_eq!(program.code, Some(2), "{words:?}: {}", program.err);
    }
}

#[test]
fn ctrl_c_ends_it_cleanly_even_during_a_conversation() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let server = start("10");
        let _client = server.connect();
        let (code, said) = server.stop(signal);
        assert_eq!(code, Some(0), "{said:?}");
    }
}

#[test]
fn every_demo_and_experiment_plays() {
    let demo = finish(ch01().arg("demo"));
    assert_eq!(demo.code, Some(0), "{}", demo.err);
    assert!(demo.out.contains("0 bytes: the end"), "{}", demo.out);
    let list = finish(ch01().arg("experiment"));
    let names = list.out.lines().filter_map(|l| l.split(' ').next());
    for name in names {
        let played = finish(ch01().args(["experiment", name]));
        assert_eq!(played.code, Some(0), "{name}: {}", played.err);
        assert!(!played.out.is_empty(), "{name} shows nothing");
    }
}

#[test]
fn a_reader_that_leaves_does_not_make_a_demo_panic() {
    let mut child = ch01()
        .arg("demo")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = within("demo", move || {
        let mut err = String::new();
        let mut pipe = child.stderr.take().unwrap();
        pipe.read_to_string(&mut err).unwrap();
        (child.wait().unwrap(), err)
    });
    assert_eq!(output.1, "");
    assert!(output.0.success());
}
