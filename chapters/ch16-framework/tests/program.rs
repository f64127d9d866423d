//! The framework on each driver, as a program: what clients and the
//! application do wrong, and that the server lives.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::process::Command;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use testing::{Server, drain, example, finish, proc};

const DRIVERS: [&str; 3] = ["threads", "pool", "prefork"];

fn start(driver: &str, options: &[&str]) -> Server {
    let serve = ["serve", "127.0.0.1:0", "--on", driver];
    Server::start(example("trouble").args(serve).args(options))
}

/// All that comes for `bytes`, and whether that ended as it should.
fn ask(server: &Server, bytes: &str) -> (String, bool) {
    let mut client = server.connect();
    client.write_all(bytes.as_bytes()).unwrap();
    let mut heard = Vec::new();
    let whole = client.read_to_end(&mut heard).is_ok();
    (String::from_utf8_lossy(&heard).into_owned(), whole)
}

fn get(server: &Server, path: &str) -> (String, bool) {
    let head = format!("GET {path} HTTP/1.1\r\nHost: book\r\n");
    ask(server, &format!("{head}Connection: close\r\n\r\n"))
}

#[track_caller]
fn assert_lives(server: &Server) {
    let (heard, whole) = get(server, "/");
    assert!(whole && heard.ends_with("\r\n\r\nfine\n"), "{heard}");
}

#[track_caller]
fn assert_ends(server: Server, signal: Signal) -> Vec<String> {
    let (code, said) = server.stop(signal);
    assert_eq!(code, Some(0), "{said:?}");
    said
}

#[test]
fn whatever_fails_in_the_application_is_one_log_line_and_the_server_lives() {
    for driver in DRIVERS {
        let server = start(driver, &[]);
        for (path, end) in [
            ("/panic", "Its log says why.</p>\n"),
            ("/fail", "Its log says why.</p>\n"),
            ("/after", "Its log says why.</p>\n"),
            ("/teardown", "\r\n\r\nheard all the same\n"),
        ] {
            let (heard, whole) = get(&server, path);
            assert!(whole && heard.ends_with(end), "{driver} {path}: {heard}");
            assert!(!heard.contains("a view's"), "{driver} {path}: {heard}");
        }
        let (heard, whole) = get(&server, "/late");
        assert!(!whole && heard.contains("a part\n"), "{driver}: {heard}");
        assert_lives(&server);
        let said = assert_ends(server, Signal::SIGTERM);
        for line in [
            "GET /panic: panic at ",
            "GET /fail: a view's error",
            "GET /after: a hook's error",
            "GET /teardown: 500 Internal Server Error",
            "a late error",
        ] {
            let lines = said.iter().filter(|said| said.contains(line));
            assert_eq!(lines.count(), 1, "{driver}: {line} in {said:?}");
        }
    }
}

