//! Scripted conversations between the chapter's server and a client.
//!
//! The server runs on a thread of its own and both sides are recorded. The
//! recording is the same in every run because the client waits, where it
//! matters, until all it expects has come.

use std::net::{Shutdown, SocketAddr};
use std::thread::{self, JoinHandle};

use cli::Scene;
use echo::{accept, connect, echo, listen, receive, send_all};
use socket2::Socket;
use wire::{Recorder, Recording, Side, Tap};

use crate::experiments::wait;

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 4] = [
    Scene {
        name: "hello",
        about: "every call of one short conversation",
        play: hello,
    },
    Scene {
        name: "pieces",
        about: "one send, three receives, one answer",
        play: pieces,
    },
    Scene {
        name: "leaves",
        about: "a client that connects and leaves",
        play: leaves,
    },
    Scene {
        name: "reset",
        about: "a client that closes with bytes unread",
        play: reset,
    },
];

const CLIENT: usize = 0;
const SERVER: usize = 1;

fn recorder(title: &str) -> Recorder {
    Recorder::new(title, &["client", "server"])
}

type Served = JoinHandle<Result<(), String>>;

/// A server on a free port that serves one client with `serve`.
fn serve_one(
    side: Side,
    serve: impl FnOnce(&mut Tap<Socket>) -> std::io::Result<()> + Send + 'static,
) -> cli::Result<(SocketAddr, Served)> {
    let listener = listen("127.0.0.1:0".parse()?, 1)?;
    let local = listener.local_addr()?.as_socket().ok_or("no address")?;
    side.call("socket()", "");
    side.call(format!("bind({local})"), "");
    side.call("listen()", "");
    let served = thread::spawn(move || {
        let (client, _) = accept(&listener).map_err(|e| e.to_string())?;
        side.call_after("connect", "accept()", "a new socket");
        let mut tap = side.tap(CLIENT, client);
        // A client that resets is part of the show: the recording has it.
        let _ = serve(&mut tap);
        side.call("close()", "");
        side.finished(CLIENT);
        Ok(())
    });
    Ok((local, served))
}

fn call(side: &Side, to: SocketAddr) -> cli::Result<Tap<Socket>> {
    let stream = connect(to)?;
    side.call_after("listen", "socket()", "");
    side.call(format!("connect({to})"), "");
    Ok(side.tap(SERVER, stream))
}

fn join(served: Served) -> cli::Result {
    served.join().map_err(|_| "the server's thread panicked")??;
    Ok(())
}

fn hello() -> cli::Result<Recording> {
    let recorder = recorder("every call of one short conversation");
    let (to, served) =
        serve_one(recorder.side(SERVER), |tap| echo(tap).map(drop))?;
    let client = recorder.side(CLIENT);
    let mut stream = call(&client, to)?;
    send_all(&mut stream, b"hello\n")?;
    wait::for_bytes(stream.get_ref(), 6)?;
    receive(&mut stream, &mut [0; 64])?;
    client.call("shutdown(write)", "");
    client.finished(SERVER);
    stream.get_ref().shutdown(Shutdown::Write)?;
    receive(&mut stream, &mut [0; 64])?;
    client.call("close()", "");
    drop(stream);
    join(served)?;
    Ok(recorder.finish())
}

fn pieces() -> cli::Result<Recording> {
    let recorder = recorder("one send, three receives, one answer");
    let serve = |tap: &mut Tap<Socket>| {
        wait::for_bytes(tap.get_ref(), 12)?;
        // A buffer of five bytes: three calls are needed for twelve.
        let mut buf = [0; 5];
        while let n @ 1.. = receive(tap, &mut buf)? {
            send_all(tap, &buf[..n])?;
        }
        Ok(())
    };
    let (to, served) = serve_one(recorder.side(SERVER), serve)?;
    let client = recorder.side(CLIENT);
    let mut stream = call(&client, to)?;
    send_all(&mut stream, b"twelve bytes")?;
    wait::for_bytes(stream.get_ref(), 12)?;
    receive(&mut stream, &mut [0; 64])?;
    client.call("close()", "");
    client.finished(SERVER);
    drop(stream);
    join(served)?;
    Ok(recorder.finish())
}

fn leaves() -> cli::Result<Recording> {
    let recorder = recorder("a client that connects and leaves");
    let (to, served) =
        serve_one(recorder.side(SERVER), |tap| echo(tap).map(drop))?;
    let client = recorder.side(CLIENT);
    let stream = call(&client, to)?;
    client.call("close()", "");
    client.finished(SERVER);
    drop(stream);
    join(served)?;
    Ok(recorder.finish())
}

fn reset() -> cli::Result<Recording> {
    let recorder = recorder("a client that closes with bytes unread");
    let (to, served) =
        serve_one(recorder.side(SERVER), |tap| echo(tap).map(drop))?;
    let client = recorder.side(CLIENT);
    let mut stream = call(&client, to)?;
    send_all(&mut stream, b"hello\n")?;
    wait::for_bytes(stream.get_ref(), 6)?;
    client.call_after("send", "close()", "6 bytes unread");
    client.finished(SERVER);
    drop(stream);
    join(served)?;
    Ok(recorder.finish())
}
