//! The guest book, as a program on a socket.

use std::io::{Read, Write};
use std::process::Command;

use nix::sys::signal::Signal;
use tempfile::TempDir;
use testing::{Server, finish};

/// The program, told to keep what it has in a folder of the test: one that is
/// killed cleans nothing up.
fn program(arguments: &[&str], scratch: &TempDir) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ch16"));
    program.args(["serve", "127.0.0.1:0"]).args(arguments);
    program.env("TMPDIR", scratch.path());
    program
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn ask(server: &Server, request: &str) -> String {
    let mut stream = server.connect();
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn get(target: &str) -> String {
    format!(
        "GET {target} HTTP/1.1\r\nHost: localhost\r\n\
         Connection: close\r\n\r\n"
    )
}

fn post(target: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

#[test]
fn the_notes_example_answers_as_the_notes_say() {
    let scratch = folder();
    let server = Server::start(&mut program(&[], &scratch));
    let body = r#"{"0": 0, "1": 1, "2": 2}"#;
    let answer = ask(&server, &post("/a?x=1", "application/json", body));
    let expected = r#"{'result': 'hello', 'params': 'x=1', 'body': '{"0": 0, "1": 1, "2": 2}'}"#;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with(&format!("\r\n\r\n{expected}")), "{answer}");
}

#[test]
fn what_is_signed_is_shown_and_escaped() {
    let scratch = folder();
    let server = Server::start(&mut program(&[], &scratch));
    let words = r#"{"name": "Ada", "text": "<b>"}"#;
    let answer = ask(&server, &post("/api/entries", "application/json", words));
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    let place = "Location: /api/entries/1\r\n";
    assert!(answer.contains(place), "{answer}");
    let page = ask(&server, &get("/"));
    assert!(page.contains("<h2>Ada</h2>"), "{page}");
    assert!(page.contains("&lt;b&gt;"), "{page}");
}

#[test]
fn the_cause_of_a_500_is_in_the_log_only() {
    let folder = folder();
    let file = folder.path().join("entries.json");
    std::fs::write(&file, "{").expect("a file");
    let mut program = program(&[], &folder);
    let mut server =
        Server::start(program.env("CARAFE_BOOK_FOLDER", folder.path()));
    let page = ask(&server, &get("/"));
    assert!(page.starts_with("HTTP/1.1 500 "), "{page}");
    assert!(!page.contains("entries.json"), "{page}");
    let line = server.line_with("entries.json");
    assert!(line.contains("EOF while parsing"), "{line}");
}

#[test]
fn a_book_that_has_ended_leaves_no_files_and_one_with_a_folder_its_own() {
    let (scratch, folder) = (folder(), folder());
    for (kept, entries) in [(false, 0), (true, 1), (true, 2)] {
        let mut program = program(&[], &scratch);
        if kept {
            program.env("CARAFE_BOOK_FOLDER", folder.path());
        }
        let server = Server::start(&mut program);
        let words = r#"{"name": "Ada", "text": "Hello"}"#;
        ask(&server, &post("/api/entries", "application/json", words));
        let (status, said) = server.stop(Signal::SIGTERM);
        assert_eq!(status, Some(0), "{said:?}");
        let left = std::fs::read_dir(scratch.path()).expect("it is there");
        assert_eq!(left.count(), 0, "what is left in the folder for such");
        let file = folder.path().join("entries.json");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        assert_eq!(text.matches("Ada").count(), entries, "{text}");
    }
}

#[test]
fn processes_that_share_the_port_share_the_book() {
    let scratch = folder();
    let workers = ["--on", "prefork", "--workers", "3"];
    let server = Server::start(&mut program(&workers, &scratch));
    for i in 1..=12 {
        let words = format!(r#"{{"name": "Ada", "text": "page {i}"}}"#);
        let answer =
            ask(&server, &post("/api/entries", "application/json", &words));
        assert!(answer.contains(&format!("{{\"id\":{i},")), "{answer}");
    }
    let all = ask(&server, &get("/api/entries"));
    assert_eq!(all.matches("Ada").count(), 12, "{all}");
}

#[test]
fn a_setting_of_the_book_that_cannot_be_used_is_told_before_it_listens() {
    let scratch = folder();
    let mut program = program(&[], &scratch);
    program.env("CARAFE_OWNER_PASSWORD", "12345");
    let finished = finish(&mut program);
    let said = &finished.err;
    assert_eq!(finished.code, Some(1), "{said}");
    let place = "ch16: the variable CARAFE_OWNER_PASSWORD: ";
    assert!(said.starts_with(place), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}
