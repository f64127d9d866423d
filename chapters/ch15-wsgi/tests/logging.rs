//! A line for each request, whatever became of it.
#![allow(clippy::unwrap_used)]

mod shared;

use std::sync::Arc;

use shared::{Leaves, Log, get, request, send};
use wsgi::{Application, Body, Gateway, Logging, Memory, application};

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

/// The lines that `request` leaves, with DATE for what is in brackets.
fn lines(app: impl Application, request: &[u8]) -> String {
    let log = Arc::new(Log::default());
    send(Logging::new(app, log.clone()), request);
    undated(&log.text())
}

fn undated(log: &str) -> String {
    let undated = log.split_inclusive('\n').map(|line| {
        let (before, rest) = line.split_once('[').unwrap();
        let (date, rest) = rest.split_once(']').unwrap();
        assert_is_date(date);
        format!("{before}[DATE]{rest}")
    });
    undated.collect()
}

/// As `10/Oct/2000:13:55:36 +0000`.
fn assert_is_date(date: &str) {
    let shape = |c: char| match c {
        '0'..='9' => '0',
        'A'..='Z' => 'A',
        'a'..='z' => 'a',
        other => other,
    };
    let shape: String = date.chars().map(shape).collect();
    assert_eq!(shape, "00/Aaa/0000:00:00:00 +0000", "{date}");
}

fn hello() -> impl Application {
    application(|_, start_response| {
        start_response.call("404 Not Found", TEXT)?;
        Ok(Body::from(vec![b"one".to_vec(), b"two!".to_vec()]))
    })
}

#[test]
fn a_line_is_in_the_combined_log_format() {
    let fields = "Referer: http://a/?b\r\nUser-Agent: book/1 (x)\r\n";
    let log = lines(hello(), request("/x?y=%20", fields).as_bytes());
    let want = "- - - [DATE] \"GET /x?y=%20 HTTP/1.1\" 404 7 \
        \"http://a/?b\" \"book/1 (x)\"\n";
    assert_eq!(log, want);
    let log = lines(hello(), b"GET / HTTP/1.0\r\n\r\n");
    let want = "- - - [DATE] \"GET / HTTP/1.0\" 404 7 \"-\" \"-\"\n";
    assert_eq!(log, want);
}

#[test]
fn a_client_can_add_no_line_and_no_quote() {
    let fields = "User-Agent: a\" 200 1 \\ \u{e9}\t\r\nReferer: \"\r\n";
    let log = lines(hello(), request("/", fields).as_bytes());
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.is_ascii(), "nothing for a terminal to obey: {log:?}");
    // Three quoted parts, and not one quote more.
    assert_eq!(log.matches('"').count(), 6, "{log}");
    assert!(!log.trim_end().contains(char::is_control), "{log:?}");
}

#[test]
fn no_content_is_a_hyphen() {
    let app = application(|_, start_response| {
        start_response.with("204 No Content", &[], None)?;
        Ok(Body::Empty)
    });
    let log = lines(app, &request("/", "").into_bytes());
    assert!(log.contains("\" 204 - \""), "{log}");
}

#[test]
fn what_is_written_counts_too() {
    let app = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?.write(b"four")?;
        Ok(Body::from("five!"))
    });
    let log = lines(app, &request("/", "").into_bytes());
    assert!(log.contains("\" 200 9 \""), "{log}");
}

#[test]
fn an_application_that_fails_before_its_first_byte_is_a_500() {
    let log = lines(
        application(|_, _| Err("no such table".into())),
        &request("/", "").into_bytes(),
    );
    assert!(log.contains("\" 500 - \""), "{log}");
    let late = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        let failure: Result<&str, _> = Err("no such table".into());
        Ok(Body::iter([failure]))
    });
    let log = lines(late, &request("/", "").into_bytes());
    assert!(log.contains("\" 500 - \""), "{log}");
    let panics = application(|_, start_response| {
        start_response.call("200 OK", TEXT)?;
        panic!("an invented bug")
    });
    let log = lines(panics, &request("/", "").into_bytes());
    assert!(log.contains("\" 500 - \""), "{log}");
}

#[test]
fn an_application_that_fails_later_keeps_its_status() {
    let log = lines(
        application(|_, start_response| {
            start_response.call("200 OK", TEXT)?;
            Ok(Body::iter([Ok("part"), Err("no such table".into())]))
        }),
        &request("/", "").into_bytes(),
    );
    assert!(log.contains("\" 200 4 \""), "{log}");
    assert_eq!(log.lines().count(), 1, "{log}");
}

#[test]
fn a_broken_body_has_the_status_that_its_client_hears() {
    let app = application(|environ, start_response| {
        environ.input().read_all()?;
        start_response.call("200 OK", TEXT)?;
        Ok(Body::Empty)
    });
    let app = Arc::new(app);
    let broken = "Transfer-Encoding: chunked\r\n\r\nx\r\n";
    let log = lines(app.clone(), request("/", broken).as_bytes());
    assert!(log.contains("\" 400 - \""), "{log}");
}

#[test]
fn a_client_that_leaves_is_logged_too() {
    let log = Arc::new(Log::default());
    let gateway = Gateway::new(Logging::new(hello(), log.clone()));
    let mut client = Memory::default();
    client.send(request("/", "").as_bytes(), |channel| {
        gateway.run(&mut Leaves { channel, writes: 1 })
    });
    let log = undated(&log.text());
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.contains("\"GET / HTTP/1.1\" 404 "), "{log}");
}

#[test]
fn the_answer_is_the_same_as_without() {
    let logged = Logging::new(hello(), Arc::new(Log::default()));
    assert_eq!(get(logged).text, get(hello()).text);
}
