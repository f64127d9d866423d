//! Asks another server, with chapter 14's client and a limit on everything.

use std::io::{self, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use endpoint::{ConnectOptions, Stream, connect};
use http1::{Client, Limits, Reply};

/// The longest answer, in bytes.
const LONGEST: u64 = 256 << 10;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Connect(#[from] endpoint::Error),
    #[error("the connection broke")]
    Broken(#[source] io::Error),
    #[error("no whole answer in time")]
    Slow,
    #[error("the answer cannot be read")]
    Unreadable(#[from] http1::Error),
    #[error("the request cannot be sent")]
    Request(#[from] http1::SendError),
    #[error("the answer ends too soon")]
    Short,
    #[error("the answer is a {0}")]
    Status(u16),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        if in_time(&error) { Failure::Broken(error) } else { Failure::Slow }
    }
}

/// A time-out on a socket is one of these two (socket(7), SO_RCVTIMEO).
fn in_time(error: &io::Error) -> bool {
    !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

impl Failure {
    /// Whether there was an answer to hope for, but not in time.
    pub(super) fn is_slow(&self) -> bool {
        match self {
            Failure::Slow => true,
            Failure::Connect(endpoint::Error::Connect { tries, .. }) => {
                tries.iter().any(|one| !in_time(&one.source))
            }
            _ => false,
        }
    }
}

// ANCHOR: get
/// The body of a 200 from `address`, within `patience` from now; only what
/// the resolver takes to find the address comes on top.
pub(super) fn get(
    address: &str,
    path: &str,
    patience: Duration,
) -> Result<Vec<u8>, Failure> {
    let until = Instant::now() + patience;
    let options = ConnectOptions { timeout: patience, source: None };
    let mut stream = connect(address, &options)?;
    let mut client = Client::new(Limits { body: LONGEST, ..Limits::default() });
    // A Unix socket's path is no host.
    let host = if address.starts_with("unix:") { "localhost" } else { address };
    let fields = [("Host", host.as_bytes()), ("Connection", b"close")];
    client.send_request("GET", path, fields, false)?;
    client.end()?;
    wait_until(&stream, until)?;
    stream.write_all(client.output())?;
    client.sent(client.output().len());
    answer(&mut client, &mut stream, until)
}
// ANCHOR_END: get

fn answer(
    client: &mut Client,
    stream: &mut Stream,
    until: Instant,
) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        match client.next_event()? {
            Reply::Response(head) if head.status != 200 => {
                return Err(Failure::Status(head.status));
            }
            Reply::Response(_) | Reply::Informational(_) => {}
            Reply::Data(data) => body.extend_from_slice(data),
            Reply::EndOfMessage(_) => return Ok(body),
            Reply::Switched | Reply::ConnectionClosed => {
                return Err(Failure::Short);
            }
            Reply::NeedData => {
                wait_until(stream, until)?;
                match stream.read(&mut chunk)? {
                    0 => client.receive_end(),
                    n => {
                        client.receive(&chunk[..n]);
                    }
                }
            }
        }
    }
}

/// A time-out is for one read: a byte now and then would last for ever. So
/// each read gets what is left.
fn wait_until(stream: &Stream, until: Instant) -> Result<(), Failure> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Failure::Slow);
    }
    Ok(stream.set_timeouts(Some(left), Some(left))?)
}
