//! How many calls does it take to send a file?

use std::env;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::num::NonZeroUsize;
use std::process;
use std::thread;

use cli::say;
use endpoint::Stream;

use super::rig::tcp_pair;

const SIZE: usize = 1_000_000;

pub(super) fn sendfile() -> cli::Result {
    let name = format!("ch02-sendfile-{}", process::id());
    let path = env::temp_dir().join(name);
    let content: Vec<u8> =
        (0..SIZE).map(|i| u8::try_from(i % 251).unwrap_or(0)).collect();
    fs::write(&path, &content)?;
    let opened = File::open(&path);
    fs::remove_file(&path)?; // the open descriptor keeps it
    let mut file = opened?;
    for (name, way) in [
        ("read + write, 8 KiB", copy as fn(&mut File, &mut Stream) -> _),
        ("sendfile", send),
    ] {
        let (mut client, mut server) = tcp_pair()?;
        let reader = thread::spawn(move || {
            let mut all = Vec::new();
            server.read_to_end(&mut all).map(|_| all)
        });
        let calls = way(&mut file, &mut client)?;
        drop(client);
        let came = reader.join().map_err(|_| "the reader panicked")??;
        let same = came == content;
        let calls = match calls {
            1 => "1 call".to_owned(),
            n => format!("{n} calls"),
        };
        say!("{name:<20} {calls:<10} the same bytes came: {same}");
    }
    Ok(())
}

fn copy(file: &mut File, stream: &mut Stream) -> io::Result<usize> {
    let mut calls = 0;
    let mut buf = [0; 8192];
    loop {
        calls += 1;
        let n = file.read(&mut buf)?;
        if n == 0 {
            return Ok(calls);
        }
        let mut rest = &buf[..n];
        while !rest.is_empty() {
            calls += 1;
            rest = &rest[stream.write(rest)?..];
        }
    }
}

// ANCHOR: send
fn send(file: &mut File, stream: &mut Stream) -> io::Result<usize> {
    let (mut calls, mut sent) = (0, 0);
    while let Some(left) = NonZeroUsize::new(SIZE - sent) {
        calls += 1;
        sent += stream.socket().sendfile(&*file, sent, Some(left))?;
    }
    Ok(calls)
}
// ANCHOR_END: send
