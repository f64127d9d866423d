//! The interactive client: a line goes out, what comes back is shown.

use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::Shutdown;
use std::time::Duration;

use cli::say;
use endpoint::{ConnectOptions, Datagram, Endpoint, Stream, connect};

/// How long to wait for an answer: one over datagrams may be lost.
const PATIENCE: Duration = Duration::from_secs(2);

/// The longest answer that is shown: 64 KiB.
const MAX: usize = 64 * 1024;

pub(crate) fn run(address: &Endpoint) -> cli::Result {
    let mut link = Link::open(address)?;
    say!("talking to {address}; type a line, end with Ctrl-D");
    for line in io::stdin().lock().split(b'\n') {
        let Some(answer) = link.ask(&line?)? else {
            say!("the server has said all");
            return Ok(());
        };
        say!("{}", String::from_utf8_lossy(&answer).trim_end());
    }
    link.finish()?;
    say!("bye");
    Ok(())
}

/// A way to ask a server of any transport.
pub(crate) enum Link {
    Stream(BufReader<Stream>),
    Datagram(Datagram),
}

impl Link {
    pub(crate) fn open(address: &Endpoint) -> cli::Result<Link> {
        let hint = |error| {
            format!("{error}; is the server running? cargo run -p ch10")
        };
        Ok(match address {
            Endpoint::Stream(to) => {
                let stream = connect(to, &ConnectOptions::default());
                Link::Stream(BufReader::new(stream.map_err(hint)?))
            }
            Endpoint::Datagram(to) => {
                Link::Datagram(Datagram::connect(to).map_err(hint)?)
            }
        })
    }

    /// How long [`Link::receive`] waits.
    pub(crate) fn set_patience(&self, time: Duration) -> io::Result<()> {
        match self {
            Link::Stream(stream) => {
                stream.get_ref().set_timeouts(Some(time), Some(time))
            }
            Link::Datagram(socket) => {
                socket.set_timeouts(Some(time), Some(time))
            }
        }
    }

    /// A line, or a packet.
    pub(crate) fn send(&mut self, line: &[u8]) -> io::Result<()> {
        match self {
            Link::Stream(stream) => {
                stream.get_mut().write_all(&[line, b"\n"].concat())
            }
            Link::Datagram(socket) => socket.send(line),
        }
    }

    /// A line, or a packet; `None`: the server has finished.
    pub(crate) fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut answer = Vec::new();
        match self {
            Link::Stream(stream) => {
                let mut line = io::Read::take(stream, MAX as u64);
                line.read_until(b'\n', &mut answer)?;
                Ok((!answer.is_empty()).then_some(answer))
            }
            Link::Datagram(socket) => {
                answer.resize(MAX, 0);
                let got = socket.receive(&mut answer)?;
                answer.truncate(got.len);
                Ok(Some(answer))
            }
        }
    }

    fn ask(&mut self, line: &[u8]) -> cli::Result<Option<Vec<u8>>> {
        self.set_patience(PATIENCE)?;
        self.send(line)?;
        self.receive().map_err(|error| match error.kind() {
            ErrorKind::WouldBlock => {
                format!("no answer within {} s", PATIENCE.as_secs()).into()
            }
            ErrorKind::ConnectionRefused => {
                format!("nobody receives there: {error}").into()
            }
            _ => error.into(),
        })
    }

    /// Says that no more will come, and waits for the server to say so too.
    pub(crate) fn finish(&mut self) -> cli::Result {
        if let Link::Stream(stream) = self {
            stream.get_ref().shutdown(Shutdown::Write)?;
            while self.receive()?.is_some() {}
        }
        Ok(())
    }
}
