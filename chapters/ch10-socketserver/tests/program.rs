//! The program as its users meet it: every transport with every concurrency,
//! the end, children that are killed, wrong usage.

use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use testing::load::{ask_and_finish, connect};
use testing::proc::{children, until};
use testing::{LIMIT, Server, assert_bytes, drain, finish};

const CONCURRENCIES: [&str; 5] =
    ["sequential", "forking", "threading", "pool --max 2", "prefork --max 2"];

fn ch10() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch10"))
}

fn start(address: &str, words: &str) -> Server {
    let words = words.split_whitespace();
    Server::start(ch10().args(["serve", address, "--concurrency"]).args(words))
}

#[track_caller]
fn still_serves(server: &Server) {
    let got = ask_and_finish(server.address(), b"hello\n");
    let got = got.expect("the server lives");
    assert_bytes(b"hello\n", &got, b"HELLO\n", "the next one is served");
}

/// A client that has been answered once and stays.
#[track_caller]
fn served(server: &Server) -> std::net::TcpStream {
    let mut client = connect(server.address()).expect("it takes us");
    client.write_all(b"hello\n").expect("room");
    let mut got = [0; 6];
    std::io::Read::read_exact(&mut client, &mut got).expect("an answer");
    assert_bytes(b"hello\n", &got, b"HELLO\n", "it was answered");
    client
}

#[test]
fn the_whole_matrix_answers() {
    let played = finish(ch10().arg("matrix"));
    assert_eq!(played.code, Some(0), "{}", played.err);
    let want = "\
answered, of 3 clients of whom none leaves:
           tcp       unix      udp       unixgram  processes threads
sequential 1         1         3         3         1         1
forking    3         3         3         3         4         4
threading  3         3         3         3         1         4
pool       3         3         3         3         1         4
prefork    3         3         -         -         4         4
-: does not compile
";
    let rule = "every transport goes with every concurrency";
    assert_bytes(b"", played.out.as_bytes(), want.as_bytes(), rule);
}

#[test]
fn both_signals_end_idle_connections_at_once_and_the_server_with_status_0() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        for concurrency in CONCURRENCIES {
            // The grace is longer than the test: nobody may use it up.
            let words = format!("{concurrency} --grace 60 --idle 60");
            let server = start("127.0.0.1:0", &words);
            let mut idle = served(&server);
            let start = Instant::now();
            let (code, said) = server.stop(signal);
            assert_eq!(code, Some(0), "{concurrency}: {said:?}");
            assert!(start.elapsed() < LIMIT, "{concurrency} waited");
            let rule = "an idle connection ends cleanly";
            assert_bytes(b"", &drain(&mut idle), b"", rule);
        }
    }
}

#[test]
fn a_started_request_has_the_grace_and_no_more() {
    for concurrency in CONCURRENCIES {
        let words = format!("{concurrency} --grace 0.3 --idle 60");
        let server = start("127.0.0.1:0", &words);
        let mut client = connect(server.address()).unwrap();
        client.write_all(b"hello\nhalf a li").unwrap();
        let mut got = [0; 6];
        std::io::Read::read_exact(&mut client, &mut got).unwrap();
        let start = Instant::now();
        let (code, said) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0), "{concurrency}: {said:?}");
        let grace = Duration::from_millis(300);
        assert!(start.elapsed() >= grace, "{concurrency} did not wait");
        let told = ["ended 1 requests", "gave up waiting"];
        assert!(
            said.iter().any(|l| told.iter().any(|t| l.contains(t))),
            "{concurrency}: nobody told of the half line: {said:?}"
        );
    }
}

#[test]
fn a_child_or_worker_that_is_killed_takes_nobody_with_it() {
    for concurrency in ["forking", "prefork --max 2"] {
        let mut server = start("127.0.0.1:0", concurrency);
        let pid = server.pid();
        let mut client = served(&server);
        let killed = children(pid);
        for child in &killed {
            let child = Pid::from_raw(i32::try_from(child.pid).unwrap());
            kill(child, Signal::SIGKILL).expect("it is there");
        }
        let mut rest = Vec::new();
        let _ = std::io::Read::read_to_end(&mut client, &mut rest);
        assert!(rest.is_empty(), "its own client has lost it");
        // One that is about to die may still take a client with it.
        for _ in &killed {
            server.line_with("SIGKILL");
        }
        still_serves(&server);
        let (code, said) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0), "{concurrency}: {said:?}");
    }
}

