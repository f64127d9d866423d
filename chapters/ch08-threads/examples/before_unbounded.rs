//! A queue without a limit.
//!
//! `cargo run -p ch08 --example before_unbounded`: one thread, busy with a
//! client that says nothing, and the others who come meanwhile.

use std::io::{self, Read};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::channel;
use std::thread;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

/// Descriptors that this program may have: few, so that the end comes soon.
const DESCRIPTORS: u64 = 300;

fn main() -> io::Result<()> {
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, DESCRIPTORS, hard)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    // ANCHOR: queue
    let (queue, clients) = channel::<TcpStream>();
    thread::spawn(move || {
        for mut client in clients {
            let _ = client.read(&mut [0; 1]); // it says nothing
        }
    });
    let mut waiting = 0;
    let mut both_ends = Vec::new();
    loop {
        both_ends.push(TcpStream::connect(address)?);
        let (client, _) = listener.accept()?;
        let _ = queue.send(client); // there is always room
        if waiting % 50 == 0 {
            println!("one is served, {waiting} wait");
        }
        waiting += 1;
    }
    // ANCHOR_END: queue
}
