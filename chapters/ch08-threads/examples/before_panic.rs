//! A pool whose threads end with the first panic.
//!
//! `cargo run -p ch08 --example before_panic`: two threads, two clients that
//! make the handler panic, and then one that only wants an echo.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

const THREADS: usize = 2;

/// Sends one line back. A bug makes it panic for some lines.
fn handle(client: TcpStream) -> io::Result<()> {
    let mut line = String::new();
    BufReader::new(&client).read_line(&mut line)?;
    let word = line.split_whitespace().nth(1).expect("two words");
    (&client).write_all(format!("{word}\n").as_bytes())
}

// ANCHOR: work
fn work(queue: &Mutex<Receiver<TcpStream>>) {
    loop {
        // Whoever has the lock waits for the next client.
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(client) = next else { return };
        let _ = handle(client);
    }
}
// ANCHOR_END: work

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (queue, clients) = channel();
    let clients = Arc::new(Mutex::new(clients));
    for _ in 0..THREADS {
        let clients = Arc::clone(&clients);
        thread::spawn(move || work(&clients));
    }
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let _ = queue.send(client);
        }
    });
    // The last one waits in vain, so it does not wait for long.
    let (long, short) = (Duration::from_secs(10), Duration::from_millis(500));
    for (line, patience) in [
        ("say hello", long),
        ("oops", long),
        ("oops", long),
        ("say hello", short),
    ] {
        println!("client: {line}");
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(patience))?;
        writeln!(stream, "{line}")?;
        let mut answer = String::new();
        match BufReader::new(stream).read_line(&mut answer) {
            Ok(0) => println!("  the connection was closed"),
            Ok(_) => println!("  answer: {}", answer.trim_end()),
            Err(_) => println!("  no answer within half a second"),
        }
    }
    Ok(())
}
