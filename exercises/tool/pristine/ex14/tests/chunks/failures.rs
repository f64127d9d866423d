//! Sockets that fail, and clients that do not finish.

use std::io::{self, ErrorKind, Write};

use ex14::chunks::Chunks;
use testing::{assert_bytes, within};

use super::{Socket, sent, write};

#[test]
fn a_field_that_must_not_be_there_is_refused_before_anything_is_sent() {
    for (name, value) in [
        ("Digest", "a\r\n\r\nHTTP/1.1 200 OK"),
        ("Content-Length", "5"),
        ("transfer-encoding", "chunked"),
        ("a: b\r\nc", "d"),
        ("", "a"),
    ] {
        let socket = sent(8, move |mut chunks| {
            write(&mut chunks, b"hi");
            let result = chunks.finish(&[("X-Rows", "7"), (name, value)]);
            let kind = result.map(|_| ()).map_err(|error| error.kind());
            let rule = "who sends such a field writes another message";
            let want = Err(ErrorKind::InvalidInput);
            assert_eq!(kind, want, "{rule}: {name:?}: {value:?}");
        });
        let rule = "nothing is sent when the end cannot be";
        assert_bytes(b"hi", &socket.all(), b"", rule);
    }
}

#[test]
fn who_does_not_finish_does_not_end_the_body() {
    let socket = sent(4, |mut chunks| {
        write(&mut chunks, b"half of ");
        write(&mut chunks, b"it");
    });
    let want = b"4\r\nhalf\r\n4\r\n of \r\n";
    let rule = "dropped half-way: without a last chunk the client knows that \
                something is missing";
    assert_bytes(b"half of it", &socket.all(), want, rule);
}

#[test]
fn after_an_error_nothing_is_sent() {
    let socket = Socket::with_room(12);
    let inner = socket.clone();
    let results = within("write", move || {
        let mut chunks = Chunks::new(inner.clone(), 4);
        let mut results = vec![chunks.write_all(b"12345678").is_ok()];
        inner.0.lock().expect("no panic in it").room = None;
        results.push(chunks.write_all(b"9").is_ok());
        results.push(chunks.flush().is_ok());
        results.push(chunks.write_all(b"abcd").is_ok());
        results.push(chunks.finish(&[]).is_ok());
        results
    });
    let rule = "part of a chunk is gone: whatever follows would be taken for \
                the rest of it";
    let want = b"4\r\n1234\r\n4\r\n";
    assert_bytes(b"12345678", &socket.all(), want, rule);
    let rule = "the first error is handed on, and all later calls fail";
    assert_eq!(results, [false; 5], "{rule} (true: it said Ok)");
}

#[test]
fn after_a_flush_that_failed_nothing_is_sent() {
    let socket = Socket::default();
    let inner = socket.clone();
    let results = within("flush", move || {
        let mut chunks = Chunks::new(inner.clone(), 4);
        inner.0.lock().expect("no panic in it").stuck = true;
        let mut results = vec![chunks.write_all(b"12").is_ok()];
        results.push(chunks.flush().is_ok());
        inner.0.lock().expect("no panic in it").stuck = false;
        results.push(chunks.write_all(b"3456").is_ok());
        results.push(chunks.finish(&[]).is_ok());
        results
    });
    let rule =
        "a flush that fails is a failure, too: nobody knows what is gone";
    assert_bytes(b"123456", &socket.all(), b"2\r\n12\r\n", rule);
    let want = [true, false, false, false];
    assert_eq!(results, want, "{rule} (true: it said Ok)");
}

/// Takes three bytes a call.
struct Slow(Socket);

impl Write for Slow {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.0.write(&buf[..buf.len().min(3)])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[test]
fn a_socket_that_takes_a_part_gets_the_rest() {
    let socket = Socket::default();
    let inner = socket.clone();
    within("write", move || {
        let mut chunks = Chunks::new(Slow(inner), 5);
        chunks.write_all(b"hello, you").expect("it takes all");
        chunks.finish(&[]).expect("it takes all");
    });
    let want = b"5\r\nhello\r\n5\r\n, you\r\n0\r\n\r\n";
    let rule = "write may take less than it was given (chapter 1)";
    assert_bytes(b"hello, you", &socket.all(), want, rule);
}
