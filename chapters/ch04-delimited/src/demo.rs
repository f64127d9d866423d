//! Scripted conversations, recorded on both sides.

use std::io::{self, Write};

use cli::Scene;
use delimited::{Delimited, Lines};
use endpoint::Stream;
use framing::Framed;
use stage::{CLIENT, SERVER, play, wait_for};
use wire::{Part, PartKind, Recording, Tap};

use crate::apps;

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 3] = [
    Scene {
        name: "carry-over",
        about: "a message whose mark comes with the next bytes",
        play: carry_over,
    },
    Scene {
        name: "dialogue",
        about: "a line dialogue: greeting, name, exit",
        play: dialogue,
    },
    Scene {
        name: "too-long",
        about: "a line over the limit is skipped, the next one is read",
        play: too_long,
    },
];

/// Marks where messages end.
fn annotate(mut recording: Recording, mark: &'static [u8]) -> Recording {
    for (from, to) in [(CLIENT, SERVER), (SERVER, CLIENT)] {
        recording.annotate(from, to, |bytes| parts(bytes, mark));
    }
    recording
}

fn parts(mut bytes: &[u8], mark: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |len, kind, label: &str| {
        if len > 0 {
            parts.push(Part { len, kind, label: label.to_owned() });
        }
    };
    while !bytes.is_empty() {
        let found = bytes.windows(mark.len()).position(|w| w == mark);
        let length = found.unwrap_or(bytes.len());
        add(length, PartKind::Payload, "message");
        bytes = &bytes[length..];
        if found.is_some() {
            add(mark.len(), PartKind::Framing, "mark");
            bytes = &bytes[mark.len()..];
        }
    }
    parts
}

fn carry_over() -> cli::Result<Recording> {
    let server = |tap: &mut Tap<Stream>| {
        wait_for(tap, 9)?;
        apps::comma(tap).map(drop)
    };
    let client = |tap: &mut Tap<Stream>| {
        tap.write_all(b"Hello,Wor")?;
        wait_for(tap, 6)?;
        let mut framed = Framed::new(tap, Delimited::new(b","));
        framed.read_frame()?;
        framed.get_mut().write_all(b"ld,")?;
        wait_for(framed.get_ref(), 6)?;
        framed.read_frame()?;
        Ok(())
    };
    let recording = play("a comma that comes later", server, client)?;
    Ok(annotate(recording, b","))
}

fn dialogue() -> cli::Result<Recording> {
    let server = |tap: &mut Tap<Stream>| apps::dialogue(tap).map(drop);
    let client = |tap: &mut Tap<Stream>| {
        let mut framed = Framed::new(tap, Lines::crlf());
        let greeting = 29;
        wait_for(framed.get_ref(), greeting)?;
        framed.read_frame()?;
        for (line, answer) in [("Ada", "Hello, Ada!"), ("exit", "Bye.")] {
            framed.send(line)?;
            wait_for(framed.get_ref(), answer.len() + 2)?;
            framed.read_frame()?;
        }
        framed.read_frame()?;
        Ok(())
    };
    let recording = play("a line dialogue", server, client)?;
    Ok(annotate(recording, b"\r\n"))
}

fn too_long() -> cli::Result<Recording> {
    let server = |tap: &mut Tap<Stream>| {
        let lines = Lines::new().with_max_length(8);
        let mut framed = Framed::new(tap, lines).with_read_size(16);
        wait_for(framed.get_ref(), 30)?;
        loop {
            match framed.read_frame() {
                Ok(Some(line)) => framed.send(format!("ok {line}"))?,
                Ok(None) => return Ok(()),
                Err(framing::Error::Codec(_)) => framed.send("no")?,
                Err(error) => return Err(error.into()),
            }
        }
    };
    let client = |tap: &mut Tap<Stream>| {
        tap.write_all(b"a line that is too long\nshort\n")?;
        wait_for(tap, 12)?;
        let mut framed = Framed::new(tap, Lines::new());
        for _ in 0..2 {
            framed.read_frame().map_err(io::Error::from)?;
        }
        Ok(())
    };
    let recording = play("a limit of 8 bytes", server, client)?;
    Ok(annotate(recording, b"\n"))
}
