//! A client that takes one receive for one message.
//!
//! It sends three lines to the echo server of chapter 2, is busy for a moment,
//! and receives three times. `cargo run -p ch02`, then from another terminal
//! `cargo run -p ch03 --example before_one_recv`.

use std::io::{self, Read, Write};
use std::time::Duration;

use endpoint::{ConnectOptions, Stream, connect};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut server = connect(&address(), &ConnectOptions::default())?;
    server.set_timeouts(Some(Duration::from_secs(1)), None)?;
    talk(&mut server)?;
    Ok(())
}

// ANCHOR: talk
fn talk(server: &mut Stream) -> io::Result<()> {
    let questions = ["one\n", "two\n", "three\n"];
    for question in questions {
        server.write_all(question.as_bytes())?;
    }
    be_busy(server)?; // by now, all answers are here
    for question in questions {
        let mut buf = [0; 1024];
        match server.read(&mut buf) {
            Ok(n) => println!("{question:?} -> {:?}", text(&buf[..n])),
            Err(_) => println!("{question:?} -> no answer"),
        }
    }
    Ok(())
}
// ANCHOR_END: talk

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or("(no text)")
}

/// Does something else for as long as the answers take.
fn be_busy(server: &Stream) -> io::Result<()> {
    let mut looked = [std::mem::MaybeUninit::uninit(); 14];
    while server.socket().peek(&mut looked)? < looked.len() {
        std::thread::yield_now();
    }
    Ok(())
}

fn address() -> String {
    std::env::args()
        .nth(1)
        .or_else(|| std::env::var("SERVE_ADDR").ok())
        .unwrap_or_else(|| "127.0.0.1:9002".to_owned())
}
