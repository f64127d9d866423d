//! Judges the exercise `gather`.

use std::io::{self, IoSlice, Write};

use ex01::gather::send_both;
use testing::{assert_bytes, within};

/// A socket with little room: takes `step` bytes a call, across buffers.
#[derive(Default)]
struct Narrow {
    step: usize,
    room: Option<usize>,
    taken: Vec<u8>,
    calls: usize,
    plain_writes: usize,
    interrupted: bool,
}

impl Write for Narrow {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.plain_writes += 1;
        self.write_vectored(&[IoSlice::new(buf)])
    }

    fn write_vectored(&mut self, bufs: &[IoSlice<'_>]) -> io::Result<usize> {
        self.calls += 1;
        if self.interrupted && self.calls % 2 == 1 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let room = self.room.map_or(usize::MAX, |r| r - self.taken.len());
        let all: Vec<u8> = bufs.iter().flat_map(|b| b.to_vec()).collect();
        let n = all.len().min(self.step).min(room);
        self.taken.extend_from_slice(&all[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn send(stream: Narrow, head: &str, body: &str) -> (io::Result<()>, Narrow) {
    let (head, body) = (head.to_owned(), body.to_owned());
    within("send_both: does every call bring you nearer the end?", move || {
        let mut stream = stream;
        let result = send_both(&mut stream, head.as_bytes(), body.as_bytes());
        (result, stream)
    })
}

#[test]
fn when_there_is_room_one_call_is_enough() {
    let stream = Narrow { step: 1_000, ..Narrow::default() };
    let (result, stream) = send(stream, "head|", "body");
    result.expect("nothing failed");
    assert_bytes(b"", &stream.taken, b"head|body", "first head, then body");
    assert_eq!(
        (stream.calls, stream.plain_writes),
        (1, 0),
        "one call takes both buffers: (calls, plain writes)",
    );
}

#[test]
fn a_call_may_stop_at_any_byte_of_either_buffer() {
    for step in 1..=9 {
        let stream = Narrow { step, ..Narrow::default() };
        let (result, stream) = send(stream, "head|", "body");
        let rule = format!("go on after the bytes taken: {step} a call");
        assert!(result.is_ok(), "{rule}: {result:?}");
        assert_bytes(b"", &stream.taken, b"head|body", &rule);
        assert_eq!(
            stream.calls,
            9_usize.div_ceil(step),
            "with room for {step} bytes a call, 9 bytes take this many calls",
        );
    }
}

#[test]
fn either_buffer_may_be_empty() {
    for (head, body) in [("", "body"), ("head", ""), ("", "")] {
        let stream = Narrow { step: 3, ..Narrow::default() };
        let (result, stream) = send(stream, head, body);
        result.unwrap_or_else(|error| {
            panic!("nothing to send is no error: {head:?}, {body:?}: {error}")
        });
        let want = format!("{head}{body}");
        assert_bytes(b"", &stream.taken, want.as_bytes(), "empty is fine");
    }
}

#[test]
fn a_stream_that_takes_no_more_is_an_error() {
    let stream = Narrow { step: 2, room: Some(6), ..Narrow::default() };
    let (result, stream) = send(stream, "head|", "body");
    let error = result.expect_err("6 of 9 bytes were taken: not all is well");
    assert_eq!(error.kind(), io::ErrorKind::WriteZero);
    assert_bytes(b"", &stream.taken, b"head|b", "and what fitted is there");
}

#[test]
fn an_interrupted_call_is_made_again() {
    let stream = Narrow { step: 4, interrupted: true, ..Narrow::default() };
    let (result, stream) = send(stream, "head|", "body");
    result.expect("an interrupted call is no error");
    assert_bytes(b"", &stream.taken, b"head|body", "nothing lost or doubled");
}
