//! The program as its users meet it.

mod started;

use std::io::{Read, Write};
use std::process::Stdio;

use nix::sys::signal::Signal;
use started::{ch08, hello, start};
use testing::load::{ask_and_finish, connect};
use testing::proc::until;
use testing::{assert_bytes, finish, within};

/// Both ways to serve.
const BOTH: [&str; 2] = ["--max-threads 200", "--pool 4 --queue 200"];

#[test]
fn the_dialogue_of_the_notes() {
    for workers in BOTH {
        let server = start(workers);
        let sent = b"Ada\n  Grace Hopper \r\n\r\nexit\nlater\n";
        let got = ask_and_finish(server.address(), sent).unwrap();
        let want = b"Welcome. What is your name?\r\nHello, Ada!\r\n\
            Hello, Grace Hopper!\r\nWhat is your name?\r\nBye.\r\n";
        assert_bytes(sent, &got, want, "a line, an answer, until exit");
    }
}

#[test]
fn the_dialogue_survives_what_is_no_name() {
    let server = start("");
    let long = vec![b'x'; 5000];
    let sent = [&long[..], b"\n\xff\nJos\xc3\xa9\nA\x1b[2Jda\n"].concat();
    let got = ask_and_finish(server.address(), &sent).unwrap();
    let want = "Welcome. What is your name?\r\n\
        Sorry: a line is longer than 256 bytes.\r\n\
        Sorry: a line is not UTF-8, from its byte 0 on.\r\n\
        Hello, José!\r\nHello, A [2Jda!\r\n";
    let rule = "after a bad line the next one is read";
    assert_bytes(&sent, &got, want.as_bytes(), rule);
}

#[test]
fn signals_close_idle_connections_at_once_and_the_status_is_0() {
    for workers in BOTH {
        for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP] {
            let server = start(workers);
            let mut idle = connect(server.address()).unwrap();
            idle.read_exact(&mut [0; 29]).expect("the greeting");
            let (code, said) = server.stop(signal);
            assert_eq!(code, Some(0), "{signal}: {said:?}");
            assert_eq!(said.last().unwrap(), "stopped");
            assert_eq!(idle.read(&mut [0; 9]).unwrap(), 0, "it was closed");
        }
    }
}

#[test]
fn a_request_that_has_begun_gets_the_grace_and_is_then_cut_off() {
    for workers in BOTH {
        let mut server = start(&format!("{workers} --grace 0.1"));
        let mut slow = connect(server.address()).unwrap();
        slow.write_all(b"Ad").unwrap();
        slow.read_exact(&mut [0; 29]).expect("the greeting");
        server.signal(Signal::SIGTERM);
        server.line_with("cut off at the end");
        let (code, said) = server.ended();
        let last = said.last().map(String::as_str);
        let want = "stopped; conversations cut off: 1";
        assert_eq!((code, last), (Some(0), Some(want)));
    }
}

#[test]
fn clients_who_leave_reset_or_send_nonsense_hold_nobody_up() {
    for workers in ["--max-threads 3", "--pool 1 --queue 3"] {
        let server = start(&format!("--app hello {workers}"));
        for _ in 0..10 {
            drop(connect(server.address()).unwrap());
            let mut rude = connect(server.address()).unwrap();
            rude.write_all(&[b'x'; 50_000]).unwrap();
            drop(rude);
        }
        until("there is a place", || hello(server.address()).is_ok());
        let (code, _) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0));
    }
}

#[test]
fn threads_can_be_told_apart_from_outside() {
    let server = start("--pool 2");
    let tasks = format!("/proc/{}/task", server.pid());
    let names = || -> Vec<String> {
        let list = std::fs::read_dir(&tasks).expect("the server runs");
        let name = |task: std::fs::DirEntry| {
            std::fs::read_to_string(task.path().join("comm")).ok()
        };
        let names = list.flatten().filter_map(name);
        names.map(|name| name.trim().to_owned()).collect()
    };
    until("two threads have a name", || {
        let names = names();
        ["pool-1", "pool-2"].iter().all(|n| names.iter().any(|m| m == n))
    });
}

#[test]
fn the_client_shows_the_dialogue_and_ends_with_the_server() {
    let server = start("");
    let mut client = ch08()
        .args(["client", server.address()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = client.stdin.take().expect("piped");
    stdin.write_all(b"Ada\nexit\n").unwrap();
    // Its input stays open: it must end because the server does.
    let output = within("the client", || client.wait_with_output().unwrap());
    drop(stdin);
    let out = String::from_utf8(output.stdout).unwrap();
    let said = out.split_once('\n').expect("its first line").1;
    let want = "Welcome. What is your name?\r\nHello, Ada!\r\nBye.\r\nbye\n";
    assert_eq!(said, want);
}

#[test]
fn wrong_words_are_status_2_and_a_missing_server_is_status_1() {
    for words in [
        &["dance"][..],
        &["serve", "--app", "tea"],
        &["serve", "--pool", "0"],
        &["serve", "--max-threads", "0"],
        &["serve", "--queue", "3"],
        &["serve", "--pool", "2", "--max-threads", "2"],
        &["serve", "--pool", "2", "--when-full", "panic"],
    ] {
        let program = finish(ch08().args(words));
        assert_eq!(program.code, Some(2), "{words:?}: {}", program.err);
    }
    // Port 1 (tcpmux) is free on every machine that runs tests.
    for words in [["client", "127.0.0.1:1"], ["serve", "192.0.2.1:1"]] {
        let program = finish(ch08().args(words));
        assert_eq!(program.code, Some(1), "{words:?}");
        assert_eq!(program.err.lines().count(), 1, "{}", program.err);
    }
}
