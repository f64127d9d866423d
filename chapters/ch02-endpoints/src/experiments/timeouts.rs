//! Which calls end in time, and what do they say?

use std::io::{self, Read, Write};
use std::thread;
use std::time::{Duration, Instant};

use cli::say;
use endpoint::{Address, ConnectOptions, Stream, connect_any};
use socket2::{Domain, Socket, Type};

use super::rig::{Took, kind, listener, switch_off, tcp_pair, timed};

const LIMIT: Duration = Duration::from_millis(200);

pub(super) fn timeouts() -> cli::Result {
    let silent = listener()?;
    switch_off(silent.socket())?;
    tell("connect, nobody answers", || dial(&silent.address()));
    let idle = listener()?;
    idle.socket().set_read_timeout(Some(LIMIT))?;
    tell("accept, nobody calls", || idle.socket().accept());

    let (mut client, _server) = tcp_pair()?;
    client.set_timeouts(Some(LIMIT), Some(LIMIT))?;
    tell("read, nothing comes", || client.read(&mut [0; 1]));
    tell("write, nobody reads", || fill(&mut client));

    // On a busy machine the peer may oversleep: then once more.
    let (result, took) = loop {
        if let Some(dripped) = dripping()? {
            break dripped;
        }
    };
    show("read 5 bytes, one each 100 ms", &result, took);
    Ok(())
}

fn tell<T>(what: &str, call: impl FnOnce() -> io::Result<T>) {
    let (result, took) = timed(call);
    show(what, &result, took);
}

fn show<T>(what: &str, result: &io::Result<T>, took: Took) {
    say!("{what:<30} {} after {took}", kind(result));
}

/// Reads from a peer that drips. `None`: it was slower than the time-out.
fn dripping() -> cli::Result<Option<(io::Result<()>, Took)>> {
    let (mut client, mut server) = tcp_pair()?;
    client.set_timeouts(Some(LIMIT), None)?;
    let peer = thread::spawn(move || drip(&mut server));
    let (result, took) = timed(|| client.read_exact(&mut [0; 5]));
    let slowest = peer.join().map_err(|_| "the server panicked")??;
    Ok((slowest < LIMIT).then_some((result, took)))
}

fn dial(to: &Address) -> io::Result<Stream> {
    let options =
        ConnectOptions { timeout: LIMIT, ..ConnectOptions::default() };
    connect_any("", std::slice::from_ref(to), &options).map_err(|error| {
        let endpoint::Error::Connect { mut tries, .. } = error else {
            return io::Error::other(error);
        };
        tries.pop().map_or(io::ErrorKind::Other.into(), |last| last.source)
    })
}

/// Writes until there is no room, and then until the time is over.
fn fill(stream: &mut Stream) -> io::Result<()> {
    stream.socket().set_send_buffer_size(4096)?;
    loop {
        let _taken = stream.write(&[0; 65_536])?;
    }
}

/// A peer that is slow, but not slower than the time-out allows. Says how long
/// it was silent at most.
fn drip(stream: &mut Stream) -> io::Result<Duration> {
    let (mut last, mut slowest) = (Instant::now(), Duration::ZERO);
    for byte in *b"drip!" {
        stream.write_all(&[byte])?;
        slowest = slowest.max(last.elapsed());
        last = Instant::now();
        thread::sleep(LIMIT / 2);
    }
    Ok(slowest)
}

/// The four calls that would wait, on sockets that do not block.
pub(super) fn nonblocking() -> cli::Result {
    let listener = listener()?;
    let (mut client, _server) = tcp_pair()?;
    client.set_nonblocking(true)?;
    listener.socket().set_nonblocking(true)?;
    let say_it = |what: &str, result: io::Result<usize>| {
        say!("{what:<22} {}", kind(&result));
    };
    say_it("read, nothing there", client.read(&mut [0; 1]));
    say_it("write until it is full", fill(&mut client).map(|()| 0));
    say_it("accept, nobody there", listener.socket().accept().map(|_| 0));
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    let to = listener.address().to_system()?;
    say_it("connect, under way", socket.connect(&to).map(|()| 0));
    Ok(())
}
