//! The program as its users meet it: good clients, bad ones, wrong words.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Command, Stdio};

use testing::{Server, assert_bytes, cuts, drain, example, finish, within};

fn ch05() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch05"))
}

/// A server on a free port that gives a client `limit` seconds.
fn start(limit: &str) -> Server {
    let limits = ["--idle", limit, "--write", limit];
    Server::start(ch05().args(["serve", "127.0.0.1:0"]).args(limits))
}

/// Sends all, finishes, and reads to the end.
fn answer_to(client: TcpStream, sent: &[u8]) -> Vec<u8> {
    drain(&mut finished(client, sent))
}

/// Sends all, and finishes.
fn finished(mut client: TcpStream, sent: &[u8]) -> TcpStream {
    client.write_all(sent).expect("the server reads");
    client.shutdown(Shutdown::Write).expect("an open socket");
    client
}

/// Fails unless the server answers a new client.
fn still_serves(server: &Server) {
    let list = b"\0\0\0\x01\x04";
    let talk = || finished(server.connect(), list);
    let got = drain(&mut server.while_stopped(talk));
    let rule = "the next client is served";
    assert_bytes(list, &got, b"\0\0\0\x01\x02", rule);
}

#[test]
fn a_value_is_set_got_and_deleted_for_every_cut() {
    let sent = b"\0\0\0\x04\x02\x01nv\0\0\0\x02\x01n\0\0\0\x02\x03n";
    let want = b"\0\0\0\x01\0\0\0\0\x02\x01v\0\0\0\x01\0";
    let server = start("10");
    for chunks in cuts(sent) {
        let mut client = server.connect();
        for chunk in chunks {
            client.write_all(chunk).unwrap();
        }
        client.shutdown(Shutdown::Write).unwrap();
        let rule = "set n v, get n, delete n: done, v, done";
        assert_bytes(sent, &drain(&mut client), want, rule);
    }
}

#[test]
fn a_value_outlives_the_connection_that_set_it() {
    let server = start("10");
    answer_to(server.connect(), b"\0\0\0\x04\x02\x01nv");
    let got = answer_to(server.connect(), b"\0\0\0\x02\x01n");
    let rule = "the store belongs to the server";
    assert_bytes(b"get n", &got, b"\0\0\0\x02\x01v", rule);
}

#[test]
fn a_length_of_one_gigabyte_is_one_line_and_the_server_goes_on() {
    let mut server = start("10");
    let got = answer_to(server.connect(), b"\x40\0\0\0");
    assert_bytes(b"@\0\0\0", &got, b"", "no answer: nothing was asked");
    server
        .line_with("a message of 1073741824 bytes is over the limit of 65536");
    still_serves(&server);
}

#[test]
fn garbage_is_one_line_and_the_server_goes_on() {
    let mut server = start("10");
    let mut client = server.connect();
    // Read as a length, "GET " is 1195725856.
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    server.line_with("a message of 1195725856 bytes is over");
    still_serves(&server);
}

#[test]
fn half_a_message_is_one_line_and_the_server_goes_on() {
    let mut server = start("10");
    let got = answer_to(server.connect(), b"\0\0\0\x09\x01na");
    assert_bytes(b"half", &got, b"", "half a request is none");
    server.line_with("ended inside a message, 7 bytes after its start");
    still_serves(&server);
}

#[test]
fn a_frame_that_says_nothing_sensible_is_refused_and_the_next_is_read() {
    let server = start("10");
    let sent = b"\0\0\0\x02\x09?\0\0\0\x00\0\0\0\x01\x04";
    let got = answer_to(server.connect(), sent);
    let want = b"\0\0\0\x1e\x04there is no message of kind 9\
                 \0\0\0\x13\x04a message is empty\0\0\0\x01\x02";
    assert_bytes(sent, &got, want, "where a frame ends is known");
}

#[test]
fn a_client_that_leaves_or_says_nothing_holds_nobody_up() {
    let mut server = start("0.2");
    server.while_stopped(|| drop(server.connect()));
    server.line_with("answered requests: 0");
    let mut silent = server.while_stopped(|| {
        let mut silent = server.connect();
        silent.write_all(b"\0\0").unwrap();
        silent
    });
    server.line_with("gave up waiting");
    assert_eq!(silent.read(&mut [0; 1]).unwrap(), 0);
    still_serves(&server);
}

