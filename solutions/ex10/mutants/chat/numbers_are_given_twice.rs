// killed by: no number is given twice
//! The number is how many are there.

use std::collections::BTreeMap;
use std::io;
use std::net::Shutdown;
use std::os::fd::AsRawFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::BytesMut;
use delimited::Delimited;
use endpoint::Stream;
use framing::Decoder;
use http_basic::{Next, Protocol, Terms, converse};
use nix::sys::socket::{MsgFlags, send};
use socketserver::{Connection, RequestHandler};

/// Who is there. Shared by all threads.
#[derive(Debug, Default)]
pub struct Room {
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    /// The last number that was given.
    last: u64,
    streams: BTreeMap<u64, Stream>,
}

impl Room {
    /// Lets one in: its number.
    fn enter(&self, stream: Stream) -> u64 {
        let mut inside = self.lock();
        inside.last = inside.streams.len() as u64 + 1;
        let number = inside.last;
        // There is room in a new stream; a client who is gone hears nothing.
        send_line(&stream, &format!("* you are {number}\n"));
        inside.streams.insert(number, stream);
        tell(&mut inside, number, &format!("* {number} came\n"));
        number
    }

    fn leave(&self, number: u64) {
        let mut inside = self.lock();
        inside.streams.remove(&number);
        tell(&mut inside, number, &format!("* {number} left\n"));
    }

    fn say(&self, number: u64, line: &str) {
        tell(&mut self.lock(), number, &format!("{number}: {line}\n"));
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells all but `number`. The room is locked meanwhile, so all hear all in the
/// same order; nothing here waits.
fn tell(inside: &mut Inside, number: u64, line: &str) {
    inside.streams.retain(|&other, stream| {
        if other == number || send_line(stream, line) {
            return true;
        }
        // Its own thread hears the end, and lets it leave.
        let _ = stream.shutdown(Shutdown::Both);
        false
    });
}

/// Whether there was room for all of `line`.
fn send_line(stream: &Stream, line: &str) -> bool {
    let flags = MsgFlags::MSG_DONTWAIT | MsgFlags::MSG_NOSIGNAL;
    send(stream.as_raw_fd(), line.as_bytes(), flags) == Ok(line.len())
}

/// One client's handler.
#[derive(Debug)]
pub struct Visitor {
    room: Arc<Room>,
    number: u64,
}

impl Visitor {
    /// For a client who may come into `room`.
    pub fn new(room: &Arc<Room>) -> Visitor {
        Visitor { room: Arc::clone(room), number: 0 }
    }
}

impl RequestHandler<Connection> for Visitor {
    fn setup(&mut self, request: &mut Connection) -> io::Result<()> {
        self.number = self.room.enter(request.stream().try_clone()?);
        Ok(())
    }

    fn handle(
        &mut self,
        request: &mut Connection,
        terms: &Terms<'_>,
    ) -> io::Result<()> {
        let mut listening = Listening {
            room: Arc::clone(&self.room),
            number: self.number,
            lines: Delimited::new(b"\n"),
        };
        converse(request.stream(), request.peer(), &mut listening, terms)
    }

    fn finish(&mut self, _: &mut Connection) -> io::Result<()> {
        self.room.leave(self.number);
        Ok(())
    }
}

/// Hears what one client says, and has nothing to say itself.
#[derive(Debug)]
pub struct Listening {
    room: Arc<Room>,
    number: u64,
    lines: Delimited,
}

impl Protocol for Listening {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        _: &mut BytesMut,
    ) -> Next {
        loop {
            match self.lines.decode(input) {
                Ok(None) => return Next::Keep,
                Ok(Some(line)) => {
                    let line = line.strip_suffix(b"\r").unwrap_or(&line);
                    let line = str::from_utf8(line).unwrap_or("?");
                    self.room.say(self.number, line);
                }
                Err(_) => return Next::Drain,
            }
        }
    }
}
