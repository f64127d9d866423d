//! The interactive client: a line goes out, its echo comes back.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::time::Duration;

use cli::say;
use endpoint::{ConnectOptions, Datagram, Endpoint, connect};

/// How long to wait for the answer to a datagram: it may be lost.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) fn run(
    address: &Endpoint,
    timeout: Duration,
    source: Option<SocketAddr>,
) -> cli::Result {
    match address {
        Endpoint::Stream(to) => stream(to, &ConnectOptions { timeout, source }),
        Endpoint::Datagram(to) => datagram(to),
    }
}

fn stream(to: &str, options: &ConnectOptions) -> cli::Result {
    let mut stream = connect(to, options).map_err(|error| {
        format!("{error}; is the server running? cargo run -p ch02")
    })?;
    say!("connected to {}; type a line, end with Ctrl-D", stream.peer()?);
    for line in io::stdin().lock().split(b'\n') {
        let mut line = line?;
        line.push(b'\n');
        stream.write_all(&line)?;
        let mut echo = vec![0; line.len()];
        stream
            .read_exact(&mut echo)
            .map_err(|error| format!("the server is gone: {error}"))?;
        say!("{}", String::from_utf8_lossy(&echo).trim_end());
    }
    stream.shutdown(Shutdown::Write)?;
    while stream.read(&mut [0; 1024])? > 0 {}
    say!("bye");
    Ok(())
}

fn datagram(to: &str) -> cli::Result {
    let socket = Datagram::connect(to)?;
    socket.set_timeouts(Some(PATIENCE), Some(PATIENCE))?;
    say!("sending to {to}; type a line, end with Ctrl-D");
    let mut buf = vec![0; 65_536];
    for line in io::stdin().lock().split(b'\n') {
        let answer =
            socket.send(&line?).and_then(|()| socket.receive(&mut buf));
        match answer {
            Ok(got) => {
                say!("{}", String::from_utf8_lossy(&buf[..got.len]));
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock => {
                say!("no answer within {} s", PATIENCE.as_secs());
            }
            Err(e) if e.kind() == ErrorKind::ConnectionRefused => {
                return Err(format!("nobody receives at {to}: {e}").into());
            }
            Err(e) => return Err(e.into()),
        }
    }
    say!("bye");
    Ok(())
}
