//! A server that ends without those who wait in its queue.
//!
//! `cargo run -p ch08 --example before_dropping`: one thread; three clients
//! have sent a line and were accepted, when the server is told to end.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

static STOPPED: AtomicBool = AtomicBool::new(false);

// ANCHOR: work
/// Looks for the end between two clients: the one that is being served gets
/// its answer.
fn work(clients: &Receiver<TcpStream>) -> io::Result<()> {
    while !STOPPED.load(Ordering::SeqCst) {
        let Ok(client) = clients.recv() else { break };
        (&client).write_all(b"hi\n")?;
        let mut line = String::new();
        BufReader::new(&client).read_line(&mut line)?;
        (&client).write_all(line.as_bytes())?;
    }
    Ok(()) // and the queue is dropped, with all that is in it
}
// ANCHOR_END: work

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let (queue, clients) = channel();
    let worker = thread::spawn(move || work(&clients));
    let mut callers = Vec::new();
    for line in ["one", "two\n", "three\n"] {
        let mut caller = TcpStream::connect(listener.local_addr()?)?;
        caller.write_all(line.as_bytes())?;
        callers.push(caller);
        let _ = queue.send(listener.accept()?.0);
    }
    callers[0].read_exact(&mut [0; 3])?; // "hi"
    println!("the first is being served, two have asked and wait");
    STOPPED.store(true, Ordering::SeqCst);
    callers[0].write_all(b"\n")?;
    let ended = worker.join().map_err(|_| io::Error::other("a panic"))?;
    println!("the server has ended: {ended:?}");
    for (n, mut caller) in (1..).zip(callers) {
        let mut answer = String::new();
        match caller.read_to_string(&mut answer) {
            Ok(_) => println!("client {n}: {answer:?}"),
            Err(error) => println!("client {n}: {error}"),
        }
    }
    Ok(())
}
