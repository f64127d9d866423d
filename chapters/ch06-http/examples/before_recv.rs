//! HTTP as one writes it first: one read is the request, the answer's lines
//! end with `\n`, and it has no length.
//!
//! `cargo run -p ch06 --example before_recv`: answers forms.

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
        let mut buf = [0; 1024];
        let n = client.read(&mut buf).expect("a request");
        let request = String::from_utf8_lossy(&buf[..n]);
        let form = request.split("\r\n\r\n").nth(1).unwrap_or_default();
        println!("the form has {} letters", form.len());
        let head = "HTTP/1.1 200 OK\nContent-Type: text/plain";
        let answer = format!("{head}\n\nyou wrote {} letters\n", form.len());
        client.write_all(answer.as_bytes()).expect("an answer");
    }
    // ANCHOR_END: serve
}
