//! Chapter 14's little app on the servers that professionals use, each on one
//! core: `GET /` says hello, `POST /echo` sends the body back. Started by the
//! program `servers`.
//!
//! `peers hyper|actix-web|tiny_http` listens on a free port of 127.0.0.1 and
//! says which; SIGTERM ends it.

mod actix;
mod hyper;
mod tiny;

use std::net::SocketAddr;

/// As ours.
const TEXT: &str = "text/plain; charset=utf-8";
/// As ours.
const HELLO: &str = "hello\n";
/// How long a body may be, where there is a limit: 16 MiB.
const MAX: usize = 16 * 1024 * 1024;

type Result = std::result::Result<(), Box<dyn std::error::Error>>;

fn main() -> Result {
    match std::env::args().nth(1).as_deref() {
        Some("hyper") => hyper::serve(),
        Some("actix-web") => actix::serve(),
        Some("tiny_http") => tiny::serve(),
        _ => {
            eprintln!("peers hyper|actix-web|tiny_http");
            std::process::exit(2);
        }
    }
}

fn announce(address: SocketAddr) {
    println!("listening on {address}");
}
