//! The program, started.

use std::process::Command;

use testing::Server;
use testing::load::ask;

pub(crate) fn ch08() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch08"))
}

/// A server on a free port: `words` choose what it says and who serves.
pub(crate) fn start(words: &str) -> Server {
    let serve = ["serve", "127.0.0.1:0"];
    Server::start(ch08().args(serve).args(words.split_whitespace()))
}

pub(crate) const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: test\r\n\r\n";

pub(crate) fn hello(address: &str) -> Result<(), String> {
    let answer = ask(address, GET).map_err(|e| e.to_string())?;
    match answer.starts_with(b"HTTP/1.1 200 OK\r\n") {
        true => Ok(()),
        false => Err(format!("got {:?}", answer.escape_ascii().to_string())),
    }
}
