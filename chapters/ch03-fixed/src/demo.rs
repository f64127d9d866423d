//! Scripted conversations, recorded on both sides.

use std::io::{self, Write};

use cli::Scene;
use endpoint::Stream;
use framing::Framed;
use framing::reading::{LENGTH, Reading, Readings};
use stage::{CLIENT, SERVER, play, wait_for};
use wire::{Part, PartKind, Recording, Tap};

use crate::server::answer;

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 3] = [
    Scene {
        name: "glued",
        about: "three sends come out as one receive",
        play: glued,
    },
    Scene {
        name: "split",
        about: "one send comes out as two receives",
        play: split,
    },
    Scene {
        name: "cut-off",
        about: "a stream that ends inside a message",
        play: cut_off,
    },
];

fn reading(station: &str, number: u32, centidegrees: i16) -> Reading {
    let station = station.to_owned();
    Reading { station, number, centidegrees, humidity: 81 }
}

/// Marks each 16 bytes as one reading. Nothing on this wire is framing.
fn annotate(mut recording: Recording) -> Recording {
    let parts = |bytes: &[u8]| -> Vec<Part> {
        let one = |(i, record): (usize, &[u8])| Part {
            len: record.len(),
            kind: PartKind::Payload,
            label: format!("reading {}", i + 1),
        };
        bytes.chunks(LENGTH).enumerate().map(one).collect()
    };
    recording.annotate(CLIENT, SERVER, parts);
    recording.annotate(SERVER, CLIENT, parts);
    recording
}

fn glued() -> cli::Result<Recording> {
    let server = |tap: &mut Tap<Stream>| {
        wait_for(tap, 3 * LENGTH)?;
        answer(tap).map(drop)
    };
    let client = |tap: &mut Tap<Stream>| {
        let mut framed = Framed::new(tap, Readings);
        for (number, centidegrees) in [(1, -425), (2, -390), (3, -410)] {
            framed.send(&reading("oslo", number, centidegrees))?;
        }
        // The server sends its three answers one by one; take them together.
        wait_for(framed.get_ref(), 3 * LENGTH)?;
        for _ in 0..3 {
            framed.read_frame()?;
        }
        Ok(())
    };
    play("three sends, one receive", server, client).map(annotate)
}

fn split() -> cli::Result<Recording> {
    let server = |tap: &mut Tap<Stream>| {
        wait_for(tap, LENGTH)?;
        // A buffer of ten bytes does what a busy network does.
        let mut framed = Framed::new(tap, Readings).with_read_size(10);
        while let Some(reading) = framed.read_frame()? {
            framed.send(&reading)?;
        }
        Ok(())
    };
    let client = |tap: &mut Tap<Stream>| {
        let mut framed = Framed::new(tap, Readings);
        framed.send(&reading("oslo", 1, -425))?;
        wait_for(framed.get_ref(), LENGTH)?;
        framed.read_frame()?;
        Ok(())
    };
    play("one send, two receives", server, client).map(annotate)
}

fn cut_off() -> cli::Result<Recording> {
    let server = |tap: &mut Tap<Stream>| {
        wait_for(tap, LENGTH + 5)?;
        answer(tap).map(drop)
    };
    let client = |tap: &mut Tap<Stream>| {
        let mut bytes = Vec::new();
        for number in [1, 2] {
            let reading = reading("oslo", number, -425);
            bytes.extend(reading.to_bytes().map_err(io::Error::other)?);
        }
        tap.write_all(&bytes[..LENGTH + 5])?;
        wait_for(tap, LENGTH)?;
        Framed::new(tap, Readings).read_frame()?;
        Ok(())
    };
    play("a stream that ends inside a message", server, client).map(annotate)
}
