//! What a server makes of requests, and what it sends, section by section of
//! RFC 9112 and RFC 9110.
#![allow(clippy::unwrap_used, clippy::type_complexity)]

#[path = "../shared/mod.rs"]
#[allow(dead_code)]
mod shared;

mod answer_heads;
mod answers;
mod chunks;
mod continuing;
mod endings;
mod fields;
mod lengths;
mod request_line;
mod switching;
mod turns;

use http1::{Connection, Error, Event, Limits};
use shared::{Seen, Talk, talk, talk_on};
use testing::some_cuts;

/// How each response begins, behind its first line.
const DATE: &str = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";

/// A rule and its section; the status that `stream` is refused with, 0 when
/// it is taken; a whole stream of a client.
type Case<'a> = (&'a str, u16, &'a str);

/// Each stream gets its status, as soon as it is sent and however it is cut.
fn judge(cases: &[Case<'_>]) {
    for (rule, status, stream) in cases {
        judge_bytes(rule, *status, stream.as_bytes());
    }
}

fn judge_bytes(rule: &str, status: u16, stream: &[u8]) {
    let limits = Limits::default();
    let whole = talk_on(limits, &[stream]);
    let what =
        format!("{rule}\n{}", stream[..stream.len().min(300)].escape_ascii());
    let error = match whole.seen.last() {
        Some(Seen::Error(error)) => Some(*error),
        _ => None,
    };
    let got = error.map_or(0, Error::status);
    assert_eq!(got, status, "{what}\nis taken as {:?}", whole.seen);
    match error {
        Some(error) => refused(error, &whole, &what),
        None => {
            let whole = whole.seen.iter().any(|s| matches!(s, Seen::End(_)));
            assert!(whole, "{what}\nis not taken as a whole");
        }
    }
    for chunks in some_cuts(stream, 3) {
        assert_eq!(talk_on(limits, &chunks).seen, whole.seen, "{what}");
    }
}

/// The refusal is the last that is said, byte by byte: what was wrong, in one
/// line, and that the connection closes.
fn refused(error: Error, whole: &Talk, what: &str) {
    let head = matches!(whole.seen.first(), Some(Seen::Request(line, _))
        if line.starts_with("HEAD "));
    assert!(!head, "{what}: no body is owed to HEAD");
    let (status, why) = (error.status(), format!("{error}\n"));
    let want = format!(
        "HTTP/1.1 {status} {}\r\n{DATE}Content-Type: text/plain; \
         charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{why}",
        http1::reason(status),
        why.len(),
    );
    let from = whole.output.len().saturating_sub(want.len());
    let got = &whole.output[from..];
    testing::assert_bytes(b"", got, want.as_bytes(), what);
    assert_eq!(whole.wait, http1::Wait::Linger, "{what}");
}

/// The request that `stream` is, as `METHOD TARGET VERSION`, and its body.
fn taken(stream: &str) -> (String, String) {
    let seen = talk(Limits::default(), &[stream.as_bytes()]).seen;
    match &seen[..] {
        [Seen::Request(line, _), Seen::End(_), ..] => {
            (line.clone(), String::new())
        }
        [Seen::Request(line, _), Seen::Data(body), Seen::End(_), ..] => {
            (line.clone(), String::from_utf8_lossy(body).into_owned())
        }
        _ => panic!("{stream:?} is no request: {seen:?}"),
    }
}

/// A GET for HTTP/1.1 with a Host and `fields`.
fn get(fields: &str) -> String {
    format!("GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n")
}

/// A connection that has received `stream` and was asked for all events.
fn asked(stream: &[u8]) -> Connection {
    let mut connection = Connection::default();
    assert_eq!(connection.receive(stream), stream.len());
    read(&mut connection);
    connection
}

/// All events until there is nothing to do; the name of the last.
fn read(connection: &mut Connection) -> &'static str {
    loop {
        match connection.next_event() {
            Ok(Event::Request(_) | Event::Data(_)) => {}
            Ok(Event::EndOfMessage(_)) => {}
            Ok(event) => return event.name(),
            Err(_) => return "Error",
        }
    }
}

/// What it has to say, without its dates.
fn said(connection: &Connection) -> String {
    String::from_utf8_lossy(connection.output()).replace(DATE, "")
}
