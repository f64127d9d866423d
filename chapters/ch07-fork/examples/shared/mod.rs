//! What the two servers that do not reap have in common with the right one.

use std::fs;
use std::io;

use endpoint::{ListenOptions, Listener, Peer, Stream, listen};
use http_basic::{Hello, Limits, Stop, Terms, converse, report};

/// Listens, says so, and writes its process id to the file that is named on
/// the command line.
pub(crate) fn open() -> Result<Listener, Box<dyn std::error::Error>> {
    let address = std::env::var("SERVE_ADDR");
    let address = address.as_deref().unwrap_or("127.0.0.1:9007");
    let options = ListenOptions { backlog: 1024, ..ListenOptions::default() };
    let listener = listen(address, &options)?;
    if let Some(file) = std::env::args().nth(1) {
        fs::write(file, std::process::id().to_string())?;
    }
    println!("listening on {}", listener.address());
    Ok(listener)
}

/// Says hello to one client.
pub(crate) fn talk(stream: &Stream, peer: &Peer) {
    let said = hello(stream, peer);
    report(peer, &said);
}

fn hello(stream: &Stream, peer: &Peer) -> io::Result<()> {
    let stop = Stop::new()?; // which nobody says
    let limits = Limits::default();
    let terms = Terms { limits, stop: &stop, others_wait: &|| false };
    converse(stream, peer, &mut Hello::new(), &terms)
}
