//! Judges the exercise `chunks`.

use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, Mutex};

use bytes::BytesMut;
use ex14::chunks::Chunks;
use http1::{Client, Reply};
use testing::{assert_bytes, within};

#[path = "chunks/failures.rs"]
mod failures;

/// What a socket got.
#[derive(Debug, Default)]
struct Got {
    writes: Vec<Vec<u8>>,
    flushes: usize,
    /// Its `write` takes so many bytes in all, then fails.
    room: Option<usize>,
    /// Its `flush` fails.
    stuck: bool,
}

/// A socket whose other end the test sees.
#[derive(Clone, Debug, Default)]
struct Socket(Arc<Mutex<Got>>);

impl Socket {
    fn with_room(room: usize) -> Socket {
        let got = Got { room: Some(room), ..Got::default() };
        Socket(Arc::new(Mutex::new(got)))
    }

    fn writes(&self) -> Vec<Vec<u8>> {
        self.0.lock().expect("no panic in it").writes.clone()
    }

    fn all(&self) -> Vec<u8> {
        self.writes().concat()
    }

    fn flushes(&self) -> usize {
        self.0.lock().expect("no panic in it").flushes
    }
}

impl Write for Socket {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let mut got = self.0.lock().expect("no panic in it");
        let mut n = buf.len();
        if let Some(room) = &mut got.room {
            n = n.min(*room);
            *room -= n;
        }
        if n == 0 && !buf.is_empty() {
            return Err(ErrorKind::ConnectionReset.into());
        }
        got.writes.push(buf[..n].to_vec());
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut got = self.0.lock().expect("no panic in it");
        got.flushes += 1;
        match got.stuck {
            true => Err(ErrorKind::ConnectionReset.into()),
            false => Ok(()),
        }
    }
}

/// Lets `work` write to chunks of `size` bytes; what the socket got.
#[track_caller]
fn sent(
    size: usize,
    work: impl FnOnce(Chunks<Socket>) + Send + 'static,
) -> Socket {
    let socket = Socket::default();
    let inner = socket.clone();
    within("write, flush or finish: does a loop stand still?", move || {
        work(Chunks::new(inner, size));
    });
    socket
}

fn write(chunks: &mut Chunks<Socket>, bytes: &[u8]) {
    chunks.write_all(bytes).expect("the socket takes all");
}

fn finish(chunks: Chunks<Socket>) {
    chunks.finish(&[]).expect("the socket takes all");
}

#[test]
fn small_writes_become_one_chunk() {
    let socket = sent(8, |mut chunks| {
        write(&mut chunks, b"one, ");
        write(&mut chunks, b"two, three");
        write(&mut chunks, b"");
        finish(chunks);
    });
    let want = b"8\r\none, two\r\n7\r\n, three\r\n0\r\n\r\n";
    let rule = "so many bytes make a chunk, however they were written; behind \
                them stands CR LF; the last chunk is empty";
    assert_bytes(b"", &socket.all(), want, rule);
}

#[test]
fn a_large_write_becomes_many_chunks() {
    let bytes: Vec<u8> = (0..100).map(|n| b'a' + n % 26).collect();
    let copy = bytes.clone();
    let socket = sent(40, move |mut chunks| {
        write(&mut chunks, &copy);
        finish(chunks);
    });
    let mut want = Vec::new();
    for (length, part) in [("28", 0..40), ("28", 40..80), ("14", 80..100)] {
        want.extend_from_slice(format!("{length}\r\n").as_bytes());
        want.extend_from_slice(&bytes[part]);
        want.extend_from_slice(b"\r\n");
    }
    want.extend_from_slice(b"0\r\n\r\n");
    let rule = "no chunk is larger than asked for, and lengths are hexadecimal";
    assert_bytes(&bytes, &socket.all(), &want, rule);
}

#[test]
fn a_chunk_is_one_write() {
    let socket = sent(1_000, |mut chunks| {
        for _ in 0..10_000 {
            write(&mut chunks, b"x");
        }
        finish(chunks);
    });
    let writes = socket.writes();
    let rule = "10 chunks and the end: each write to a socket is a system \
                call, so a chunk leaves in one piece, length and all";
    assert!(writes.len() <= 11, "{rule}\n  writes: {}", writes.len());
    let lengths: Vec<usize> = writes.iter().take(10).map(Vec::len).collect();
    assert_eq!(lengths, [1_000 + 7; 10], "{rule}\n  bytes in each write:");
}

#[test]
fn flush_sends_what_is_there() {
    let socket = sent(8, |mut chunks| {
        write(&mut chunks, b"hi");
        chunks.flush().expect("the socket takes all");
    });
    let rule = "flush sends what was gathered, though the chunk is not full";
    assert_bytes(b"hi", &socket.all(), b"2\r\nhi\r\n", rule);
    let rule = "flush is for all that stands behind, too: it flushes inner";
    assert_eq!(socket.flushes(), 1, "{rule}");
}

#[test]
fn a_flush_with_nothing_to_send_is_not_the_end() {
    let socket = sent(2, |mut chunks| {
        chunks.flush().expect("the socket takes all");
        write(&mut chunks, b"ab");
        chunks.flush().expect("the socket takes all");
        chunks.flush().expect("the socket takes all");
        write(&mut chunks, b"c");
        finish(chunks);
    });
    let want = b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
    let rule = "a chunk of no bytes is the end of the body: the client would \
                take what follows for the next answer";
    assert_bytes(b"", &socket.all(), want, rule);
}

#[test]
fn an_empty_body_is_an_end_only() {
    let socket = sent(8, finish);
    let rule = "nothing was written: only the last chunk";
    assert_bytes(b"", &socket.all(), b"0\r\n\r\n", rule);
    assert_eq!(socket.flushes(), 1, "finish flushes inner");
}

#[test]
fn trailers_stand_behind_the_last_chunk() {
    let socket = sent(8, |mut chunks| {
        write(&mut chunks, b"hi");
        let trailers = [("Digest", "a=b"), ("X-Rows", "7")];
        chunks.finish(&trailers).expect("the socket takes all");
    });
    let want = b"2\r\nhi\r\n0\r\nDigest: a=b\r\nX-Rows: 7\r\n\r\n";
    let rule = "the rest, the last chunk, the trailers, an empty line";
    assert_bytes(b"hi", &socket.all(), want, rule);
}

#[test]
fn the_chapters_client_reads_it() {
    let socket = sent(7, |mut chunks| {
        for word in ["wie", "geht", "es", "", "dir", "heute?"] {
            write(&mut chunks, word.as_bytes());
        }
        finish(chunks);
    });
    let mut client = Client::default();
    let fields = [("Host", &b"a"[..])];
    client.send_request("GET", "/", fields, false).expect("a request");
    client.receive(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    client.receive(&socket.all());
    let mut content = BytesMut::new();
    loop {
        match client.next_event().expect("an answer in order") {
            Reply::Data(data) => content.extend_from_slice(data),
            Reply::EndOfMessage(_) => break,
            Reply::NeedData => panic!("the body has no end"),
            _ => {}
        }
    }
    let rule = "what was written comes out again";
    assert_bytes(b"", &content, b"wiegehtesdirheute?", rule);
}
