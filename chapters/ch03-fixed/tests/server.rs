//! The program as its users meet it: good clients, bad ones, wrong words.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::process::{Command, Stdio};

use framing::Framed;
use framing::reading::{Reading, Readings};
use nix::sys::signal::Signal;
use testing::{Server, assert_bytes, cuts, drain, finish, within};

fn ch03() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch03"))
}

/// A server on a free port that gives a client `limit` seconds.
fn start(limit: &str) -> Server {
    let limits = ["--idle", limit, "--write", limit];
    Server::start(ch03().args(["serve", "127.0.0.1:0"]).args(limits))
}

fn bytes(number: u32, centidegrees: i16) -> Vec<u8> {
    let station = "oslo".to_owned();
    let reading = Reading { station, number, centidegrees, humidity: 81 };
    reading.to_bytes().expect("a valid reading").to_vec()
}

/// Fails unless the server answers a new client.
fn still_serves(server: &Server) {
    let mut client = server.while_stopped(|| {
        let mut client = server.connect();
        client.write_all(&bytes(1, 0)).expect("room for 16 bytes");
        client.shutdown(Shutdown::Write).expect("an open socket");
        client
    });
    let rule = "the next client is served";
    assert_bytes(&bytes(1, 0), &drain(&mut client), &bytes(1, 0), rule);
}

#[test]
fn each_reading_is_answered_with_the_warmest_so_far_for_every_cut() {
    let server = start("10");
    let sent = [bytes(1, -425), bytes(2, 100), bytes(3, -10)].concat();
    let want = [bytes(1, -425), bytes(2, 100), bytes(2, 100)].concat();
    for chunks in cuts(&sent).iter().step_by(5) {
        let mut client = server.connect();
        for chunk in chunks {
            client.write_all(chunk).unwrap();
        }
        client.shutdown(Shutdown::Write).unwrap();
        let rule = "the answers do not depend on how the readings were cut";
        assert_bytes(&sent, &drain(&mut client), &want, rule);
    }
}

#[test]
fn garbage_is_one_line_and_the_server_goes_on() {
    let mut server = start("10");
    let mut client = server.connect();
    client.write_all(b"GET / HTTP/1.1\r\nHost: oslo\r\n\r\n").unwrap();
    server.line_with("a station's name is 1 to 8 of");
    still_serves(&server);
}

#[test]
fn half_a_reading_is_one_line_and_the_server_goes_on() {
    let mut server = start("10");
    let mut client = server.connect();
    client.write_all(&bytes(1, 0)[..7]).unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    server.line_with("ended inside a message, 7 bytes after its start");
    assert_eq!(drain(&mut client), b"");
    still_serves(&server);
}

#[test]
fn a_client_that_leaves_or_says_nothing_holds_nobody_up() {
    let mut server = start("0.2");
    server.while_stopped(|| drop(server.connect()));
    server.line_with("answered readings: 0");
    let mut silent = server.connect();
    server.line_with("gave up waiting");
    assert_eq!(silent.read(&mut [0; 1]).unwrap(), 0);
    still_serves(&server);
}

#[test]
fn a_client_that_never_reads_is_given_up() {
    let mut server = start("0.2");
    let mut deaf = server.connect_narrow();
    let flood = bytes(1, 0).repeat(10_000);
    let writing = std::thread::spawn(move || {
        // Until the server hangs up: its answers fill every buffer.
        while deaf.write_all(&flood).is_ok() {}
    });
    server.line_with("gave up waiting");
    within("a writer that is cut off", move || writing.join().unwrap());
    still_serves(&server);
}

#[test]
fn the_client_shows_what_comes_and_what_is_wrong() {
    let server = start("10");
    let mut client = ch03()
        .args(["client", server.address()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = client.stdin.take().expect("piped");
    stdin.write_all(b"oslo -4.25 81\nparis\nrome 12 40\n").unwrap();
    drop(stdin);
    let output = within("the client", || client.wait_with_output().unwrap());
    let out = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = out.lines().skip(1).collect();
    let want = [
        "warmest so far: oslo #1: -4.25 °C, 81 %",
        "want: STATION DEGREES HUMIDITY, as oslo -4.25 81",
        "warmest so far: rome #2: 12.00 °C, 40 %",
        "bye",
    ];
    assert_eq!(lines, want);
}

#[test]
fn a_unix_socket_does_as_well() {
    let path = format!("/tmp/ch03-test-{}.sock", std::process::id());
    let address = format!("unix:{path}");
    let server = Server::start(ch03().args(["serve", &address]));
    assert_eq!(server.address(), address);
    let stream = std::os::unix::net::UnixStream::connect(&path).unwrap();
    stream.set_read_timeout(Some(testing::LIMIT)).unwrap();
    let mut framed = Framed::new(stream, Readings);
    let station = "oslo".to_owned();
    let reading = Reading { station, number: 1, centidegrees: 5, humidity: 0 };
    framed.send(&reading).unwrap();
    assert_eq!(framed.read_frame().unwrap(), Some(reading));
    let (code, said) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0), "{said:?}");
    assert!(!std::path::Path::new(&path).exists(), "its file is gone");
}

#[test]
fn wrong_words_are_status_2_and_a_missing_server_is_status_1() {
    for words in [&["dance"][..], &["serve", "--idle", "0"]] {
        let program = finish(ch03().args(words));
        assert_eq!(program.code, Some(2), "{words:?}: {}", program.err);
    }
    // Port 1 (tcpmux) is free on every machine that runs tests.
    let client = finish(ch03().args(["client", "127.0.0.1:1"]));
    assert_eq!(client.code, Some(1));
    assert_eq!(client.err.lines().count(), 1, "{}", client.err);
    assert!(client.err.contains("is the server running?"), "{}", client.err);
}

#[test]
fn every_demo_plays() {
    let demo = finish(ch03().arg("demo"));
    assert_eq!(demo.code, Some(0), "{}", demo.err);
    let end = "ended inside a message, 5 bytes after its start";
    assert!(demo.out.contains(end), "{}", demo.out);
}
