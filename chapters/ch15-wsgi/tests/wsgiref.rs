//! Python's wsgiref beside ours: where both must behave alike.
#![allow(clippy::unwrap_used)]

mod shared;

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use shared::{ask, get, request};
use testing::load;
use testing::{Server, finish};
use wsgi::{Body, application};

fn python(words: &[&str]) -> Command {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/side.py");
    let mut python = Command::new("python3");
    python.arg(script).args(words);
    python
}

/// Whether there is a python3. Without one the tests have nothing to say,
/// except where everything must be checked.
fn has_python() -> bool {
    let found = Command::new("python3")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    assert!(found || std::env::var_os("CI").is_none(), "CI needs python3");
    if !found {
        // Past the test harness, which would keep it.
        let _ = writeln!(std::io::stderr(), "skipped: there is no python3");
    }
    found
}

/// The status code, the content type and the body of an answer.
fn parts(server: &Server, bytes: &str) -> (String, String, String) {
    let heard = load::ask(server.address(), bytes.as_bytes()).unwrap();
    let heard = String::from_utf8(heard).unwrap();
    let (head, body) = heard.split_once("\r\n\r\n").unwrap();
    let kind = |line: &str| line.to_lowercase().starts_with("content-type:");
    let kind = head.lines().find(|line| kind(line)).unwrap_or_default();
    let code = head.split(' ').nth(1).unwrap_or_default();
    let kind = kind.split_once(": ").map_or("", |(_, kind)| kind);
    (code.to_owned(), kind.to_owned(), body.to_owned())
}

/// wsgiref speaks 1.0, so both are asked in that.
fn old(method: &str, target: &str, rest: &str) -> String {
    format!("{method} {target} HTTP/1.0\r\nHost: book\r\n{rest}")
}

fn both() -> (Server, Server) {
    let mut ours = Command::new(env!("CARGO_BIN_EXE_ch15"));
    let ours = Server::start(ours.args(["serve", "127.0.0.1:0"]));
    (ours, Server::start(&mut python(&["serve"])))
}

#[test]
fn the_same_applications_give_the_same_answers() {
    if !has_python() {
        return;
    }
    let (ours, theirs) = both();
    let post = "Content-Length: 11\r\n\r\none\ntwo\nthr";
    for bytes in [
        old("GET", "/hello", "\r\n"),
        old("GET", "/hello/x?y", "\r\n"),
        old("GET", "/stream", "\r\n"),
        old("POST", "/post", post),
        old("POST", "/post", "Content-Length: 0\r\n\r\n"),
        old("GET", "/hellox", "\r\n"),
        old("GET", "/", "\r\n"),
    ] {
        let (our, their) = (parts(&ours, &bytes), parts(&theirs, &bytes));
        assert_eq!(our, their, "ours and wsgiref's answers to {bytes:?}");
    }
    let fails = old("GET", "/broken", "\r\n");
    let (our, their) = (parts(&ours, &fails), parts(&theirs, &fails));
    assert_eq!((our.0, their.0), ("500".into(), "500".into()));
}

/// The lines `KEY = VALUE` that are asked for, in the spelling of Rust.
fn keys(body: &str, wanted: &[&str]) -> String {
    let wanted = |line: &&str| {
        line.split_once(" = ").is_some_and(|(key, _)| wanted.contains(&key))
    };
    let lines: Vec<&str> = body.lines().filter(wanted).collect();
    lines.join("\n").replace('\'', "\"").replace("False", "false")
}

#[test]
fn the_environ_is_the_same() {
    if !has_python() {
        return;
    }
    let (ours, theirs) = both();
    let wanted = [
        "REQUEST_METHOD",
        "SCRIPT_NAME",
        "PATH_INFO",
        "QUERY_STRING",
        "CONTENT_TYPE",
        "CONTENT_LENGTH",
        "SERVER_PROTOCOL",
        "GATEWAY_INTERFACE",
        "REMOTE_ADDR",
        "HTTP_HOST",
        "HTTP_X_NOTE",
        "HTTP_CONTENT_TYPE",
        "HTTP_CONTENT_LENGTH",
        "wsgi.version",
        "wsgi.url_scheme",
        "wsgi.run_once",
    ];
    let more = "Content-Type: text/x\r\nContent-Length: 2\r\n\
        X-Note: a  b\r\n\r\nhi";
    for bytes in [
        old("POST", "/environ", more),
        old("PUT", "/environ/", more),
        old("POST", "/environ/a%20b%2Fc+d/?e=%20&f", more),
        old("POST", "/environ/caf%C3%A9?%C3%A9", more),
        old("POST", "/environ/x?", more),
    ] {
        let (our, their) = (parts(&ours, &bytes), parts(&theirs, &bytes));
        let our = keys(&our.2, &wanted);
        assert!(our.lines().count() >= 13, "{bytes:?}: {our}");
        assert_eq!(our, keys(&their.2, &wanted), "{bytes:?}");
    }
}

#[test]
fn a_path_is_shifted_to_the_same_place() {
    if !has_python() {
        return;
    }
    for (path, times) in [("/a", 1), ("/a/b", 1), ("/a/b", 2), ("/a/b/", 2)] {
        let theirs = finish(&mut python(&["shift", path, &times.to_string()]));
        let ours = ask(&request(path, ""), |environ| {
            let shifts = (0..times).map(|_| environ.shift_path());
            let name = shifts.last().flatten().unwrap_or_default();
            let (script, info) = (environ.script_name(), environ.path_info());
            format!("{name}|{script}|{info}\n")
        });
        assert_eq!(ours, theirs.out, "{path}, {times} times: {}", theirs.err);
    }
}

/// What ours says to a status with a header.
fn says(status: &str, name: &str, value: &str) -> &'static str {
    let said = Mutex::new("");
    get(application(|_, start_response| {
        let headers = [(name, value.as_bytes())];
        let started = start_response.with(status, &headers, None);
        *said.lock().unwrap() =
            if started.is_ok() { "takes" } else { "refuses" };
        Ok(Body::Empty)
    }));
    said.into_inner().unwrap()
}

#[test]
fn statuses_and_headers_are_taken_and_refused_alike() {
    if !has_python() {
        return;
    }
    let statuses = ["200 OK", "404 Not Found", "200", "200OK", "abc OK", ""];
    let names = [
        "X-Note",
        "Connection",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "TE",
        "Trailers",
        "Transfer-Encoding",
        "Upgrade",
    ];
    let cases = statuses.iter().flat_map(|status| {
        names.iter().map(move |name| format!("{status}|{name}|close\n"))
    });
    let cases: String = cases.collect();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(cases.as_bytes()).unwrap();
    std::io::Seek::rewind(&mut file).unwrap();
    let theirs = python(&["says"]).stdin(file).output().unwrap();
    let theirs = String::from_utf8(theirs.stdout).unwrap();
    assert_eq!(theirs.lines().count(), cases.lines().count());
    for (case, their) in cases.lines().zip(theirs.lines()) {
        let mut parts = case.split('|').map(str::to_owned);
        let mut part = || parts.next().unwrap();
        let ours = says(&part(), &part(), &part());
        assert_eq!(ours, their, "ours and wsgiref's word to {case:?}");
    }
}
