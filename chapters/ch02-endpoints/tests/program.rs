//! The program as its users meet it: over every family, with good clients
//! and rude ones.

use std::fs;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use endpoint::Datagram;
use nix::sys::signal::Signal;
use socket2::SockRef;
use testing::proc::{Limited, limit};
use testing::{Finished, LIMIT, Server, assert_bytes, drain, finish, within};

fn ch02() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch02"))
}

/// A server that gives a client `limit` seconds.
fn start(address: &str, limit: &str) -> Server {
    Server::start(
        ch02().args(["serve", address, "--idle", limit, "--write", limit]),
    )
}

/// The client, with `input` typed.
fn client(address: &str, input: &str) -> Finished {
    let address = address.to_owned();
    let input = input.to_owned();
    within("the client program", move || {
        let mut child = ch02()
            .args(["client", &address])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("it was piped");
        stdin.write_all(input.as_bytes()).expect("the client reads");
        drop(stdin);
        let output = child.wait_with_output().expect("it is our child");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Finished {
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    })
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
    let rule = "the next client is served";
    assert_bytes(b"still there?", &got, b"still there?", rule);
}

#[test]
fn the_same_words_come_back_over_every_family() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    for address in [
        "127.0.0.1:0".to_owned(),
        "localhost:0".to_owned(),
        "udp:127.0.0.1:0".to_owned(),
        format!("unix:{}", path.display()),
        format!("unixgram:{}", path.display()),
    ] {
        let mut server = start(&address, "10");
        let said = client(server.address(), "hello\nagain\n");
        assert_eq!(said.code, Some(0), "{address}: {}", said.err);
        let lines: Vec<&str> = said.out.lines().skip(1).collect();
        assert_eq!(lines, ["hello", "again", "bye"], "{address}");
        server.line_with("echoed");
        let (code, log) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0), "{address}: {log:?}");
        assert!(!path.exists(), "{address}: the file is left behind");
    }
}

#[test]
fn a_server_without_a_host_takes_clients_by_name() {
    let server = start(":0", "10");
    let port = server.address().rsplit(':').next().unwrap().to_owned();
    let said = client(&format!("localhost:{port}"), "hello\n");
    assert!(said.out.contains("\nhello\n"), "{} {}", said.out, said.err);
}

#[test]
fn clients_that_leave_or_reset_end_nothing_but_themselves() {
    let mut server = start("127.0.0.1:0", "10");
    for _ in 0..50 {
        drop(server.connect());
    }
    let mut rude = server.connect();
    rude.write_all(b"anyone?").unwrap();
    SockRef::from(&rude).set_linger(Some(Duration::ZERO)).unwrap();
    let from = rude.local_addr().unwrap();
    drop(rude);
    let line = server.line_with(&from.to_string());
    assert!(line.contains("Connection reset by peer"), "{line}");
    still_serves(&server);
}

#[test]
fn clients_that_say_nothing_or_read_nothing_are_given_up() {
    let mut server = start("127.0.0.1:0", "0.2");
    let mut silent = server.connect();
    server.line_with("gave up waiting for it");
    assert_eq!(silent.read(&mut [0; 1]).unwrap(), 0);

    let mut deaf = server.connect();
    let sending =
        std::thread::spawn(
            move || {
                while deaf.write_all(&[b'x'; 65_536]).is_ok() {}
            },
        );
    server.line_with("gave up waiting for it");
    within("a deaf client that is cut off", || sending.join().unwrap());
    still_serves(&server);
}

#[test]
fn without_descriptors_the_client_waits_and_is_served_later() {
    let mut server = start("127.0.0.1:0", "10");
    let table = format!("/proc/{}/fd", server.pid());
    let is_open = |fd: &u64| fs::symlink_metadata(format!("{table}/{fd}"));
    let lowest = (0..).find(|fd| is_open(fd).is_err()).unwrap();
    let before = limit(server.pid(), Limited::Descriptors, lowest);
    // An accept that waits already has its descriptor, so it may still take
    // this one; the next has none.
    drop(server.connect());
    let line = server.line_with("accept: ");
    assert!(line.contains("Too many open files"), "{line}");
    let mut client = server.connect();
    client.write_all(b"patient").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    limit(server.pid(), Limited::Descriptors, before);
    let rule = "the client waited in the queue and is served";
    assert_bytes(b"patient", &drain(&mut client), b"patient", rule);
    let (_, log) = server.stop(Signal::SIGTERM);
    let told = log.iter().filter(|l| l.contains("open files")).count();
    assert_eq!(told, 1, "a shortage is told once: {log:?}");
}

