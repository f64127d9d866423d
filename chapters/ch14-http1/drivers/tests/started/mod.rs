//! The program, started on each of its drivers.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::Command;

use testing::Server;
use testing::load::connect;

/// Who can serve.
pub(crate) const DRIVERS: [&str; 3] = ["threads", "pool", "prefork"];

/// The program with `words` behind `serve 127.0.0.1:0 --on DRIVER`.
pub(crate) fn start(driver: &str, words: &str) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ch14"));
    command.args(["serve", "127.0.0.1:0", "--on", driver]);
    Server::start(command.args(words.split_whitespace()))
}

pub(crate) const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// The answer to [`GET`], with [`DATE`] as its date.
pub(crate) const HELLO: &str = "HTTP/1.1 200 OK\r\n\
    Date: DATE\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\
    Content-Length: 6\r\n\
    \r\n\
    hello\n";

/// What was read, with `DATE` for each date of 29 characters.
pub(crate) fn undated(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split("Date: ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("Date: DATE");
        out.push_str(part.get(29..).unwrap_or("(cut short)"));
    }
    out
}

/// All that comes when `bytes` are sent in pieces of `step`, and then no more.
pub(crate) fn answer_to(address: &str, bytes: &[u8], step: usize) -> String {
    let mut stream = connect(address).expect("it takes connections");
    stream.set_nodelay(true).expect("an option of TCP");
    for piece in bytes.chunks(step) {
        if stream.write_all(piece).is_err() {
            break; // it has heard enough
        }
    }
    let _ = stream.shutdown(Shutdown::Write);
    undated(&testing::drain(&mut stream))
}

/// One request and its answer on a connection that stays open.
pub(crate) fn hello(stream: &mut TcpStream) -> Result<(), String> {
    stream.write_all(GET).map_err(|e| e.to_string())?;
    let mut got = [0; HELLO.len() - 4 + 29];
    stream.read_exact(&mut got).map_err(|e| e.to_string())?;
    let got = undated(&got);
    (got == HELLO).then_some(()).ok_or(got)
}
