//! Scripted conversations between processes, recorded in each of them.
//!
//! Every party but the server's parent is a child of it. A child notes what it
//! does in its own memory, and hands its notes over through a pipe at the end.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::time::{Duration, Instant};

use cli::Scene;
use endpoint::{
    ConnectOptions, ListenOptions, Listener, Stream, connect, listen,
};
use forking::{Children, Signals};
use http_basic::readable;
use nix::unistd::{close, pipe, read, write};
use wire::{Action, Recorder, Recording, Side, Tap};

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 2] = [
    Scene {
        name: "fork",
        about: "a client, the server, and the child that serves it",
        play: fork,
    },
    Scene {
        name: "two-clients",
        about: "a slow client, and one that does not wait for it",
        play: two_clients,
    },
];

/// Longer than this nothing in a conversation should take.
const LIMIT: Duration = Duration::from_secs(10);

/// The parent of all parties: it plays the server.
struct Stage {
    title: &'static str,
    sides: &'static [&'static str],
    signals: Signals,
    children: Children,
    /// The children's notes: which side each is, and where they come from.
    notes: Vec<(usize, File)>,
}

impl Stage {
    fn new(
        title: &'static str,
        sides: &'static [&'static str],
    ) -> cli::Result<Stage> {
        let signals = Signals::install()?;
        let children = Children::new(sides.len());
        Ok(Stage { title, sides, signals, children, notes: Vec::new() })
    }

    /// Starts the process of a party.
    fn enter(
        &mut self,
        side: usize,
        part: impl FnOnce(&Side) -> cli::Result,
    ) -> cli::Result {
        let (reader, writer) = pipe()?;
        let (title, sides) = (self.title, self.sides);
        self.children.spawn(|| {
            let recorder = Recorder::new(title, sides);
            let played = part(&recorder.side(side));
            let own = actions(&recorder);
            let told = serde_json::to_writer(File::from(writer), &own);
            i32::from(played.is_err() || told.is_err())
        })?;
        self.notes.push((side, reader.into()));
        Ok(())
    }

    /// Waits until so many of the children have ended.
    fn reap(&mut self, mut count: usize) -> cli::Result {
        let end = Instant::now() + LIMIT;
        loop {
            self.signals.child_ended();
            let ended = self.children.reap();
            if let Some(bad) = ended.iter().find(|e| !e.how.success()) {
                return Err(format!("a party {bad}").into());
            }
            count = count.saturating_sub(ended.len());
            if count == 0 {
                return Ok(());
            }
            let fd = self.signals.as_fd();
            if readable([fd], Some(end)).is_ok_and(|ready| !ready[0]) {
                return Err("a party took more than 10 s".into());
            }
        }
    }

    /// All notes in one order, the server's `own` among them.
    fn finish(
        mut self,
        own: Option<(usize, Recorder)>,
    ) -> cli::Result<Recording> {
        let mut all = vec![Vec::new(); self.sides.len()];
        for (side, reader) in self.notes.drain(..) {
            all[side] = serde_json::from_reader(reader)?;
        }
        if let Some((side, recorder)) = own {
            all[side] = actions(&recorder);
        }
        let sides = self.sides.iter().map(|&side| side.to_owned()).collect();
        Ok(Recording::merge(self.title, sides, all))
    }
}

/// What one party noted, in its own order.
fn actions(recorder: &Recorder) -> Vec<Action> {
    let events = recorder.finish().events.into_iter();
    events.map(|event| event.action).collect()
}

fn open() -> cli::Result<(Listener, String)> {
    let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
    let address = listener.address().to_string();
    Ok((listener, address))
}

fn limited(stream: Stream) -> io::Result<Stream> {
    stream.set_timeouts(Some(LIMIT), Some(LIMIT))?;
    Ok(stream)
}

/// The server's child: answers a line in capitals, however many reads it takes.
/// It has `line` of it already.
fn answer(
    mut tap: Tap<Stream>,
    client: usize,
    mut line: Vec<u8>,
) -> cli::Result {
    while line.last() != Some(&b'\n') {
        let mut chunk = [0; 64];
        match tap.read(&mut chunk)? {
            0 => break,
            n => line.extend_from_slice(&chunk[..n]),
        }
    }
    tap.write_all(&line.to_ascii_uppercase())?;
    tap.side().call("_exit(0)", "");
    tap.side().finished(client);
    Ok(())
}

