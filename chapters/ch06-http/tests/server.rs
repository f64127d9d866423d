//! The program as its clients meet it: good ones, bad ones, rude ones.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::Command;
use std::time::Duration;

use nix::sys::signal::Signal;
use socket2::SockRef;
use testing::{Server, drain, finish, proc, within};

fn ch06() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch06"))
}

/// A server on a free port, with these options.
fn start(options: &[&str]) -> Server {
    Server::start(ch06().args(["serve", "127.0.0.1:0"]).args(options))
}

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// Sends all and reads to the end: the answer's first line.
#[track_caller]
fn status(mut client: TcpStream, sent: &[u8]) -> String {
    client.write_all(sent).expect("the server reads");
    first_line(&drain(&mut client))
}

fn first_line(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    text.lines().next().unwrap_or_default().to_owned()
}

/// Fails unless the next client is served.
#[track_caller]
fn still_serves(server: &Server) {
    assert_eq!(status(server.connect(), GET), "HTTP/1.1 200 OK");
}

fn post(length: usize) -> Vec<u8> {
    let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length:";
    format!("{head} {length}\r\n\r\n").into_bytes()
}

#[test]
fn a_page_is_there_and_the_connection_ends() {
    let server = start(&[]);
    let mut client = server.connect();
    client.write_all(GET).unwrap();
    let text = String::from_utf8(drain(&mut client)).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").expect("a blank line");
    assert!(head.contains("\r\nDate: "), "{head}");
    assert!(head.contains("\r\nConnection: close"), "{head}");
    let length = format!("\r\nContent-Length: {}", body.len());
    assert!(head.contains(&length), "{head}");
    assert!(body.contains("<form method=post>"), "{body}");
}

#[test]
fn a_request_in_one_byte_pieces_is_a_request() {
    let server = start(&[]);
    let mut client = server.connect();
    client.set_nodelay(true).unwrap();
    for byte in [&post(8)[..], b"name=Ada"].concat() {
        client.write_all(&[byte]).unwrap();
    }
    let text = String::from_utf8(drain(&mut client)).unwrap();
    assert!(text.ends_with("\r\n\r\nhello, Ada\n"), "{text}");
}

#[test]
fn a_browsers_second_silent_connection_holds_nobody_up() {
    let server = start(&["--idle", "30"]);
    let mut silent = server.connect();
    // The server has taken the silent one, which came first.
    still_serves(&server);
    assert_eq!(silent.read(&mut [0; 1]).expect("a clean close"), 0);
}

#[test]
fn a_silent_client_may_stay_while_nobody_else_is_there() {
    let server = start(&["--first", "0.001", "--idle", "30"]);
    let mut client = server.connect();
    // Many times the first byte's time; nothing else can be waited for.
    client.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let error = client.read(&mut [0; 1]).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock, "closed early");
    client.set_read_timeout(Some(testing::LIMIT)).unwrap();
    assert_eq!(status(client, GET), "HTTP/1.1 200 OK");
}

#[test]
fn clients_that_leave_at_once_in_the_middle_or_with_a_reset_are_survived() {
    let mut server = start(&[]);
    drop(server.connect());
    still_serves(&server);
    let mut reset = server.connect();
    reset.write_all(b"GET / HT").unwrap();
    SockRef::from(&reset).set_linger(Some(Duration::ZERO)).unwrap();
    drop(reset);
    server.line_with("Connection reset by peer");
    let mut left = server.connect();
    left.write_all(b"GET / HT").unwrap();
    left.shutdown(Shutdown::Write).unwrap();
    let answer = drain(&mut left);
    assert_eq!(first_line(&answer), "HTTP/1.1 400 Bad Request");
    server.line_with("left in the middle of a message");
    still_serves(&server);
}

#[test]
fn a_client_that_stops_in_the_middle_is_given_up() {
    let mut server = start(&["--idle", "0.2"]);
    // It stands still until half a request is there: its patience must not
    // be over before we have written.
    proc::stop(server.pid());
    let mut half = server.connect();
    half.write_all(b"GET / HT").unwrap();
    server.signal(Signal::SIGCONT);
    server.line_with("gave up waiting");
    assert_eq!(half.read(&mut [0; 1]).unwrap(), 0, "closed cleanly");
}

#[test]
fn a_client_that_finishes_sending_still_gets_its_answer() {
    let server = start(&[]);
    let mut client = server.connect();
    client.write_all(GET).unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(first_line(&drain(&mut client)), "HTTP/1.1 200 OK");
}

#[test]
fn a_head_of_20_kb_is_a_431_and_a_long_line_a_414() {
    let server = start(&[]);
    let cookie = format!("Cookie: {}\r\n\r\n", "x".repeat(20_000));
    let sent = [b"GET / HTTP/1.1\r\nHost: a\r\n", cookie.as_bytes()].concat();
    let said = status(server.connect(), &sent);
    assert_eq!(said, "HTTP/1.1 431 Request Header Fields Too Large");
    let line = format!("GET /{} HTTP/1.1\r\n\r\n", "x".repeat(20_000));
    let said = status(server.connect(), line.as_bytes());
    assert_eq!(said, "HTTP/1.1 414 URI Too Long");
    still_serves(&server);
}

#[test]
fn a_body_of_three_megabytes_is_refused_and_the_answer_arrives_whole() {
    let server = start(&[]);
    let mut client = server.connect();
    client.write_all(&post(3_000_000)).unwrap();
    client.write_all(&vec![b'x'; 3_000_000]).expect("nobody resets");
    let answer = String::from_utf8(drain(&mut client)).unwrap();
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.ends_with("longer than 65536 bytes\n"), "{answer}");
    drop(client); // or the server would wait for it, and no other
    still_serves(&server);
}

#[test]
fn who_sends_without_end_is_cut_off() {
    let server = start(&["--linger", "0.2"]);
    let mut client = server.connect();
    client.write_all(&post(3_000_000)).unwrap();
    let chunk = vec![b'x'; 1_000_000];
    within("a client that is cut off", move || {
        while client.write_all(&chunk).is_ok() {}
    });
    still_serves(&server);
}

#[test]
fn a_client_that_never_reads_is_given_up() {
    let mut server = start(&["--app", "upper", "--write", "0.2"]);
    let mut deaf = server.connect();
    let writing =
        std::thread::spawn(
            move || {
                while deaf.write_all(&[b'x'; 10_000]).is_ok() {}
            },
        );
    server.line_with("gave up waiting");
    within("a writer that is cut off", move || writing.join().unwrap());
    let mut client = server.connect();
    client.write_all(b"hi").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(drain(&mut client), b"HI");
}

#[test]
fn lines_come_back_from_the_same_server() {
    let server = start(&["--app", "echo"]);
    let mut client = server.connect();
    client.write_all(b"one\ntwo\nthr").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(drain(&mut client), b"one\ntwo\n");
}

#[test]
fn a_unix_socket_is_served_and_its_file_is_gone_afterwards() {
    let folder = std::env::temp_dir();
    let file = folder.join(format!("ch06-{}.sock", std::process::id()));
    let address = format!("unix:{}", file.display());
    let server = Server::start(ch06().args(["serve", &address]));
    let client = finish(ch06().args(["client", &address, "get", "/no"]));
    assert!(client.out.starts_with("HTTP/1.1 404 Not"), "{}", client.out);
    let (code, _) = server.stop(Signal::SIGTERM);
    assert_eq!(code, Some(0));
    assert!(!file.exists(), "the file stays");
}
