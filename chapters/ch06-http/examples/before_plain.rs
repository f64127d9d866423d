//! A server of chapter 1, and a browser that asks it something.
//!
//! `cargo run -p ch06 --example before_plain`: says hello to whoever comes.

use std::io::{Read, Write};
use std::net::TcpListener;

fn main() {
    let address = std::env::var("SERVE_ADDR");
    let address = address.as_deref().unwrap_or("127.0.0.1:9006");
    let listener = TcpListener::bind(address).expect("a free port");
    println!("listening on {}", listener.local_addr().expect("bound"));
    // ANCHOR: serve
    for client in listener.incoming() {
        let mut client = client.expect("a client");
        let n = client.read(&mut [0; 1024]).expect("a request");
        println!("{n} bytes came");
        client.write_all(b"hello, world\n").expect("an answer");
    }
    // ANCHOR_END: serve
}