#[test]
fn a_client_that_never_reads_is_given_up() {
    let mut server = start("0.2");
    let mut deaf = server.connect_narrow();
    let writing = std::thread::spawn(move || {
        while deaf.write_all(&b"\0\0\0\x01\x04".repeat(10_000)).is_ok() {}
    });
    server.line_with("gave up waiting");
    within("a writer that is cut off", move || writing.join().unwrap());
    still_serves(&server);
}

#[test]
fn a_full_store_refuses_and_the_server_goes_on() {
    let server = start("10");
    let mut client = server.connect();
    let mut answers = client.try_clone().unwrap();
    let sets = 300_u32;
    let writing = std::thread::spawn(move || {
        for number in 0..sets {
            let name = format!("{number:03}");
            let value = vec![b'x'; 65_000];
            let length = 5 + value.len() as u32;
            client.write_all(&length.to_be_bytes()).unwrap();
            client.write_all(b"\x02\x03").unwrap();
            client.write_all(name.as_bytes()).unwrap();
            client.write_all(&value).unwrap();
        }
        client.shutdown(Shutdown::Write).unwrap();
    });
    let got = drain(&mut answers);
    within("the writer", move || writing.join().unwrap());
    let done = got.chunks(5).take_while(|c| *c == b"\0\0\0\x01\0").count();
    assert_eq!(done, 16 * 1024 * 1024 / 65_000);
    let text = String::from_utf8_lossy(&got[done * 5..]);
    assert!(text.contains("the store is full"), "{text}");
}

#[test]
fn the_client_shows_what_comes_and_what_is_wrong() {
    let server = start("10");
    let mut client = ch05()
        .args(["client", server.address()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = client.stdin.take().expect("piped");
    let typed = "set color light green\nget color\nget size\n\
                 set size 4\nlist\ndelete size\nput x y\nget\n";
    stdin.write_all(typed.as_bytes()).unwrap();
    drop(stdin);
    let output = within("the client", || client.wait_with_output().unwrap());
    let out = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = out.lines().skip(1).collect();
    let want = [
        "done",
        "light green",
        "not found",
        "done",
        "2 names: color, size",
        "done",
        "want: get NAME, set NAME VALUE, delete NAME, list",
        "a name is not 1 to 255 bytes of UTF-8",
        "bye",
    ];
    assert_eq!(lines, want);
}

#[test]
fn wrong_words_are_status_2_and_a_missing_server_is_status_1() {
    for words in [&["dance"][..], &["serve", "--idle", "never"]] {
        let program = finish(ch05().args(words));
        assert_eq!(program.code, Some(2), "{words:?}: {}", program.err);
    }
    // Port 1 (tcpmux) is free on every machine that runs tests.
    let client = finish(ch05().args(["client", "127.0.0.1:1"]));
    assert_eq!(client.code, Some(1));
    assert_eq!(client.err.lines().count(), 1, "{}", client.err);
    assert!(client.err.contains("is the server running?"), "{}", client.err);
}

#[test]
fn every_demo_experiment_and_dump_plays() {
    let demo = finish(ch05().arg("demo"));
    assert_eq!(demo.code, Some(0), "{}", demo.err);
    assert!(demo.out.contains("over the limit"), "{}", demo.out);
    let list = finish(ch05().arg("experiment"));
    for name in list.out.lines().filter_map(|line| line.split(' ').next()) {
        let played = finish(ch05().args(["experiment", name]));
        assert_eq!(played.code, Some(0), "{name}: {}", played.err);
        assert!(!played.out.is_empty(), "{name} shows nothing");
    }
    let dump = finish(ch05().args(["dump", "hi"]));
    assert!(dump.out.contains("u32 little  02 00 00 00 68 69"), "{}", dump.out);
}

#[test]
fn the_decoder_that_trusts_reserves_what_it_was_told() {
    let program = finish(&mut example("before_trusting"));
    assert_eq!(program.code, Some(0), "{}", program.err);
    for line in program.out.lines() {
        let room = line.rsplit(' ').next().expect("a number");
        assert!(room.parse::<usize>().unwrap() >= 1 << 30, "{line}");
    }
    assert_eq!(program.out.lines().count(), 3);
}