/// A client's connection to the server's child.
fn call(side: &Side, child: usize, address: &str) -> cli::Result<Tap<Stream>> {
    let stream = limited(connect(address, &ConnectOptions::default())?)?;
    Ok(side.tap(child, stream))
}

/// The answer, `size` bytes, and the end.
fn hear(tap: &mut Tap<Stream>, size: usize) -> cli::Result {
    stage::wait_for(tap, size)?;
    match (tap.read(&mut vec![0; size])? == size, tap.read(&mut [0])?) {
        (true, 0) => {}
        _ => return Err("another answer than the script has".into()),
    }
    tap.side().call("close()", "");
    Ok(())
}

/// Waits until something stands in a pipe.
fn hear_of(pipe: &OwnedFd) -> cli::Result {
    let end = Instant::now() + LIMIT;
    loop {
        match readable([pipe.as_fd()], Some(end)) {
            Ok([true]) => return Ok(()),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Ok([false]) => return Err("a party took more than 10 s".into()),
            Err(error) => return Err(error.into()),
        }
    }
}

fn fork() -> cli::Result<Recording> {
    const SIDES: [&str; 3] = ["client", "parent", "child"];
    let mut stage = Stage::new("a process for a client", &SIDES)?;
    let (listener, address) = open()?;
    stage.enter(0, |side| {
        side.call("connect()", "");
        let mut tap = call(side, 2, &address)?;
        tap.write_all(b"hello\n")?;
        hear(&mut tap, 6)
    })?;
    let own = Recorder::new(stage.title, &SIDES);
    let parent = own.side(1);
    let (stream, _) = listener.accept()?;
    parent.call_after("connect", "accept()", "a connection");
    parent.call("fork()", "the child's id");
    stage.enter(2, |side| {
        side.call_after("fork", "fork()", "0");
        close(listener.as_raw_fd())?;
        side.call("close(listener)", "");
        answer(side.tap(0, limited(stream)?), 0, Vec::new())
    })?;
    parent.call("close(connection)", "");
    stage.reap(2)?;
    parent.call_after("_exit", "SIGCHLD", "");
    parent.call("waitpid()", "the child's id");
    stage.finish(Some((1, own)))
}

fn two_clients() -> cli::Result<Recording> {
    const SIDES: [&str; 4] = ["slow", "child 1", "quick", "child 2"];
    let mut stage = Stage::new("two clients, two processes", &SIDES)?;
    let (listener, address) = open()?;
    let (go, told) = pipe()?;
    let (heard, hears) = pipe()?;
    stage.enter(0, |side| {
        side.call("connect()", "");
        let mut tap = call(side, 1, &address)?;
        tap.write_all(b"hel")?;
        read(&go, &mut [0])?;
        side.call_after("close", "goes on", "");
        tap.write_all(b"lo\n")?;
        hear(&mut tap, 6)
    })?;
    let (stream, _) = listener.accept()?;
    stage.enter(1, |side| {
        side.call("fork()", "0");
        let mut tap = side.tap(0, limited(stream)?);
        let mut half = vec![0; 3];
        tap.read_exact(&mut half)?;
        write(&hears, b"!")?;
        answer(tap, 0, half)
    })?;
    stage.enter(2, |side| {
        side.call("connect()", "");
        let mut tap = call(side, 3, &address)?;
        tap.write_all(b"hi\n")?;
        hear(&mut tap, 3)
    })?;
    let (stream, _) = listener.accept()?;
    stage.enter(3, |side| {
        side.call("fork()", "0");
        answer(side.tap(2, limited(stream)?), 2, Vec::new())
    })?;
    stage.reap(2)?; // the quick one and its child
    hear_of(&heard)?; // half of the slow one's line
    write(&told, b"!")?;
    stage.reap(2)?;
    stage.finish(None)
}
