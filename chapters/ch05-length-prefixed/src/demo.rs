//! Scripted conversations, recorded on both sides.

use std::io::{self, Read, Write};

use cli::Scene;
use endpoint::Stream;
use framing::Framed;
use length_prefixed::kv::{Request, Store, codec};
use stage::{CLIENT, SERVER, play, wait_for};
use wire::{Part, PartKind, Recording, Tap};

use crate::server::answer;

/// Everything that `demo` can show.
pub(crate) const SCENES: [Scene; 3] = [
    Scene {
        name: "set-get",
        about: "a value is set and asked for",
        play: set_get,
    },
    Scene {
        name: "split-prefix",
        about: "a length that arrives in two pieces",
        play: split_prefix,
    },
    Scene {
        name: "one-gigabyte",
        about: "a length over the limit ends the conversation",
        play: one_gigabyte,
    },
];

/// Marks the lengths; what follows each is a message.
fn annotate(mut recording: Recording) -> Recording {
    for (from, to) in [(CLIENT, SERVER), (SERVER, CLIENT)] {
        recording.annotate(from, to, parts);
    }
    recording
}

fn parts(mut bytes: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut add = |len, kind, label: &str| {
        if len > 0 {
            parts.push(Part { len, kind, label: label.to_owned() });
        }
    };
    while let Some((prefix, rest)) = bytes.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*prefix) as usize;
        let message = length.min(rest.len());
        add(4, PartKind::Framing, &format!("length {length}"));
        add(message, PartKind::Payload, "message");
        bytes = &rest[message..];
    }
    parts
}

fn serve(tap: &mut Tap<Stream>) -> io::Result<()> {
    answer(&mut Store::default(), tap).map(drop)
}

fn request(request: &Request) -> io::Result<Vec<u8>> {
    let mut bytes = bytes::BytesMut::new();
    let message = request.to_bytes().map_err(io::Error::other)?;
    framing::Encoder::encode(&mut codec(), message, &mut bytes)
        .map_err(io::Error::other)?;
    Ok(bytes.to_vec())
}

fn color() -> String {
    "color".to_owned()
}

fn set_get() -> cli::Result<Recording> {
    let client = |tap: &mut Tap<Stream>| {
        let set = Request::Set { name: color(), value: "green".into() };
        let get = Request::Get { name: color() };
        let mut framed = Framed::new(tap, codec());
        for (asked, answer) in [(set, 5), (get, 10)] {
            framed.get_mut().write_all(&request(&asked)?)?;
            wait_for(framed.get_ref(), answer)?;
            framed.read_frame()?;
        }
        Ok(())
    };
    play("set color green, get color", serve, client).map(annotate)
}

fn split_prefix() -> cli::Result<Recording> {
    let server = |tap: &mut Tap<Stream>| {
        wait_for(tap, 10)?;
        // Two bytes, as when a packet ends in the middle of a length.
        let mut framed = Framed::new(tap, codec()).with_read_size(2);
        while let Some(frame) = framed.read_frame()? {
            let response = match Request::from_bytes(frame) {
                Ok(request) => Store::default().answer(request),
                Err(error) => return Err(io::Error::other(error)),
            };
            framed.send(response.to_bytes().map_err(io::Error::other)?)?;
        }
        Ok(())
    };
    let client = |tap: &mut Tap<Stream>| {
        tap.write_all(&request(&Request::Get { name: color() })?)?;
        wait_for(tap, 5)?;
        let mut framed = Framed::new(tap, codec());
        framed.read_frame()?;
        Ok(())
    };
    play("reads of two bytes", server, client).map(annotate)
}

fn one_gigabyte() -> cli::Result<Recording> {
    let client = |tap: &mut Tap<Stream>| {
        tap.write_all(&(1_u32 << 30).to_be_bytes())?;
        // The server says nothing more.
        let end = tap.read(&mut [0; 64])?;
        debug_assert_eq!(end, 0);
        Ok(())
    };
    play("four bytes promise a gigabyte", serve, client).map(annotate)
}