#[test]
fn a_killed_child_that_serves_a_packet_takes_nobody_with_it() {
    let server = start("udp:127.0.0.1:0", "forking");
    let address = server.address().replace("udp:", "");
    let socket = endpoint::Datagram::connect(&address).unwrap();
    socket.set_timeouts(Some(LIMIT), Some(LIMIT)).unwrap();
    for _ in 0..20 {
        socket.send(b"hello").unwrap();
        for child in children(server.pid()) {
            // It may have ended by itself.
            let pid = i32::try_from(child.pid).unwrap();
            let _ = kill(Pid::from_raw(pid), Signal::SIGKILL);
        }
    }
    until("a packet is answered", || {
        socket.send(b"hello").unwrap();
        socket.receive(&mut [0; 8]).is_ok()
    });
}

#[test]
fn the_file_of_a_unix_socket_is_gone_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    for transport in ["unix", "unixgram"] {
        for concurrency in CONCURRENCIES {
            if transport == "unixgram" && concurrency.starts_with("pre") {
                continue;
            }
            let path = folder.path().join(transport);
            let address = format!("{transport}:{}", path.display());
            let server = start(&address, concurrency);
            assert!(path.exists());
            let (code, _) = server.stop(Signal::SIGTERM);
            assert_eq!(code, Some(0));
            assert!(!path.exists(), "{concurrency} left {address}");
        }
    }
}

#[test]
fn a_handler_that_ends_its_server_from_another_process_does_end_it() {
    for concurrency in ["forking", "prefork"] {
        let mut command = testing::example("shutdown_in_child");
        let server = Server::start(command.arg(concurrency));
        let got = ask_and_finish(server.address(), b"end\n").unwrap();
        let rule = "the child does not wait for its parent";
        assert_bytes(b"end\n", &got, b"ended\n", rule);
        let (code, said) = server.ended();
        assert_eq!(code, Some(0), "{concurrency}: {said:?}");
    }
}

#[test]
fn the_program_of_the_notes_answers_as_it_does_there() {
    let mut command = testing::example("notes");
    let server = Server::start(command.arg("127.0.0.1:0"));
    let got = ask_and_finish(server.address(), b"  hello world \n").unwrap();
    assert_bytes(b"  hello world \n", &got, b"HELLO WORLD", "strip, upper");
    let (code, said) = server.stop(Signal::SIGINT);
    assert_eq!(code, Some(0), "{said:?}");
}

#[test]
fn wrong_usage_is_told_with_status_2_and_a_taken_address_with_1() {
    for words in [
        ["serve", "udp:127.0.0.1:0", "--concurrency", "prefork"],
        ["serve", "udp:127.0.0.1:0", "--app", "hello"],
        ["serve", "127.0.0.1:0", "--concurrency", "magic"],
        ["serve", "no address", "--concurrency", "pool"],
    ] {
        let done = finish(ch10().args(words));
        assert_eq!(done.code, Some(2), "{words:?}: {}", done.err);
        assert!(!done.err.contains("panicked"), "{}", done.err);
    }
    let server = start("127.0.0.1:0", "sequential");
    let done = finish(ch10().args(["serve", server.address()]));
    assert_eq!(done.code, Some(1), "{}", done.err);
    assert_eq!(done.err.lines().count(), 1, "{}", done.err);
    assert!(done.err.contains("Address already in use"), "{}", done.err);
}

#[test]
fn a_demo_is_the_same_in_every_run() {
    let demo = || {
        let played = finish(ch10().arg("demo"));
        assert_eq!(played.code, Some(0), "{}", played.err);
        played.out
    };
    let first = demo();
    assert!(first.contains("setup()"), "{first}");
    assert_eq!(first, demo());
}
