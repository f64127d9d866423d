//! Scripted conversations, recorded by all who take part.

use std::io::{self, Read, Write};
use std::thread;
use std::time::Duration;

use bytes::BytesMut;
use cli::Scene;
use endpoint::{ConnectOptions, ListenOptions, Stream, connect, listen};
use http_basic::{Next, Protocol};
use stage::{CLIENT, SERVER, finish, play, wait_for};
use threading::Greet;
use wire::{Part, PartKind, Recorder, Recording, Side, Tap};

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 2] = [
    Scene {
        name: "two-at-once",
        about: "Ada takes her time, Bob is served meanwhile",
        play: two_at_once,
    },
    Scene {
        name: "busy",
        about: "a client for whom there is no thread",
        play: busy,
    },
];

/// The parties of `two-at-once`: each client beside her thread of the server.
const PARTIES: [&str; 4] = ["client Ada", "server 1", "server 2", "client Bob"];

/// Longer than this nothing in a conversation takes.
const LIMIT: Duration = Duration::from_secs(10);

fn two_at_once() -> cli::Result<Recording> {
    let recorder = Recorder::new("two clients, two threads", &PARTIES);
    let side = |at| recorder.side(at);
    let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
    let address = listener.address().to_string();
    let call = |at, thread| -> cli::Result<_> {
        let stream = connect(&address, &ConnectOptions::default())?;
        let mut tap = tapped(&side(at), thread, stream)?;
        hear(&mut tap, "Welcome. What is your name?")?;
        Ok(tap)
    };
    thread::scope(|scope| -> cli::Result {
        let serve = |at: usize, client: usize| {
            let (side, listener) = (side(at), &listener);
            scope.spawn(move || -> Result<(), String> {
                let (stream, _) =
                    listener.accept().map_err(|e| e.to_string())?;
                let mut tap =
                    tapped(&side, client, stream).map_err(|e| e.to_string())?;
                speak(&mut tap, client).map_err(|e| e.to_string())
            })
        };
        let first = serve(1, 0);
        let mut ada = call(0, 1)?;
        let second = serve(2, 3);
        let mut bob = call(3, 2)?;
        say_and_leave(&mut bob, "Bob")?;
        bob.side().call("leaves", "");
        second.join().map_err(|_| "a thread panicked")??;
        ada.side().call_after("leaves", "types her name", "");
        ada.write_all(b"Ada\n")?;
        hear(&mut ada, "Hello, Ada!")?;
        ada.side().call("close()", "");
        ada.side().finished(1);
        drop(ada);
        first.join().map_err(|_| "a thread panicked")??;
        Ok(())
    })?;
    Ok(recorder.finish())
}

fn tapped(side: &Side, peer: usize, stream: Stream) -> io::Result<Tap<Stream>> {
    stream.set_timeouts(Some(LIMIT), Some(LIMIT))?;
    Ok(side.tap(peer, stream))
}

/// Serves one client in the plainest way there is.
fn speak(tap: &mut Tap<Stream>, client: usize) -> io::Result<()> {
    let mut protocol = Greet::new();
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    let peer = tap.get_ref().peer()?;
    let mut next = protocol.connection_made(&peer, &mut output);
    let mut chunk = [0; 256];
    loop {
        tap.write_all(&output.split())?;
        if next != Next::Keep {
            tap.side().finished(client);
            return Ok(());
        }
        let n = tap.read(&mut chunk)?;
        if n == 0 {
            return Ok(());
        }
        input.extend_from_slice(&chunk[..n]);
        next = protocol.data_received(&mut input, &mut output);
    }
}

/// Waits for all of `line`, and reads it.
fn hear(tap: &mut Tap<Stream>, line: &str) -> io::Result<()> {
    let length = line.len() + 2;
    wait_for(tap, length)?;
    let n = tap.read(&mut vec![0; length])?;
    debug_assert_eq!(n, length, "they were there");
    Ok(())
}

fn say_and_leave(tap: &mut Tap<Stream>, name: &str) -> io::Result<()> {
    tap.write_all(format!("{name}\n").as_bytes())?;
    hear(tap, &format!("Hello, {name}!"))?;
    tap.write_all(b"exit\n")?;
    hear(tap, "Bye.")?;
    let end = tap.read(&mut [0; 1])?;
    debug_assert_eq!(end, 0, "nothing comes after Bye.");
    Ok(())
}

fn busy() -> cli::Result<Recording> {
    let server = |tap: &mut Tap<Stream>| {
        let mut output = BytesMut::new();
        Greet::new().overloaded(&mut output);
        tap.write_all(&output)?;
        finish(tap, CLIENT)?;
        while tap.read(&mut [0; 256])? > 0 {}
        Ok(())
    };
    let client = |tap: &mut Tap<Stream>| {
        tap.write_all(b"Ada\n")?;
        hear(tap, "Sorry: busy, try later.")?;
        let end = tap.read(&mut [0; 1])?;
        debug_assert_eq!(end, 0, "nothing comes after it");
        Ok(())
    };
    let mut recording = play("no thread is free", server, client)?;
    for (from, to) in [(CLIENT, SERVER), (SERVER, CLIENT)] {
        recording.annotate(from, to, parts);
    }
    Ok(recording)
}

/// Marks where lines end.
fn parts(bytes: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |len, kind, label: &str| {
        if len > 0 {
            parts.push(Part { len, kind, label: label.to_owned() });
        }
    };
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let text = line.trim_ascii_end().len();
        add(text, PartKind::Payload, "line");
        add(line.len() - text, PartKind::Framing, "mark");
    }
    parts
}