#[test]
fn a_unix_client_that_never_reads_does_not_hold_up_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let mut server = start(&format!("unixgram:{}", path.display()), "10");
    let deaf = UnixDatagram::bind(folder.path().join("deaf")).unwrap();
    deaf.set_write_timeout(Some(LIMIT)).unwrap();
    for _ in 0..2_000 {
        deaf.send_to(b"and nobody reads the echo", &path).unwrap();
    }
    server.line_with("cannot be answered");
    let said = client(server.address(), "hello\n");
    assert!(said.out.contains("\nhello\n"), "{} {}", said.out, said.err);
}

#[test]
fn garbage_and_the_longest_datagram_come_back_as_they_are() {
    let server = start("udp:127.0.0.1:0", "10");
    let to = server.address().strip_prefix("udp:").unwrap();
    let client = Datagram::connect(to).unwrap();
    client.set_timeouts(Some(LIMIT), Some(LIMIT)).unwrap();
    let longest = vec![0xff; 65_507];
    let mut buf = vec![0; 65_536];
    for bytes in [&b""[..], b"\0\xff\n\0", &longest] {
        client.send(bytes).unwrap();
        let got = client.receive(&mut buf).unwrap();
        let rule = "an echo is what was sent, whole";
        assert_bytes(bytes, &buf[..got.len], bytes, rule);
    }
}

#[test]
fn a_killed_servers_socket_file_does_not_stop_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("socket");
    let address = format!("unix:{}", path.display());
    let first = start(&address, "10");
    first.stop(Signal::SIGKILL);
    assert!(Path::new(&path).exists(), "nobody was left to remove it");
    let second = start(&address, "10");
    let third = finish(ch02().args(["serve", &address]));
    assert_eq!(third.code, Some(1));
    assert!(third.err.contains("in use"), "{}", third.err);
    let said = client(second.address(), "hello\n");
    assert!(said.out.contains("\nhello\n"), "{} {}", said.out, said.err);
}

#[test]
fn what_goes_wrong_is_one_line_and_status_1() {
    let server = start("127.0.0.1:0", "10");
    let missing = "unix:/nonexistent/socket";
    for (words, why) in [
        (&["serve", server.address()][..], "Address already in use"),
        (&["serve", "198.51.100.1:0"], "assign requested address"),
        (&["serve", missing], "No such file"),
        (&["serve", "nowhere..invalid:80"], "cannot resolve"),
        (&["client", "127.0.0.1:1"], "is the server running?"),
        (&["client", "udp:nowhere..invalid:80"], "cannot resolve"),
        (&["client", missing], "No such file"),
        (&["resolve", "nowhere..invalid", "80"], "cannot resolve"),
        (&["experiment", "nothing"], "there is no experiment"),
    ] {
        let program = finish(ch02().args(words));
        assert_eq!(program.code, Some(1), "{words:?}: {}", program.err);
        assert_eq!(program.err.lines().count(), 1, "{}", program.err);
        assert!(program.err.contains(why), "{words:?}: {}", program.err);
    }
}

#[test]
fn wrong_words_are_status_2() {
    for words in [
        &["serve", "nowhere"][..],
        &["serve", "::1:9002"],
        &["serve", "localhost:65536"],
        &["client", "udp:"],
        &["serve", "--idle", "0"],
        &["resolve", "localhost"],
    ] {
        let program = finish(ch02().args(words));
        assert_eq!(program.code, Some(2), "{words:?}: {}", program.err);
    }
}

#[test]
fn a_name_and_a_service_are_looked_up_both_ways() {
    let program = finish(ch02().args(["resolve", "127.0.0.1", "7"]));
    assert_eq!(program.code, Some(0), "{}", program.err);
    assert!(program.out.contains("127.0.0.1:7\n"), "{}", program.out);
    assert!(program.out.contains("[127, 0, 0, 1]"), "{}", program.out);
}
