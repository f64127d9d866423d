//! Scripted conversations, recorded on both sides.

use std::io::{self, Read, Write};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::BytesMut;
use cli::Scene;
use endpoint::Stream;
use http_basic::{Ask, Hello, Next, Protocol, answer_to, read_reply};
use stage::{CLIENT, SERVER, finish, play, wait_for};
use wire::{Part, PartKind, Recording, Tap};

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 4] = [
    Scene { name: "get", about: "a page is asked for", play: get },
    Scene { name: "post", about: "a form is sent", play: post },
    Scene {
        name: "pieces",
        about: "a request that comes in four pieces",
        play: pieces,
    },
    Scene {
        name: "too-long",
        about: "an answer before the body has come",
        play: too_long,
    },
];

/// The time in every scene: the one that RFC 9110 has in its examples, so
/// that a recording is the same whenever it is made.
fn clock() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(784_111_777)
}

fn hello() -> Hello {
    Hello::new().with_clock(clock)
}

/// Serves one client in the plainest way there is. The first reads take as
/// many bytes as `reads` says.
fn serve(tap: &mut Tap<Stream>, reads: &[usize]) -> io::Result<()> {
    let mut protocol = hello();
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    for &size in reads {
        wait_for(tap, size)?;
        let mut chunk = vec![0; size];
        let n = tap.read(&mut chunk)?;
        input.extend_from_slice(&chunk[..n]);
        let next = protocol.data_received(&mut input, &mut output);
        if !output.is_empty() {
            tap.write_all(&output.split())?;
        }
        if next == Next::Drain {
            finish(tap, CLIENT)?;
            while tap.read(&mut [0; 8192])? > 0 {}
        }
    }
    Ok(())
}

/// Waits for the whole answer to `sent`, and reads it.
fn answer(tap: &mut Tap<Stream>, sent: &[u8]) -> io::Result<()> {
    let (answer, _) = answer_to(&mut hello(), [sent]);
    wait_for(tap, answer.len())?;
    read_reply(tap, false, 8192).map(drop).map_err(io::Error::other)
}

/// The client sends `bytes`, and the server reads them in pieces.
fn scene(
    title: &str,
    bytes: Vec<u8>,
    reads: Vec<usize>,
) -> cli::Result<Recording> {
    let server = move |tap: &mut Tap<Stream>| serve(tap, &reads);
    let client = |tap: &mut Tap<Stream>| {
        tap.write_all(&bytes)?;
        answer(tap, &bytes)
    };
    play(title, server, client).map(annotate)
}

fn get() -> cli::Result<Recording> {
    let bytes = Ask::new("GET", "localhost", "/")?.to_bytes();
    scene("GET /", bytes.to_vec(), vec![bytes.len()])
}

fn post() -> cli::Result<Recording> {
    let ask = Ask::new("POST", "localhost", "/")?;
    let bytes = ask.with_form([("name", "Ada")]).to_bytes();
    scene("a form: name is Ada", bytes.to_vec(), vec![bytes.len()])
}

fn pieces() -> cli::Result<Recording> {
    let bytes = b"POST / HTTP/1.1\r\nHost: localhost\r\n\
                  Content-Length: 8\r\n\r\nname=Ada";
    // In the first line; between two marks; in the mark; in the body.
    let cuts = [10, 33, bytes.len() - 10, bytes.len() - 5, bytes.len()];
    let mut reads = vec![cuts[0]];
    reads.extend(cuts.windows(2).map(|pair| pair[1] - pair[0]));
    scene("five reads, one request", bytes.to_vec(), reads)
}

fn too_long() -> cli::Result<Recording> {
    let head = b"POST / HTTP/1.1\r\nHost: localhost\r\n\
                 Content-Length: 3000000\r\n\r\n";
    let server = |tap: &mut Tap<Stream>| serve(tap, &[head.len()]);
    let client = |tap: &mut Tap<Stream>| {
        tap.write_all(head)?;
        // What is on its way when the answer comes.
        tap.write_all(b"name=Ada")?;
        answer(tap, head)
    };
    play("three megabytes, refused", server, client).map(annotate)
}

fn annotate(mut recording: Recording) -> Recording {
    for (from, to) in [(CLIENT, SERVER), (SERVER, CLIENT)] {
        recording.annotate(from, to, parts);
    }
    recording
}

/// Marks the two framings: what ends the head, and what says how long the
/// body is.
fn parts(bytes: &[u8]) -> Vec<Part> {
    let end = find(bytes, b"\r\n\r\n").unwrap_or(bytes.len());
    let body = bytes.len().min(end + 4);
    let length = find(bytes, b"Content-Length: ").unwrap_or(end);
    let after = find(&bytes[length..], b"\r\n").map_or(end, |n| length + n);
    let mut parts = Vec::new();
    let mut add = |from: usize, to: usize, kind, label: &str| {
        if let len @ 1.. = to.saturating_sub(from) {
            parts.push(Part { len, kind, label: label.to_owned() });
        }
    };
    add(0, length, PartKind::Payload, "head");
    add(length, after, PartKind::Framing, "length");
    add(after, end, PartKind::Payload, "head");
    add(end, body, PartKind::Framing, "mark");
    add(body, bytes.len(), PartKind::Payload, "body");
    parts
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