/// A form with one file, whose length is `length` whatever is in it.
fn upload(length: usize, body: &str) -> String {
    format!(
        "POST /upload HTTP/1.1\r\nHost: book\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary=cut\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
}

const PART: &str = "--cut\r\nContent-Disposition: form-data; name=\"f\"; \
    filename=\"a.txt\"\r\n\r\nhello\r\n";

#[test]
fn a_broken_upload_is_a_4xx_or_nothing_and_the_server_lives() {
    for driver in DRIVERS {
        let server = start(driver, &["--body", "0.2"]);
        let whole = format!("{PART}--cut--\r\n");
        let (heard, _) = ask(&server, &upload(whole.len(), &whole));
        assert!(heard.ends_with("\r\n\r\nf: 5 bytes\n"), "{heard}");
        // The rest never comes: too slow, and that is told.
        let (heard, _) = ask(&server, &upload(1000, PART));
        assert!(heard.starts_with("HTTP/1.1 408 "), "{driver}: {heard}");
        // The client leaves in the middle.
        let mut client = server.connect();
        client.write_all(upload(1000, PART).as_bytes()).unwrap();
        drop(client);
        // All is there, but it is no form.
        for body in [PART, "--cut\r\nno colon\r\n\r\nx\r\n--cut--\r\n", "junk"]
        {
            let (heard, _) = ask(&server, &upload(body.len(), body));
            assert!(heard.starts_with("HTTP/1.1 400 "), "{driver}: {heard}");
        }
        let (heard, _) = ask(&server, &upload(1 << 40, "--cut"));
        assert!(heard.starts_with("HTTP/1.1 413 "), "{driver}: {heard}");
        assert_lives(&server);
        let said = assert_ends(server, Signal::SIGINT);
        let panicked = said.iter().any(|line| line.contains("panic"));
        assert!(!panicked, "{driver}: {said:?}");
    }
}

#[test]
fn a_worker_that_is_killed_is_replaced() {
    let mut server = start("prefork", &["--workers", "2"]);
    let workers = |server: &Server| {
        let all = proc::children(server.pid());
        let alive = all.iter().filter(|child| !child.is_zombie());
        alive.map(|child| child.pid).collect::<Vec<_>>()
    };
    proc::until("both workers run", || workers(&server).len() == 2);
    for victim in workers(&server) {
        let pid = Pid::from_raw(i32::try_from(victim).unwrap());
        kill(pid, Signal::SIGKILL).unwrap();
        server.line_with(&format!("pid {victim} killed by SIGKILL"));
        assert_lives(&server);
    }
    proc::until("there are two again", || workers(&server).len() == 2);
    assert_ends(server, Signal::SIGTERM);
}

#[test]
fn failures_are_shown_with_debug_only_and_the_log_says_that_it_is_on() {
    for driver in DRIVERS {
        let server = start(driver, &["--debug"]);
        let (heard, _) = get(&server, "/panic");
        assert!(heard.contains("<h1>panic at "), "{driver}: {heard}");
        assert!(heard.contains("a view&#39;s panic"), "{driver}: {heard}");
        assert_ends(server, Signal::SIGTERM);
    }
    let mut program = Command::new(env!("CARGO_BIN_EXE_ch16"));
    let serve = ["serve", "127.0.0.1:0", "--debug"];
    let said = assert_ends(Server::start(program.args(serve)), Signal::SIGINT);
    let warned = said.iter().filter(|line| line.starts_with("DEBUG: "));
    assert_eq!(warned.count(), 1, "{said:?}");
}

#[test]
fn with_log_there_is_a_line_for_each_request_also_for_one_that_fails() {
    for driver in DRIVERS {
        let server = start(driver, &["--log"]);
        get(&server, "/");
        get(&server, "/fail?q=%22");
        get(&server, "/nothing");
        let said = assert_ends(server, Signal::SIGTERM);
        for part in [
            "\"GET / HTTP/1.1\" 200 5 \"-\" \"-\"",
            "\"GET /fail?q=%22 HTTP/1.1\" 500 ",
            "\"GET /nothing HTTP/1.1\" 404 ",
        ] {
            let lines = said.iter().filter(|line| line.contains(part));
            assert_eq!(lines.count(), 1, "{driver}: {part} in {said:?}");
        }
    }
}

#[test]
fn static_files_go_out_whole_and_in_parts_on_each_driver() {
    let all = tempfile::tempdir().unwrap();
    let folder = all.path().join("static");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(all.path().join("secret"), "s3cret").unwrap();
    let long = "0123456789".repeat(20_000);
    std::fs::write(folder.join("long.txt"), &long).unwrap();
    let place = folder.to_str().unwrap();
    for driver in DRIVERS {
        let server = start(driver, &["--folder", place, "--gzip"]);
        let (heard, whole) = get(&server, "/static/long.txt");
        let body = heard.split_once("\r\n\r\n").unwrap().1;
        assert!(whole && body == long, "{driver}: {} bytes", body.len());
        let part = "GET /static/long.txt HTTP/1.1\r\nHost: book\r\n\
            Range: bytes=-3\r\nConnection: close\r\n\r\n";
        let (heard, _) = ask(&server, part);
        assert!(heard.starts_with("HTTP/1.1 206 "), "{driver}: {heard}");
        assert!(heard.ends_with("\r\n\r\n789"), "{driver}: {heard}");
        for target in ["/static/../secret", "/static/%2e%2e%2fsecret"] {
            let (heard, _) = get(&server, target);
            assert!(heard.starts_with("HTTP/1.1 404 "), "{driver}: {heard}");
        }
        assert_ends(server, Signal::SIGTERM);
    }
}

#[test]
fn the_smallest_application_has_a_server_around_it() {
    let mut hello = example("hello");
    let server = Server::start(hello.env("SERVE_ADDR", "127.0.0.1:0"));
    let (heard, whole) = get(&server, "/hello/%3CAda%3E");
    assert!(heard.ends_with("<p>Hello, &lt;Ada&gt;!</p>\n"), "{heard}");
    assert!(whole && heard.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
}

#[test]
fn a_client_that_is_idle_is_hung_up_on_and_holds_up_no_end() {
    for driver in DRIVERS {
        let server = start(driver, &["--idle", "0.1"]);
        assert_eq!(drain(&mut server.connect()), b"", "{driver}");
        let server = start(driver, &[]);
        let idle = server.connect();
        assert_ends(server, Signal::SIGINT);
        drop(idle);
    }
}

#[test]
fn wrong_usage_ends_with_2_and_a_mistake_in_the_settings_with_1() {
    let ch16 = |words: &[&str]| {
        finish(Command::new(env!("CARGO_BIN_EXE_ch16")).args(words))
    };
    for words in [&["serve", "--on", "none"][..], &["serve", "a", "b"]] {
        assert_eq!(ch16(words).code, Some(2), "{words:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("site.toml");
    std::fs::write(&file, "DEBUG = 5\n").unwrap();
    let file = file.to_str().unwrap();
    for (config, says) in [("no/such/file", "No such file"), (file, "DEBUG")] {
        let said = ch16(&["serve", "127.0.0.1:0", "--config", config]);
        assert_eq!(said.code, Some(1), "{}", said.err);
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
        assert!(said.err.contains(says), "{}", said.err);
    }
}
