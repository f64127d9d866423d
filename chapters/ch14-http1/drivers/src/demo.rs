//! Scripted conversations, recorded by both sides.

use std::io::{self, Read, Write};
use std::time::UNIX_EPOCH;

use cli::Scene;
use endpoint::Stream;
use http1::{Connection, Date, Event, SendError, Wait};
use stage::{CLIENT, SERVER, play, wait_for};
use wire::{Part, PartKind, Recording, Tap};

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 3] = [
    Scene {
        name: "keep-alive",
        about: "two requests on one connection",
        play: keep_alive,
    },
    Scene {
        name: "pipeline",
        about: "two requests in one write, and two answers in one",
        play: pipeline,
    },
    Scene {
        name: "ambiguous",
        about: "a body with two lengths is refused, and what follows with it",
        play: ambiguous,
    },
];

const FIRST: &[u8] = b"GET /a HTTP/1.1\r\nHost: book\r\n\r\n";
const LAST: &[u8] =
    b"GET /b HTTP/1.1\r\nHost: book\r\nConnection: close\r\n\r\n";

fn keep_alive() -> cli::Result<Recording> {
    play("two requests on one connection", serve, |tap| {
        tap.write_all(FIRST)?;
        wait_for(tap, ANSWER)?;
        tap.read_exact(&mut [0; ANSWER])?;
        tap.write_all(LAST)?;
        to_the_end(tap)
    })
    .map(annotate)
}

/// How long the answer to [`FIRST`] is.
const ANSWER: usize = 17 + 37 + 19 + 2 + 3;

fn pipeline() -> cli::Result<Recording> {
    play("two requests in one write", serve, |tap| {
        tap.write_all(&[FIRST, LAST].concat())?;
        to_the_end(tap)
    })
    .map(annotate)
}

fn ambiguous() -> cli::Result<Recording> {
    play("a body with two lengths", serve, |tap| {
        tap.write_all(
            b"POST / HTTP/1.1\r\n\
              Host: book\r\n\
              Content-Length: 29\r\n\
              Transfer-Encoding: chunked\r\n\
              \r\n\
              0\r\n\r\n\
              GET /admin HTTP/1.1\r\nX: ",
        )?;
        to_the_end(tap)
    })
    .map(annotate)
}

fn to_the_end(tap: &mut Tap<Stream>) -> io::Result<()> {
    let mut chunk = [0; 1024];
    while tap.read(&mut chunk)? > 0 {}
    Ok(())
}

/// The machine, on a stream that blocks: the smallest driver there is.
fn serve(tap: &mut Tap<Stream>) -> io::Result<()> {
    let date = Date::new(UNIX_EPOCH); // the same in every run
    let mut machine = Connection::default();
    let mut chunk = [0; 1024];
    let mut shut = false;
    loop {
        answer(&mut machine, &date).map_err(io::Error::other)?;
        if !machine.output().is_empty() {
            tap.write_all(machine.output())?;
            machine.sent(machine.output().len());
        }
        match machine.waiting_for() {
            Wait::Close => return Ok(()),
            Wait::Linger if !std::mem::replace(&mut shut, true) => {
                stage::finish(tap, CLIENT)?;
            }
            _ => {}
        }
        match tap.read(&mut chunk)? {
            0 => machine.receive_end(),
            n => {
                machine.receive(&chunk[..n]);
            }
        }
    }
}

fn answer(machine: &mut Connection, date: &Date) -> Result<(), SendError> {
    loop {
        match machine.next_event() {
            Ok(Event::Request(_) | Event::Data(_)) => {}
            Ok(Event::EndOfMessage(_)) => {
                let fields = [("Content-Length", &b"3"[..])];
                machine.send_response(200, fields, date)?;
                machine.send_data(b"hi\n")?;
                machine.end()?;
            }
            Ok(_) => return Ok(()),
            Err(error) => {
                // Once: afterwards it waits for the client to hang up.
                if machine.waiting_for() == Wait::Application {
                    machine.refuse(error, date);
                }
                return Ok(());
            }
        }
    }
}

fn annotate(mut recording: Recording) -> Recording {
    for (from, to, what) in
        [(CLIENT, SERVER, "request"), (SERVER, CLIENT, "answer")]
    {
        recording.annotate(from, to, |bytes| parts(bytes, what));
    }
    recording
}

/// Heads, which say where messages end, and bodies. A body that begins with a
/// last chunk has two readings.
fn parts(mut bytes: &[u8], what: &str) -> Vec<Part> {
    const LAST: &[u8] = b"0\r\n\r\n";
    let mut parts = Vec::new();
    let mut add = |len, kind, label: String| {
        if len > 0 {
            parts.push(Part { len, kind, label });
        }
    };
    for number in 1.. {
        let Some(end) = find(bytes, b"\r\n\r\n") else { break };
        let (head, rest) = bytes.split_at(end + 4);
        add(head.len(), PartKind::Framing, format!("{what} {number}"));
        let (mut body, after) = rest.split_at(length(head).min(rest.len()));
        if body.starts_with(LAST) {
            add(LAST.len(), PartKind::Framing, "last chunk".to_owned());
            body = &body[LAST.len()..];
        }
        add(body.len(), PartKind::Payload, "body".to_owned());
        bytes = after;
    }
    parts
}

/// What the head's `Content-Length` says.
fn length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head);
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("Content-Length: ")?.parse().ok());
    length.unwrap_or(0)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
