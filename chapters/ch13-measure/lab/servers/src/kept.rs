//! Clients that keep their connections, and check every answer.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use socket2::Socket;

use crate::ask::Say;
use crate::client::{LIMIT, all_at_once, connect, take_one};

/// How many connections there are.
const CONNECTIONS: u8 = 64;
/// How many requests are sent in one write, in a pipeline.
pub(crate) const PIPELINE: usize = 16;
/// What is sent up, and comes down.
const MIB: usize = 1024 * 1024;
/// Room for a head.
const HEAD: usize = 16 * 1024;
/// What every server answers to `GET /`.
pub(crate) const HELLO: &str = "hello\n";

/// What is posted to the notes' example, and what it tells back.
const JSON: &str = r#"{"0": 0, "1": 1, "2": 2}"#;
const TOLD: &str = concat!(
    r#"{'result': 'hello', 'params': 'x=1', "#,
    r#"'body': '{"0": 0, "1": 1, "2": 2}'}"#
);

/// One connection.
pub(crate) struct Kept {
    socket: Socket,
    ask: Arc<Ask>,
    /// Room for all answers to one `ask`.
    buffer: Vec<u8>,
}

/// What is sent in one write, and the content that comes back `times` times.
struct Ask {
    bytes: Vec<u8>,
    times: usize,
    content: Vec<u8>,
}

impl Ask {
    fn new(server: SocketAddr, say: Say) -> Ask {
        let ask = |line: &str, more: &str| {
            format!(
                "{line} HTTP/1.1\r\nHost: {server}\r\n\
                 User-Agent: servers/0.1\r\n{more}\r\n"
            )
        };
        let get = || ask("GET /", "Accept: */*\r\n");
        let post = |path: &str, kind: &str, content: &[u8]| {
            let length = content.len();
            let more = format!("{kind}Content-Length: {length}\r\n");
            [ask(path, &more).as_bytes(), content].concat()
        };
        let (bytes, times, content) = match say {
            Say::Upload => {
                let content: Vec<u8> = (0..=250).cycle().take(MIB).collect();
                (post("POST /echo", "", &content), 1, content)
            }
            Say::Notes => {
                let kind = "Content-Type: application/json\r\n";
                let bytes = post("POST /a?x=1", kind, JSON.as_bytes());
                (bytes, 1, TOLD.into())
            }
            Say::Pipeline => {
                (get().repeat(PIPELINE).into(), PIPELINE, HELLO.into())
            }
            _ => (get().into(), 1, HELLO.into()),
        };
        Ask { bytes, times, content }
    }
}

impl Kept {
    /// Each connection is used before the next is made: a server that has a
    /// thread for each has it then.
    pub(crate) fn connect_all(
        server: SocketAddr,
        say: Say,
    ) -> io::Result<Vec<Kept>> {
        let ask = Arc::new(Ask::new(server, say));
        let room = ask.times * (HEAD + ask.content.len());
        let connect = |host| {
            let socket = connect(server, [127, 0, 1, host])?;
            socket.set_tcp_nodelay(true)?;
            socket.set_write_timeout(Some(LIMIT))?;
            let (ask, buffer) = (Arc::clone(&ask), vec![0; room]);
            let mut kept = Kept { socket, ask, buffer };
            kept.exchange()?;
            Ok(kept)
        };
        (1..=CONNECTIONS).map(connect).collect()
    }

    /// At least `count` requests, all connections at the same time; says how
    /// many.
    pub(crate) fn repeat(all: &mut [Kept], count: u64) -> io::Result<u64> {
        let times = all.first().map_or(1, |kept| kept.ask.times as u64);
        let left = AtomicU64::new(count.div_ceil(times));
        all_at_once(all, |kept: &mut Kept| kept.repeat_one(&left))?;
        Ok(count.div_ceil(times) * times)
    }

    fn repeat_one(&mut self, left: &AtomicU64) -> io::Result<()> {
        while take_one(left) {
            self.exchange()?;
        }
        Ok(())
    }

    /// Asks, reads as many answers as there are questions, and nothing more.
    fn exchange(&mut self) -> io::Result<()> {
        let Kept { socket, ask, buffer } = self;
        let mut socket = &*socket;
        socket.write_all(&ask.bytes)?;
        let (mut have, mut start) = (0, 0);
        for _ in 0..ask.times {
            loop {
                let length = check(&buffer[start..have], &ask.content)?;
                if let Some(length) = length {
                    start += length;
                    break;
                }
                match socket.read(&mut buffer[have..])? {
                    0 => return Err(wrong("ends early", &buffer[..have])),
                    n => have += n,
                }
            }
        }
        match start == have {
            true => Ok(()),
            false => Err(wrong("goes on", &buffer[start..have])),
        }
    }
}

/// The length of the answer that `bytes` begin with, if it is whole. It must
/// be a 200 with this content, and say how long it is.
fn check(bytes: &[u8], content: &[u8]) -> io::Result<Option<usize>> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let Some(end) = end else { return Ok(None) };
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.split("\r\n");
    let is_ok = lines.next() == Some("HTTP/1.1 200 OK");
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    if !is_ok || length != Some(content.len()) {
        return Err(wrong("is", bytes));
    }
    let start = end + 4;
    match bytes.get(start..start + content.len()) {
        None => Ok(None),
        Some(came) if came == content => Ok(Some(start + content.len())),
        Some(came) => Err(wrong("has the content", came)),
    }
}

fn wrong(what: &str, bytes: &[u8]) -> io::Error {
    let some = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    io::Error::other(format!("the answer {what}: {some:?}"))
}
