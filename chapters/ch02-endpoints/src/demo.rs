//! Scripted conversations over the families of this chapter.

use std::env;
use std::io;
use std::net::Shutdown;
use std::process;
use std::thread;
use std::time::Duration;

use cli::Scene;
use echo::{echo, receive, send_all};
use endpoint::{
    Address, ConnectOptions, Datagram, ListenOptions, connect, listen,
};
use wire::{Recorder, Recording, Side};

use crate::experiments::rig::wait_for_bytes;

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 3] = [
    Scene {
        name: "datagrams",
        about: "two datagrams, two answers, no connection and no end",
        play: datagrams,
    },
    Scene {
        name: "truncated",
        about: "a datagram that is longer than the buffer",
        play: truncated,
    },
    Scene {
        name: "unix",
        about: "the conversation of chapter 1, over a Unix socket",
        play: unix,
    },
];

const CLIENT: usize = 0;
const SERVER: usize = 1;
const PATIENCE: Option<Duration> = Some(Duration::from_secs(10));

fn recorder(title: &str) -> Recorder {
    Recorder::new(title, &["client", "server"])
}

/// A datagram socket and the pen that notes what it does.
struct Noted {
    socket: Datagram,
    side: Side,
}

impl Noted {
    fn new(address: &str, side: Side) -> cli::Result<Noted> {
        let socket = Datagram::bind(address)?;
        socket.set_timeouts(PATIENCE, PATIENCE)?;
        Ok(Noted { socket, side })
    }

    fn send(&self, to: usize, at: &Address, bytes: &[u8]) -> io::Result<()> {
        self.socket.send_to(bytes, at)?;
        self.side.sent(to, bytes);
        Ok(())
    }

    /// Receives into a buffer of `room` bytes: what came, and from where.
    fn receive(
        &self,
        from: usize,
        room: usize,
    ) -> io::Result<(Vec<u8>, Address)> {
        let mut buf = vec![0; room];
        let got = self.socket.receive(&mut buf)?;
        self.side.received(from, &Ok(got.len), &buf);
        if got.is_truncated() {
            let lost = got.whole - got.len;
            let text = format!("{lost} of {} bytes are lost", got.whole);
            self.side.note(wire::Action::Note { text });
        }
        buf.truncate(got.len);
        Ok((buf, got.from))
    }
}

/// Both ends; the server is bound where the client can find it.
fn ends(recorder: &Recorder) -> cli::Result<(Noted, Noted, Address)> {
    let server = Noted::new("127.0.0.1:0", recorder.side(SERVER))?;
    let at = server.socket.address()?;
    server.side.call("socket()", "");
    server.side.call(format!("bind({at})"), "");
    let client = Noted::new("127.0.0.1:0", recorder.side(CLIENT))?;
    client.side.call_after("bind", "socket()", "");
    Ok((client, server, at))
}

fn datagrams() -> cli::Result<Recording> {
    let recorder = recorder("two datagrams stay two");
    let (client, server, at) = ends(&recorder)?;
    for bytes in [b"one".as_slice(), b"and two"] {
        client.send(SERVER, &at, bytes)?;
    }
    for _ in 0..2 {
        let (bytes, from) = server.receive(CLIENT, 64)?;
        server.send(CLIENT, &from, &bytes)?;
    }
    for _ in 0..2 {
        client.receive(SERVER, 64)?;
    }
    client.side.call("close()", "");
    Ok(recorder.finish())
}

fn truncated() -> cli::Result<Recording> {
    let recorder = recorder("a datagram that is longer than the buffer");
    let (client, server, at) = ends(&recorder)?;
    client.send(SERVER, &at, b"twelve bytes")?;
    client.send(SERVER, &at, b"next")?;
    for _ in 0..2 {
        server.receive(CLIENT, 6)?;
    }
    Ok(recorder.finish())
}

fn unix() -> cli::Result<Recording> {
    let recorder = recorder("an echo over a Unix socket");
    let (client, server) = (recorder.side(CLIENT), recorder.side(SERVER));
    let name = format!("ch02-demo-{}.sock", process::id());
    let address = format!("unix:{}", env::temp_dir().join(name).display());
    let listener = listen(&address, &ListenOptions::default())?;
    server.call("socket(AF_UNIX)", "");
    server.call("bind(echo.sock)", "");
    server.call("listen()", "");
    let served = thread::spawn(move || -> Result<(), String> {
        let (stream, _) = listener.accept().map_err(|e| e.to_string())?;
        server.call_after("connect", "accept()", "a new socket");
        let mut tap = server.tap(CLIENT, stream);
        echo(&mut tap).map_err(|e| e.to_string())?;
        server.call("close()", "");
        drop(listener);
        server.call("unlink(echo.sock)", "");
        Ok(())
    });
    let stream = connect(&address, &ConnectOptions::default())?;
    stream.set_timeouts(PATIENCE, PATIENCE)?;
    client.call_after("listen", "socket(AF_UNIX)", "");
    client.call("connect(echo.sock)", "");
    let mut tap = client.tap(SERVER, stream);
    send_all(&mut tap, b"hello\n")?;
    wait_for_bytes(tap.get_ref().socket(), 6)?;
    receive(&mut tap, &mut [0; 64])?;
    client.call("shutdown(write)", "");
    client.finished(SERVER);
    tap.get_ref().shutdown(Shutdown::Write)?;
    receive(&mut tap, &mut [0; 64])?;
    client.call("close()", "");
    served.join().map_err(|_| "the server's thread panicked")??;
    Ok(recorder.finish())
}
