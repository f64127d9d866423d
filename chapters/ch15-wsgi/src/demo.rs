//! Scripted conversations, recorded by both sides.

use std::io::{self, Read, Write};

use cli::Scene;
use endpoint::Stream;
use stage::play;
use wire::{Recording, Tap};
use wsgi::{Gateway, Memory};

use crate::site::App;

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 2] = [
    Scene {
        name: "block",
        about: "one block: the gateway says how long it is",
        play: block,
    },
    Scene {
        name: "blocks",
        about: "blocks one by one: each is a chunk",
        play: blocks,
    },
];

fn block() -> cli::Result<Recording> {
    ask(
        "one block",
        b"GET /hello HTTP/1.1\r\nHost: book\r\n\
        Connection: close\r\n\r\n",
        &[54, 41, 19, 21],
    )
}

fn blocks() -> cli::Result<Recording> {
    ask(
        "three blocks",
        b"GET /stream HTTP/1.1\r\nHost: book\r\n\
        Connection: close\r\n\r\n",
        &[54, 41, 28, 21, 9, 9, 11],
    )
}

/// `pieces`: how many bytes the client reads at once, so that the picture
/// shows them line by line; what is left comes last.
fn ask(
    title: &str,
    request: &'static [u8],
    pieces: &'static [usize],
) -> cli::Result<Recording> {
    play(title, serve, move |tap| {
        tap.write_all(request)?;
        let mut chunk = [0; 1024];
        for &size in pieces {
            tap.read_exact(&mut chunk[..size])?;
        }
        while tap.read(&mut chunk)? > 0 {}
        Ok(())
    })
}

/// One request, whose head comes at once.
fn serve(tap: &mut Tap<Stream>) -> io::Result<()> {
    let gateway = Gateway::new(App::Mount.application());
    let mut memory = Memory::default();
    let mut chunk = [0; 1024];
    let n = tap.read(&mut chunk)?;
    memory.send(&chunk[..n], |channel| gateway.run(channel));
    tap.write_all(memory.output())
}
