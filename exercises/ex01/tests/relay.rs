//! Judges the exercise `relay`.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::panic;
use std::process::Command;
use std::thread::{self, JoinHandle};

use ex01::relay::relay;
use testing::{Server, assert_bytes, drain, pair, patient, within};

type Relayed = JoinHandle<std::io::Result<(u64, u64)>>;

/// A relay between two connections; returns the outer ends.
fn relayed() -> (TcpStream, TcpStream, Relayed) {
    let (client, left) = pair();
    let (right, server) = pair();
    let (left, right) = (patient(left), patient(right));
    (client, server, thread::spawn(move || relay(left, right)))
}

/// What `relay` returned; its panic, if that is how it ended.
fn finish(relayed: Relayed) -> (u64, u64) {
    let result = within(
        "relay: both sides have finished, so it has nothing to wait for",
        move || relayed.join(),
    );
    match result {
        Ok(result) => result.expect("nothing failed"),
        Err(cause) => panic::resume_unwind(cause),
    }
}

/// Reads exactly `want`, or fails with `rule`.
fn expect(stream: &mut TcpStream, want: &[u8], rule: &str) {
    let mut got = vec![0; want.len()];
    let result = stream.read_exact(&mut got);
    assert!(result.is_ok(), "{rule}: {result:?}");
    assert_bytes(want, &got, want, rule);
}

#[test]
fn bytes_pass_in_both_directions_whoever_speaks_first() {
    let (mut client, mut server, relayed) = relayed();
    let rule = "neither direction waits for the other";
    server.write_all(b"220 ready").expect("room");
    expect(&mut client, b"220 ready", rule);
    client.write_all(b"HELO").expect("room");
    expect(&mut server, b"HELO", rule);
    client.write_all(b"QUIT").expect("room");
    expect(&mut server, b"QUIT", rule);
    drop((client, server));
    finish(relayed);
}

#[test]
fn an_end_is_passed_on_as_an_end() {
    let (client, mut server, relayed) = relayed();
    client.shutdown(Shutdown::Write).expect("an open socket");
    let end = server.read(&mut [0; 1]);
    drop((client, server));
    assert!(
        matches!(end, Ok(0)),
        "the client has finished and the server must learn it, got: {end:?}",
    );
    finish(relayed);
}

#[test]
fn one_direction_may_end_long_before_the_other() {
    let (mut client, mut server, relayed) = relayed();
    client.write_all(b"question").expect("room");
    client.shutdown(Shutdown::Write).expect("an open socket");
    let question = drain(&mut server);
    server.write_all(b"a long answer").expect("the way back is open");
    drop(server);
    let mut answer = Vec::new();
    let _ = client.read_to_end(&mut answer);
    let rule = "an answer may come after the question has ended";
    assert_bytes(b"question", &answer, b"a long answer", rule);
    assert_bytes(b"", &question, b"question", "the question came through");
    assert_eq!(finish(relayed), (8, 13), "bytes (to server, to client)");
}

#[test]
fn much_data_both_ways_at_once_does_not_get_stuck() {
    const MUCH: usize = 4_000_000;
    let (client, server, relayed) = relayed();
    let ends: Vec<_> = [client, server]
        .into_iter()
        .map(|mut end| {
            thread::spawn(move || {
                let mut writer = end.try_clone().expect("a second handle");
                let writing = thread::spawn(move || {
                    let sent = writer.write_all(&vec![b'x'; MUCH]);
                    let _ = writer.shutdown(Shutdown::Write);
                    sent
                });
                let mut got = Vec::new();
                let _ = end.read_to_end(&mut got);
                (writing.join().expect("no panic"), got.len())
            })
        })
        .collect();
    for end in ends {
        let (sent, got) =
            within("both ends", move || end.join().expect("no panic"));
        assert!(
            sent.is_ok() && got == MUCH,
            "both directions at the same time: {got} of {MUCH} bytes came, \
             sending: {sent:?}",
        );
    }
    assert_eq!(finish(relayed), (MUCH as u64, MUCH as u64));
}

#[test]
fn the_program_stands_before_any_server() {
    // Two relays in a row, before a server that answers after the end.
    let last = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = last.local_addr().expect("bound").to_string();
    let program = testing::program!("01", "relay");
    let near =
        Server::start(Command::new(program).args(["127.0.0.1:0", &address]));
    let far = Server::start(
        Command::new(program).args(["127.0.0.1:0", near.address()]),
    );
    let mut client = far.connect();
    client.write_all(b"through two relays").expect("room");
    client.shutdown(Shutdown::Write).expect("an open socket");
    let serving = thread::spawn(move || {
        let (mut server, _) = last.accept().expect("a client");
        server.set_read_timeout(Some(testing::LIMIT)).expect("a time-out");
        let got = drain(&mut server);
        server.write_all(&got).expect("the way back is open");
    });
    let got = drain(&mut client);
    within("the server", move || serving.join().expect("no panic"));
    assert_bytes(b"", &got, b"through two relays", "relays can be chained");
}
