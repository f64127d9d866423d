//! The server, with good clients, silent ones, and many.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::process::Command;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use testing::{LIMIT, Server, assert_bytes, drain, finish, load, proc};

fn ch07() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch07"))
}

/// A server of line echo with a grace of half a second.
fn echo(options: &[&str]) -> Server {
    let fixed = ["serve", "127.0.0.1:0", "--app", "echo", "--grace", "0.5"];
    Server::start(ch07().args(fixed).args(options))
}

#[track_caller]
fn still_serves(server: &Server) {
    let got = load::ask_and_finish(server.address(), b"still there?\n");
    let got = got.expect("an answer");
    let rule = "the next client is served";
    assert_bytes(b"still there?\n", &got, b"still there?\n", rule);
}

/// A connection whose child has answered a line, and read half another.
#[track_caller]
fn begun(server: &Server) -> TcpStream {
    let mut stream = server.connect();
    // In one piece: who has answered the one has read the other.
    stream.write_all(b"one\nhalf a li").expect("room for both");
    let mut line = [0; 4];
    stream.read_exact(&mut line).expect("the line comes back");
    stream
}

fn signal(pid: u32, signal: Signal) {
    let pid = i32::try_from(pid).expect("a process id");
    kill(Pid::from_raw(pid), signal).expect("it is there");
}

#[test]
fn silent_clients_do_not_hold_up_the_others() {
    let server = echo(&[]);
    let silent = load::silent(server.address(), 20);
    still_serves(&server);
    let children = || proc::children(server.pid()).len();
    assert!(children() >= 20, "each has a process of its own");
    drop(silent);
    proc::until("the children end and are reaped", || children() == 0);
}

#[test]
fn ten_thousand_requests_leave_nothing_behind() {
    let server = Server::start(ch07().args(["serve", "127.0.0.1:0"]));
    let address = server.address().to_owned();
    let request = || {
        let asked = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        let answer = load::ask(&address, asked);
        let answer = answer.map_err(|error| error.to_string())?;
        match answer.starts_with(b"HTTP/1.1 200 OK\r\n") {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&answer).into_owned()),
        }
    };
    let settled = || {
        let pid = server.pid();
        proc::until("all children are reaped", || {
            proc::children(pid).is_empty()
        });
        (proc::descriptors(pid), proc::threads(pid))
    };
    load::closed_loop(64, 500, request);
    let (before, memory) = (settled(), proc::memory(server.pid()));
    load::closed_loop(64, 10_000, request);
    assert_eq!(settled(), before, "(descriptors, threads) of the start");
    let grown = proc::memory(server.pid()).saturating_sub(memory);
    assert!(grown < 512 * 1024, "memory grew by {grown} bytes");
    let (code, said) = server.stop(Signal::SIGTERM);
    assert_eq!(
        (code, said.last().map(String::as_str)),
        (Some(0), Some("stopped"))
    );
    assert!(!said.iter().any(|line| line.contains("child")), "{said:?}");
}

#[test]
fn a_thousand_silent_clients_and_one_that_speaks() {
    proc::allow_descriptors(1_200);
    let server = echo(&["--max-children", "1001", "--idle", "60"]);
    let mut silent = Vec::new();
    while silent.len() < 1_000 {
        silent.extend(load::silent(server.address(), 100));
        proc::until("each client has a child", || {
            proc::children(server.pid()).len() == silent.len()
        });
    }
    still_serves(&server);
    assert_eq!(proc::threads(server.pid()), 1);
    let (code, _) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0));
    for mut stream in silent {
        let end = stream.read(&mut [0]).expect("a clean end, and no reset");
        assert_eq!(end, 0);
    }
}

#[test]
fn one_more_than_the_limit_is_refused_politely() {
    let mut server = echo(&["--max-children", "2"]);
    let held = [begun(&server), begun(&server)];
    for _ in 0..20 {
        // It has sent its request already: closing must not destroy the words.
        let got = load::ask(server.address(), b"hello\n").expect("no reset");
        let rule = "a client that is refused is told so";
        assert_bytes(b"hello\n", &got, b"busy, try later\n", rule);
    }
    drop(held);
    proc::until("there is room again", || {
        proc::children(server.pid()).is_empty()
    });
    still_serves(&server);
    server.line_with("refusing clients: all 2 children are busy");
    let (_, said) = server.stop(Signal::SIGTERM);
    let told = said.iter().filter(|line| line.contains("refusing")).count();
    assert_eq!(told, 1, "it is told once: {said:?}");
}

#[test]
fn http_clients_over_the_limit_are_told_to_come_again() {
    let server = Server::start(ch07().args([
        "serve",
        "127.0.0.1:0",
        "--max-children",
        "0",
    ]));
    let asked = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    let got = load::ask(server.address(), asked).expect("no reset");
    let got = String::from_utf8_lossy(&got);
    assert!(got.starts_with("HTTP/1.1 503 "), "{got}");
    assert!(got.contains("\r\nRetry-After: 1\r\n"), "{got}");
}

