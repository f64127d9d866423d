//! The program, with each application on each way of serving.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::Shutdown;
use std::process::Command;

use nix::sys::signal::Signal;
use testing::{Server, drain, finish};

const DRIVERS: [&str; 3] = ["threads", "pool", "prefork"];
const TEXT: &str = "Content-Type: text/plain; charset=utf-8\r\n";

fn ch15() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch15"))
}

fn start(driver: &str, app: &str) -> Server {
    let serve = ["serve", "127.0.0.1:0", "--on", driver, "--app", app];
    Server::start(ch15().args(serve).arg("--validate"))
}

/// All that comes for `bytes`, without dates.
fn ask(server: &Server, bytes: &str) -> String {
    let mut client = server.connect();
    client.write_all(bytes.as_bytes()).unwrap();
    let _ = client.shutdown(Shutdown::Write); // it may have hung up
    let heard = String::from_utf8_lossy(&drain(&mut client)).into_owned();
    let lines = heard.split_inclusive("\r\n");
    lines.filter(|line| !line.starts_with("Date: ")).collect()
}

/// The same without the end, and whether that was a reset.
fn cut(server: &Server, bytes: &str) -> (String, bool) {
    let mut client = server.connect();
    client.write_all(bytes.as_bytes()).unwrap();
    let mut heard = Vec::new();
    let end = client.read_to_end(&mut heard);
    (String::from_utf8(heard).unwrap(), end.is_err())
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: book\r\n\r\n")
}

const POST: &str = "POST /post HTTP/1.1\r\nHost: book\r\n\
    Content-Length: 8\r\n\r\none\ntwo\n";

const HELLO: &str = "Content-Length: 6\r\n\r\nhello\n";
const STREAM: &str = "Transfer-Encoding: chunked\r\n\r\n\
    4\r\none\n\r\n4\r\ntwo\n\r\n6\r\nthree\n\r\n0\r\n\r\n";
const COUNTED: &str = "Content-Length: 17\r\n\r\n8 bytes, 2 lines\n";

#[test]
fn each_application_answers_on_each_driver_and_twice_on_one_connection() {
    for driver in DRIVERS {
        for (app, request, rest) in [
            ("hello", get("/"), HELLO),
            ("stream", get("/"), STREAM),
            ("post", POST.to_owned(), COUNTED),
            ("mount", get("/hello/x"), HELLO),
            ("mount", POST.to_owned(), COUNTED),
        ] {
            let server = start(driver, app);
            let want = format!("HTTP/1.1 200 OK\r\n{TEXT}{rest}").repeat(2);
            let heard = ask(&server, &request.repeat(2));
            assert_eq!(heard, want, "{app} on {driver}");
            let (code, said) = server.stop(Signal::SIGTERM);
            assert_eq!(code, Some(0), "{app} on {driver}: {said:?}");
        }
    }
}

#[test]
fn the_environ_is_true_on_each_driver() {
    for driver in DRIVERS {
        let server = start(driver, "mount");
        let (host, port) = server.address().rsplit_once(':').unwrap();
        let heard = ask(&server, &get("/environ/a%20b?c=%20"));
        let threads = driver != "prefork";
        for line in [
            "SCRIPT_NAME = \"/environ\"",
            "PATH_INFO = \"/a b\"",
            "QUERY_STRING = \"c=%20\"",
            &format!("SERVER_NAME = {host:?}"),
            &format!("SERVER_PORT = {port:?}"),
            "REMOTE_ADDR = \"127.0.0.1\"",
            &format!("wsgi.multithread = {threads}"),
            &format!("wsgi.multiprocess = {}", !threads),
        ] {
            let there = heard.contains(&format!("\n{line}\n"));
            assert!(there, "{line} on {driver}: {heard}");
        }
    }
}

#[test]
fn an_application_that_fails_gives_500_or_a_cut_and_the_server_lives() {
    for driver in DRIVERS {
        let mut server = start(driver, "mount");
        let heard = ask(&server, &get("/broken"));
        assert!(heard.starts_with("HTTP/1.1 500 "), "{driver}: {heard}");
        assert!(heard.ends_with("\r\n\r\nthe server failed\n"), "{heard}");
        server.line_with("there is no such table");
        let (heard, reset) = cut(&server, &get("/broken/part"));
        assert!(heard.contains("a part\n"), "{driver}: {heard}");
        let whole = heard.ends_with("0\r\n\r\n");
        assert!(reset && !whole, "a part must not look whole: {heard}");
        server.line_with("the table is gone");
        let heard = ask(&server, &get("/hello"));
        assert!(heard.ends_with(HELLO), "it serves on, {driver}: {heard}");
        let (code, said) = server.stop(Signal::SIGINT);
        assert_eq!(code, Some(0), "{driver}: {said:?}");
        let lines = |what| said.iter().filter(|l| l.contains(what)).count();
        assert_eq!(lines("no such table"), 1, "{said:?}");
        assert_eq!(lines("table is gone"), 1, "{said:?}");
    }
}

