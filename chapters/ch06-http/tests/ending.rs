//! The server is told to end: by whom, when, and what becomes of its clients.

use std::io::{Read, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use testing::{LIMIT, Server, drain, within};

fn start(options: &[&str]) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ch06"));
    Server::start(command.args(["serve", "127.0.0.1:0"]).args(options))
}

/// Waits until the server has taken a client off its queue: nothing tells
/// that from outside but its descriptors.
fn taken(server: &Server, before: usize) {
    testing::proc::until("the server takes the client", || {
        testing::proc::descriptors(server.pid()) > before
    });
}

#[test]
fn ctrl_c_and_sigterm_end_it_with_status_0() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let (code, said) = start(&[]).stop(signal);
        assert_eq!(code, Some(0), "{signal}: {said:?}");
        assert_eq!(said.last().map(String::as_str), Some("stopped"));
    }
}

#[test]
fn an_idle_client_is_closed_at_once() {
    for app in ["hello", "echo"] {
        let server = start(&["--grace", "60", "--idle", "60", "--app", app]);
        let before = testing::proc::descriptors(server.pid());
        let mut idle = server.connect();
        taken(&server, before);
        let (code, said) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0), "{said:?}");
        assert_eq!(idle.read(&mut [0; 1]).unwrap(), 0);
    }
}

#[test]
fn a_request_that_has_begun_is_answered_within_the_grace() {
    let server = start(&["--grace", "60"]);
    let before = testing::proc::descriptors(server.pid());
    let mut client = server.connect();
    client.write_all(b"GET / HTTP/1.0\r\n").unwrap();
    taken(&server, before);
    // It may take these bytes before or after the signal: both are right.
    server.signal(Signal::SIGTERM);
    client.write_all(b"A: b\r\n\r\n").unwrap();
    let answer = drain(&mut client);
    assert!(answer.starts_with(b"HTTP/1.1 200 OK"), "{answer:?}");
    assert_eq!(server.ended().0, Some(0));
}

#[test]
fn a_request_that_never_ends_is_ended_after_the_grace() {
    let server = start(&["--grace", "0.5", "--idle", "60"]);
    let before = testing::proc::descriptors(server.pid());
    let mut client = server.connect();
    client.write_all(b"GET / HTTP/1.0\r\n").unwrap();
    taken(&server, before);
    // The byte is read before the signal is: the reader came first.
    testing::proc::until("the server waits for more", || {
        testing::proc::process(server.pid()).is_some_and(|p| p.state == 'S')
    });
    let begin = Instant::now();
    let (code, said) = server.stop(Signal::SIGINT);
    assert_eq!(code, Some(0), "{said:?}");
    assert!(begin.elapsed() >= Duration::from_millis(500), "no grace");
    assert!(said.iter().any(|l| l.contains("gave up waiting")), "{said:?}");
}

#[test]
fn who_sends_and_reads_on_and_on_does_not_outlive_the_grace() {
    let server = start(&["--grace", "0.5", "--app", "upper"]);
    let mut flood = server.connect();
    let mut reader = flood.try_clone().unwrap();
    let writing =
        std::thread::spawn(
            move || {
                while flood.write_all(&[b'x'; 10_000]).is_ok() {}
            },
        );
    reader.read_exact(&mut [0; 10]).unwrap();
    let reading = std::thread::spawn(move || {
        let mut chunk = [0; 10_000];
        while matches!(reader.read(&mut chunk), Ok(1..)) {}
    });
    assert_eq!(server.stop(Signal::SIGTERM).0, Some(0));
    within("both ends are cut", move || {
        writing.join().unwrap();
        reading.join().unwrap();
    });
}

#[test]
fn who_does_not_read_does_not_outlive_the_grace_either() {
    let wait = (3 * LIMIT).as_secs().to_string();
    let options = ["--grace", "0.5", "--write", &wait, "--app", "upper"];
    let server = start(&options);
    let mut deaf = server.connect();
    deaf.set_write_timeout(Some(Duration::from_millis(100))).unwrap();
    while deaf.write_all(&[b'x'; 100_000]).is_ok() {}
    assert_eq!(server.stop(Signal::SIGTERM).0, Some(0));
}
