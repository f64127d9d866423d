//! The first server one writes: it is right as long as every client is.
//!
//! `cargo run -p ch01 --example before_unwrap`, then from another terminal
//! `cargo run -p ch01 -- rude reset`: the server is gone.

// The mistakes that this example is about.
#![allow(clippy::unwrap_used, clippy::unused_io_amount)]

use std::io::{Read, Write};
use std::net::SocketAddr;

use echo::listen;

// ANCHOR: main
fn main() {
    let listener = listen(address(), 5).unwrap();
    let local = listener.local_addr().unwrap().as_socket().unwrap();
    println!("listening on {local}");
    loop {
        let (mut client, _) = listener.accept().unwrap();
        let mut buf = [0; 1024];
        loop {
            let n = client.read(&mut buf).unwrap();
            if n == 0 {
                break;
            }
            client.write(&buf[..n]).unwrap(); // all of it?
        }
    }
}
// ANCHOR_END: main

fn address() -> SocketAddr {
    let address = std::env::var("SERVE_ADDR");
    address.as_deref().unwrap_or("127.0.0.1:9001").parse().unwrap()
}