#[test]
fn a_child_that_is_killed_is_reported_and_missed_by_nobody_else() {
    let mut server = echo(&[]);
    let mut client = begun(&server);
    let other = begun(&server);
    let pid = proc::children(server.pid())[0].pid;
    signal(pid, Signal::SIGKILL);
    let line = server.line_with("killed by");
    assert_eq!(line, format!("child pid {pid}: killed by SIGKILL"));
    still_serves(&server);
    proc::until("it is reaped", || proc::process(pid).is_none());
    drop(other);
    let _ = client.read(&mut [0]); // the end, or a reset
}

#[test]
fn children_that_report_at_once_write_whole_lines() {
    let mut server = echo(&["--idle", "60"]);
    let clients: Vec<TcpStream> = (0..40).map(|_| begun(&server)).collect();
    proc::stop(server.pid()); // the parent has nothing to do with it
    drop(clients);
    for _ in 0..40 {
        let line = server.line_with("left");
        let (peer, rest) = line.split_once(": ").expect("peer: what it did");
        let peer: Result<SocketAddr, _> = peer.parse();
        assert!(peer.is_ok(), "{line}");
        assert_eq!(rest, "left in the middle of a message");
    }
    server.signal(Signal::SIGCONT);
}

#[test]
fn the_word_to_end_closes_idle_connections_at_once() {
    let server = Server::start(ch07().args([
        "serve",
        "127.0.0.1:0",
        "--app",
        "echo",
        "--grace",
        "60",
        "--idle",
        "60",
    ]));
    let mut silent = load::silent(server.address(), 5);
    still_serves(&server); // so the five have been accepted
    let (code, said) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0), "{said:?}");
    for stream in &mut silent {
        assert_eq!(drain(stream), b"");
    }
}

#[test]
fn what_had_begun_may_finish_and_nobody_else_may_begin() {
    let server = Server::start(ch07().args([
        "serve",
        "127.0.0.1:0",
        "--app",
        "echo",
        "--grace",
        "60",
    ]));
    let address = server.address().to_owned();
    let mut client = begun(&server);
    server.signal(Signal::SIGTERM);
    proc::until("the listener is closed", || load::connect(&address).is_err());
    client.write_all(b"ne\n").expect("it is read");
    let got = drain(&mut client);
    let rule = "a request that has begun is answered";
    assert_bytes(b"half a line\n", &got, b"half a line\n", rule);
    let (code, said) = server.ended();
    assert_eq!(code, Some(0));
    assert_eq!(said.last().expect("a line"), "stopped");
    assert!(!said.iter().any(|line| line.contains("ended")), "{said:?}");
}

#[test]
fn ctrl_c_reaches_the_children_too_and_their_clients_keep_the_grace() {
    let server = Server::start(ch07().args([
        "serve",
        "127.0.0.1:0",
        "--app",
        "echo",
        "--grace",
        "60",
    ]));
    let mut client = begun(&server);
    // What a terminal does: the signal goes to every process of the group.
    for child in proc::children(server.pid()) {
        signal(child.pid, Signal::SIGINT);
        signal(child.pid, Signal::SIGTERM);
    }
    still_serves(&server); // a child's signal is nothing to the parent
    server.signal(Signal::SIGINT);
    client.write_all(b"ne\n").expect("it is read");
    let got = drain(&mut client);
    let rule = "a request that has begun is answered";
    assert_bytes(b"half a line\n", &got, b"half a line\n", rule);
    let (code, said) = server.ended();
    assert_eq!(code, Some(0), "{said:?}");
}

#[test]
fn after_the_grace_the_rest_is_ended_and_counted() {
    let server = echo(&[]);
    let mut clients = [begun(&server), begun(&server)];
    let (code, said) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0));
    let last: Vec<&str> =
        said.iter().rev().take(2).rev().map(String::as_str).collect();
    assert_eq!(
        last,
        ["ended 2 conversations that were not over", "stopped"],
        "{said:?}"
    );
    for client in &mut clients {
        let _ = client.read(&mut [0]); // the end, or a reset: not a time-out
    }
}

#[test]
fn the_file_of_a_unix_socket_outlives_the_children() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("socket");
    let address = format!("unix:{}", path.display());
    let server =
        Server::start(ch07().args(["serve", &address, "--app", "upper"]));
    for _ in 0..3 {
        let mut client = UnixStream::connect(&path).expect("it listens");
        client.set_read_timeout(Some(LIMIT)).expect("a time-out");
        client.write_all(b"hello").expect("room");
        client.shutdown(Shutdown::Write).expect("it is open");
        assert_eq!(drain(&mut client), b"HELLO");
    }
    proc::until("the children have ended", || {
        proc::children(server.pid()).is_empty()
    });
    assert!(path.exists(), "a child removed the parent's file");
    server.stop(Signal::SIGTERM);
    assert!(!path.exists(), "the parent removes it");
}

#[test]
fn a_port_that_is_taken_is_one_line_and_status_one() {
    let server = echo(&[]);
    let second = finish(ch07().args(["serve", server.address()]));
    assert_eq!(second.code, Some(1));
    let expected = format!(
        "ch07: cannot listen on {}: Address already in use (os error 98); \
         for any free port: serve 127.0.0.1:0\n",
        server.address()
    );
    assert_eq!(second.err, expected);
    let wrong = finish(ch07().args(["serve", "--max-children", "many"]));
    assert_eq!(wrong.code, Some(2), "{}", wrong.err);
}