#[test]
fn what_is_not_mounted_gives_404() {
    let server = start("threads", "mount");
    for path in ["/", "/hellox", "/hell", "/x/hello", "//hello"] {
        let heard = ask(&server, &get(path));
        assert!(heard.starts_with("HTTP/1.1 404 "), "{path}: {heard}");
        assert!(heard.ends_with("\r\n\r\nnothing is mounted here\n"));
    }
}

#[test]
fn a_client_that_leaves_in_its_body_ends_nothing() {
    for driver in DRIVERS {
        let mut server = start(driver, "post");
        let mut client = server.connect();
        let head = "POST / HTTP/1.1\r\nHost: book\r\n\
            Content-Length: 100\r\n\r\none\n";
        client.write_all(head.as_bytes()).unwrap();
        drop(client);
        server.line_with("127.0.0.1:");
        let heard = ask(&server, POST);
        assert!(heard.ends_with(COUNTED), "{driver}: {heard}");
        let (code, said) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0), "{driver}: {said:?}");
    }
}

#[test]
fn a_client_that_is_idle_holds_up_no_end() {
    for driver in DRIVERS {
        for signal in [Signal::SIGINT, Signal::SIGTERM] {
            let server = start(driver, "hello");
            let idle = server.connect();
            let heard = ask(&server, &get("/"));
            assert!(heard.ends_with(HELLO), "{driver}: {heard}");
            let (code, said) = server.stop(signal);
            assert_eq!(code, Some(0), "{driver}, {signal}: {said:?}");
            drop(idle);
        }
    }
}

#[test]
fn a_client_that_is_too_slow_is_told_so_or_cut_off() {
    let start = |driver, patience: [&str; 2]| {
        let serve = ["serve", "127.0.0.1:0", "--app", "post", "--on", driver];
        Server::start(ch15().args(serve).args(patience))
    };
    for driver in DRIVERS {
        let server = start(driver, ["--body", "0.1"]);
        let mut slow = server.connect();
        let head = "POST / HTTP/1.1\r\nHost: book\r\n\
            Content-Length: 100\r\n\r\none\n";
        slow.write_all(head.as_bytes()).unwrap();
        let heard = String::from_utf8(drain(&mut slow)).unwrap();
        assert!(heard.starts_with("HTTP/1.1 408 "), "{driver}: {heard}");
        let server = start(driver, ["--idle", "0.1"]);
        let heard = drain(&mut server.connect());
        assert_eq!(heard, b"", "{driver}: it asked for nothing");
    }
}

#[test]
fn it_serves_on_a_unix_socket_too() {
    let folder = tempfile::tempdir().unwrap();
    let place = format!("unix:{}", folder.path().join("s").display());
    for driver in DRIVERS {
        let serve = ["serve", &place, "--on", driver, "--app", "environ"];
        let server = Server::start(ch15().args(serve));
        let said = finish(ch15().args(["client", &place, "/x"]));
        assert_eq!(said.code, Some(0), "{driver}: {}", said.err);
        let out = said.out;
        assert!(out.contains("SERVER_NAME = \"localhost\""), "{out}");
        assert!(!out.contains("REMOTE_ADDR"), "a Unix socket has none: {out}");
        let (code, said) = server.stop(Signal::SIGTERM);
        assert_eq!(code, Some(0), "{driver}: {said:?}");
    }
}

#[test]
fn wrong_usage_ends_with_2_and_a_taken_address_with_1() {
    for words in [
        &["serve", "--app", "none"][..],
        &["serve", "--on", "none"],
        &["serve", "one", "two"],
        &["none"],
    ] {
        assert_eq!(finish(ch15().args(words)).code, Some(2), "{words:?}");
    }
    let server = start("threads", "hello");
    for driver in DRIVERS {
        let words = ["serve", server.address(), "--on", driver];
        let said = finish(ch15().args(words));
        assert_eq!(said.code, Some(1), "{driver}: {}", said.err);
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
        assert!(said.err.contains(server.address()), "{}", said.err);
    }
}

#[test]
fn demo_shows_each_scene() {
    let said = finish(ch15().arg("demo"));
    assert_eq!(said.code, Some(0), "{}", said.err);
    for text in ["── one block\n", "── three blocks\n", "GET /stream"] {
        assert!(said.out.contains(text), "{text}: {}", said.out);
    }
}
