//! Judges the exercise `daytime`.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::Command;
use std::thread::{self, JoinHandle};

use ex01::daytime::{MOST, serve};
use testing::{Server, assert_bytes, drain, pair, patient, within};

const LINE: &str = "Tuesday, February 22, 1982 17:37:43-PST";
const WIRE: &[u8] = b"Tuesday, February 22, 1982 17:37:43-PST\r\n";

/// Serves one client on a thread; the client's end is returned.
fn served() -> (TcpStream, JoinHandle<()>) {
    let (client, server) = pair();
    let serving = thread::spawn(move || {
        serve(patient(server), LINE)
            .expect("the client is there to read the line");
    });
    (client, serving)
}

fn join(serving: JoinHandle<()>) {
    let what = "serve: does it wait for a client that says nothing more?";
    let result = within(what, move || serving.join());
    if let Err(cause) = result {
        std::panic::resume_unwind(cause);
    }
}

#[test]
fn the_line_comes_at_once_and_ends_with_crlf() {
    let (mut client, serving) = served();
    let mut got = Vec::new();
    let first = (&mut client).take(WIRE.len() as u64);
    let _ = { first }.read_to_end(&mut got);
    drop(client);
    join(serving);
    let rule = "before the client says a word the line is there, and on the \
                network lines end with CR LF";
    assert_bytes(b"", &got, WIRE, rule);
}

#[test]
fn the_stream_ends_although_the_client_has_not_finished() {
    let (mut client, serving) = served();
    let mut got = Vec::new();
    let end = client.read_to_end(&mut got);
    drop(client);
    join(serving);
    let rule =
        "the server finishes first: its end must not wait for the client's";
    assert!(end.is_ok(), "{rule}; got {:?}, then {end:?}", got.escape_ascii());
    assert_bytes(b"", &got, WIRE, rule);
}

#[test]
fn the_line_arrives_although_the_client_has_talked() {
    // Several times: whether the reset overtakes the line is chance.
    for _ in 0..20 {
        let (mut client, server) = pair();
        client.write_all(&[b'?'; 20_000]).expect("room for 20,000 bytes");
        client.shutdown(Shutdown::Write).expect("an open socket");
        let serving = thread::spawn(move || serve(server, LINE));
        let result = within("serve", move || serving.join());
        match result {
            Err(cause) => std::panic::resume_unwind(cause),
            Ok(result) => result.expect("nothing failed"),
        }
        let mut got = Vec::new();
        let end = client.read_to_end(&mut got);
        assert!(
            end.is_ok(),
            "closing with unread bytes resets the connection: the client got \
             \"{}\", then {}",
            got.escape_ascii(),
            end.unwrap_err(),
        );
        assert_bytes(b"", &got, WIRE, "the whole line arrives");
    }
}

#[test]
fn a_client_that_never_stops_talking_is_cut_off() {
    let (mut client, serving) = served();
    let mut sent = 0;
    while sent < 40_000_000 {
        match client.write(&[b'!'; 8192]) {
            Ok(n) => sent += n,
            Err(_) => break,
        }
    }
    drop(client);
    join(serving);
    assert!(
        sent < 40_000_000,
        "a peer's talk is bounded: after {MOST} bytes the server closes, \
         yet it read {sent} bytes",
    );
}

#[test]
fn the_program_tells_one_client_after_another() {
    let program = testing::program!("01", "daytime");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    for _ in 0..3 {
        let mut client = server.connect();
        client.shutdown(Shutdown::Write).expect("an open socket");
        let got = drain(&mut client);
        assert!(
            got.ends_with(b" seconds since 1970\r\n"),
            "one line with CR LF, got \"{}\"",
            got.escape_ascii()
        );
    }
}
