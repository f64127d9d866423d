//! Both ends of a connection, and streams that misbehave.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

use crate::LIMIT;

/// Two connected TCP sockets on the loopback interface: (client, server).
///
/// Reads and writes on both fail with a time-out after [`LIMIT`]. The end that
/// is handed to the code under test should be made [`patient`].
///
/// # Panics
///
/// When the machine has no loopback TCP: no test could run there.
pub fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("its address");
    let client = TcpStream::connect(address).expect("the queue has room");
    let (server, _) = listener.accept().expect("the client waits there");
    for stream in [&client, &server] {
        stream.set_read_timeout(Some(LIMIT)).expect("a read time-out");
        stream.set_write_timeout(Some(LIMIT)).expect("a write time-out");
    }
    (client, server)
}

/// The same socket with three times the patience of the test's own end, so
/// that where both wait for each other it is the test that gives up first.
///
/// # Panics
///
/// When the socket is closed already.
pub fn patient(stream: TcpStream) -> TcpStream {
    stream.set_read_timeout(Some(3 * LIMIT)).expect("a read time-out");
    stream.set_write_timeout(Some(3 * LIMIT)).expect("a write time-out");
    stream
}

/// Everything that comes until the end of the stream.
///
/// # Panics
///
/// When the stream does not end within its time-out, or is reset: says what had
/// come until then.
#[track_caller]
pub fn drain(stream: &mut impl Read) -> Vec<u8> {
    let mut got = Vec::new();
    if let Err(error) = stream.read_to_end(&mut got) {
        let text = wire::escape(&got);
        panic!("the stream did not end cleanly: {error} after \"{text}\"");
    }
    got
}

/// A stream that delivers its script one chunk per read, then the end.
///
/// What is written to it is kept. With `interrupted` set, every other call
/// fails with [`io::ErrorKind::Interrupted`], as a call that a signal met.
#[derive(Debug, Default)]
pub struct Choppy {
    chunks: std::collections::VecDeque<Vec<u8>>,
    /// Everything that was written.
    pub written: Vec<u8>,
    /// How many calls of `read` there were after the end.
    pub reads_after_end: usize,
    interrupted: bool,
    calls: usize,
}

impl Choppy {
    /// A stream that delivers `chunks`.
    pub fn new<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Choppy {
        let chunks = chunks.into_iter().map(<[u8]>::to_vec).collect();
        Choppy { chunks, ..Choppy::default() }
    }

    /// The same, with every other call interrupted.
    pub fn interrupted(mut self) -> Choppy {
        self.interrupted = true;
        self
    }

    fn interrupt(&mut self) -> io::Result<()> {
        self.calls += 1;
        if self.interrupted && self.calls % 2 == 1 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        Ok(())
    }
}

impl Read for Choppy {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.interrupt()?;
        let Some(chunk) = self.chunks.front_mut() else {
            self.reads_after_end += 1;
            return Ok(0);
        };
        let n = chunk.len().min(buf.len());
        buf[..n].copy_from_slice(&chunk[..n]);
        chunk.drain(..n);
        if chunk.is_empty() {
            self.chunks.pop_front();
        }
        Ok(n)
    }
}

impl Write for Choppy {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.interrupt()?;
        self.written.extend_from_slice(buf);
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A writer that takes at most `step` bytes a call, as a full socket does.
///
/// After `room` bytes it takes none: `write` returns `Ok(0)`.
#[derive(Debug)]
pub struct Trickle {
    /// Everything that was taken.
    pub taken: Vec<u8>,
    /// How many calls there were.
    pub calls: usize,
    step: usize,
    room: usize,
}

impl Trickle {
    /// A writer that takes `step` bytes a call, without end.
    pub fn new(step: usize) -> Trickle {
        Trickle { taken: Vec::new(), calls: 0, step, room: usize::MAX }
    }

    /// The same, but after `room` bytes in all it takes none.
    pub fn with_room(mut self, room: usize) -> Trickle {
        self.room = room;
        self
    }
}

impl Write for Trickle {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.calls += 1;
        let left = self.room - self.taken.len();
        let n = buf.len().min(self.step).min(left);
        self.taken.extend_from_slice(&buf[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
