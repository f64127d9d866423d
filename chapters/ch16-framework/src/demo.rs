//! Scripted conversations, recorded by both sides.

use std::io::{self, Read, Write};

use cli::Scene;
use endpoint::Stream;
use stage::play;
use wire::{Recording, Tap};
use wsgi::{Gateway, Memory};

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 2] = [
    Scene {
        name: "add",
        about: "an entry is posted as JSON; the answer says where it is",
        play: add,
    },
    Scene {
        name: "method",
        about: "a method that no rule takes: 405, and which ones are taken",
        play: method,
    },
];

fn add() -> cli::Result<Recording> {
    ask(
        "an entry",
        b"POST /api/entries HTTP/1.1\r\nHost: book\r\nConnection: close\r\n\
        Content-Type: application/json\r\n\
        Content-Length: 29\r\n\r\n{\"name\":\"Ada\",\"text\":\"Hello\"}",
    )
}

fn method() -> cli::Result<Recording> {
    ask(
        "a method that no rule takes",
        b"DELETE / HTTP/1.1\r\nHost: book\r\nConnection: close\r\n\r\n",
    )
}

fn ask(title: &str, request: &'static [u8]) -> cli::Result<Recording> {
    play(title, serve, move |tap| {
        tap.write_all(request)?;
        let mut chunk = [0; 1024];
        while tap.read(&mut chunk)? > 0 {}
        Ok(())
    })
}

/// One request, which comes at once.
fn serve(tap: &mut Tap<Stream>) -> io::Result<()> {
    let app = crate::book::app();
    let app = app.map_err(|error| io::Error::other(error.causes()))?;
    let gateway = Gateway::new(app);
    let mut memory = Memory::default();
    let mut chunk = [0; 1024];
    let n = tap.read(&mut chunk)?;
    memory.send(&chunk[..n], |channel| gateway.run(channel));
    tap.write_all(memory.output())
}
