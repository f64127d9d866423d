//! The program as its users meet it: good clients, bad ones, wrong words.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::{Command, Stdio};

use testing::{Server, assert_bytes, cuts, drain, finish, within};

fn ch04() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch04"))
}

/// A server on a free port that gives a client `limit` seconds.
fn start(app: &str, limit: &str) -> Server {
    let limits = ["--idle", limit, "--write", limit];
    let serve = ["serve", "127.0.0.1:0", "--app", app];
    Server::start(ch04().args(serve).args(limits))
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

/// Fails unless the comma server answers a new client.
fn still_serves(server: &Server) {
    let talk = || finished(server.connect(), b"still,");
    let got = drain(&mut server.while_stopped(talk));
    assert_bytes(b"still,", &got, b"STILL,", "the next client is served");
}

#[test]
fn the_comma_server_answers_each_message_once_for_every_cut() {
    let server = start("comma", "10");
    for chunks in cuts(b"Hello,Wor,d,").iter().step_by(17) {
        let mut client = server.connect();
        for chunk in chunks {
            client.write_all(chunk).unwrap();
        }
        client.shutdown(Shutdown::Write).unwrap();
        let rule = "a comma ends a message, whatever the cuts";
        let sent = b"Hello,Wor,d,";
        assert_bytes(sent, &drain(&mut client), b"HELLO,WOR,D,", rule);
    }
}

#[test]
fn the_conversation_ends_when_the_client_finishes() {
    // The notes' own pair answers for ever, and spins at the end.
    let mut server = start("comma", "10");
    assert_eq!(answer_to(server.connect(), b"a,b,"), b"A,B,");
    server.line_with("answered messages: 2");
}

#[test]
fn a_message_without_its_mark_is_one_line_and_the_server_goes_on() {
    let mut server = start("comma", "10");
    let sent = b"Hello,World,Bye,Bye,Yingxuan";
    let got = answer_to(server.connect(), sent);
    let rule = "what has no mark yet is no message";
    assert_bytes(sent, &got, b"HELLO,WORLD,BYE,BYE,", rule);
    server.line_with("ended inside a message, 8 bytes after its start");
    still_serves(&server);
}

#[test]
fn ten_megabytes_without_a_mark_are_one_line_and_the_server_goes_on() {
    let mut server = start("comma", "10");
    let mut client = server.connect();
    let writing = std::thread::spawn(move || {
        // It fails half way, when the server hangs up.
        client.write_all(&vec![b'x'; 10_000_000]).is_err()
    });
    server.line_with("a message is longer than 8192 bytes");
    let cut = within("a writer that is cut off", || writing.join().unwrap());
    assert!(cut, "the server does not read ten megabytes");
    still_serves(&server);
}

#[test]
fn a_client_that_leaves_or_says_nothing_holds_nobody_up() {
    let mut server = start("comma", "0.2");
    server.while_stopped(|| drop(server.connect()));
    server.line_with("answered messages: 0");
    let mut silent = server.connect();
    server.line_with("gave up waiting");
    assert_eq!(silent.read(&mut [0; 1]).unwrap(), 0);
    still_serves(&server);
}

#[test]
fn a_client_that_never_reads_is_given_up() {
    let mut server = start("comma", "0.2");
    let mut deaf = server.connect_narrow();
    let writing = std::thread::spawn(move || {
        while deaf.write_all(&b"all the same,".repeat(5_000)).is_ok() {}
    });
    server.line_with("gave up waiting");
    within("a writer that is cut off", move || writing.join().unwrap());
    still_serves(&server);
}

#[test]
fn the_dialogue_greets_answers_and_ends_at_exit() {
    let server = start("dialogue", "10");
    let got = answer_to(server.connect(), b"Ada\nGrace\r\nexit\nlater\n");
    let want = b"Welcome. What is your name?\r\nHello, Ada!\r\n\
                 Hello, Grace!\r\nBye.\r\n";
    assert_bytes(b"Ada, Grace, exit", &got, want, "a line, an answer");
}

#[test]
fn the_dialogue_survives_a_line_too_long_and_one_that_is_not_text() {
    let server = start("dialogue", "10");
    let sent = [&[b'x'; 5000][..], b"\n\xff\nAda\n"].concat();
    let got = answer_to(server.connect(), &sent);
    let want = b"Welcome. What is your name?\r\n\
        Sorry: a line is longer than 1024 bytes.\r\n\
        Sorry: a line is not UTF-8, from its byte 0 on.\r\n\
        Hello, Ada!\r\n";
    assert_bytes(&sent, &got, want, "after a bad line the next one is read");
}

#[test]
fn the_client_of_each_server_shows_the_answers() {
    for (app, input, want) in [
        ("comma", "red,green\nblue\n", "RED\nGREEN\nBLUE\nbye\n"),
        ("echo", "a\n\nb\n", "a\n\nb\nbye\n"),
        (
            "dialogue",
            "Ada\nexit\n",
            "Welcome. What is your name?\nHello, Ada!\nBye.\nbye\n",
        ),
    ] {
        let server = start(app, "10");
        let mut client = ch04()
            .args(["client", server.address(), "--app", app])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = client.stdin.take().expect("piped");
        stdin.write_all(input.as_bytes()).unwrap();
        drop(stdin);
        let output =
            within("the client", || client.wait_with_output().unwrap());
        let out = String::from_utf8(output.stdout).unwrap();
        let said = out.split_once('\n').expect("its first line").1;
        assert_eq!(said, want, "{app}");
    }
}

#[test]
fn wrong_words_are_status_2_and_a_missing_server_is_status_1() {
    for words in [&["dance"][..], &["serve", "--app", "tea"]] {
        let program = finish(ch04().args(words));
        assert_eq!(program.code, Some(2), "{words:?}: {}", program.err);
    }
    // Port 1 (tcpmux) is free on every machine that runs tests.
    let client = finish(ch04().args(["client", "127.0.0.1:1"]));
    assert_eq!(client.code, Some(1));
    assert_eq!(client.err.lines().count(), 1, "{}", client.err);
    assert!(client.err.contains("is the server running?"), "{}", client.err);
}

#[test]
fn every_demo_and_experiment_plays() {
    let demo = finish(ch04().arg("demo"));
    assert_eq!(demo.code, Some(0), "{}", demo.err);
    assert!(demo.out.contains("ok short"), "{}", demo.out);
    let nul = finish(ch04().args(["experiment", "nul"]));
    assert_eq!(nul.code, Some(0), "{}", nul.err);
    assert!(nul.out.contains("messages that end with \\0: 22"), "{}", nul.out);
}
