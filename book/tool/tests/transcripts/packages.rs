//! Packages that a page runs: built once, and served on a free port.

use std::fs;

use super::{Book, block, told};

/// A real package: a server on a real port, and its client.
const PROGRAM: &str = r#"
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
fn main() -> std::io::Result<()> {
    let mut words = std::env::args().skip(1);
    let word = words.next().unwrap_or_default();
    let addr = std::env::var("SERVE_ADDR").unwrap_or("127.0.0.1:9001".into());
    if word == "client" {
        let addr = words.next().unwrap_or(addr);
        let mut stream = TcpStream::connect(&addr)?;
        stream.write_all(b"x")?;
        let mut said = String::new();
        stream.read_to_string(&mut said)?;
        println!("{addr} said {said}");
        return Ok(());
    }
    let listener = TcpListener::bind(addr)?;
    println!("listening on {}", listener.local_addr()?);
    for stream in listener.incoming() {
        let mut stream = stream?;
        stream.read_exact(&mut [0])?;
        println!("{} came", stream.peer_addr()?);
        stream.write_all(b"hello")?;
    }
    Ok(())
}
"#;

#[test]
fn a_package_is_built_once_and_serves_on_a_free_port() {
    let text = block(
        ",server=s",
        &[
            "$ cargo run -p ch01",
            "listening on 127.0.0.1:9001",
            "127.0.0.1:51234 came",
            "127.0.0.1:[..] came",
        ],
    ) + &block(
        ",with=s",
        &[
            "$ cargo run -p ch01 -- client",
            "127.0.0.1:9001 said hello",
            "$ cargo run -p ch01 -- client localhost:9001 | cat",
            "localhost:9001 said hello",
        ],
    ) + &block("", &["$ cargo run -p ch77"]);
    let book = Book::new(&text);
    let root = book.path();
    fs::create_dir(root.join("src")).expect("a folder");
    fs::write(root.join("src/main.rs"), PROGRAM).expect("a program");
    let manifest = "[package]\nname = \"ch01\"\nedition = \"2024\"\n";
    fs::write(root.join("Cargo.toml"), manifest).expect("a manifest");
    let wrong = told(&book.check());
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    let said = "page.md:14: cargo build -p ch77 failed: error: ";
    assert!(wrong[0].starts_with(said), "{}", wrong[0]);
}
