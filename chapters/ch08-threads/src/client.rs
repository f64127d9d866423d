//! The interactive client: what is typed goes out, what comes is printed.

use std::io::{self, Write};
use std::net::Shutdown;
use std::sync::Arc;
use std::thread;

use cli::say;
use endpoint::Stream;

/// One thread for each direction: what the server says is printed at once,
/// asked for or not, and its end is seen while the keyboard is silent.
// ANCHOR: client
pub(crate) fn run(address: &str) -> cli::Result {
    let stream = Arc::new(stage::call("ch08", address)?);
    say!("connected to {address}; type a line, end with Ctrl-D");
    let typing = Arc::clone(&stream);
    // Not joined: it sleeps in a read of the keyboard, which nobody can end.
    thread::Builder::new().spawn(move || send_lines(&typing))?;
    io::copy(&mut &*stream, &mut io::stdout())?;
    say!("bye");
    Ok(())
}

/// Each line as it is typed, then the word that there are no more.
fn send_lines(stream: &Stream) {
    let sent = io::stdin().lines().try_for_each(|line| {
        let line = line? + "\n";
        let mut stream = stream;
        stream.write_all(line.as_bytes())
    });
    // When it fails the server has left, and the other thread sees it.
    let _ = sent.and_then(|()| stream.shutdown(Shutdown::Write));
}
// ANCHOR_END: client
