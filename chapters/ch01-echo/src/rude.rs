//! Clients that no server should have to fear. They fit every chapter.

use std::io::{Read, Write};
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::time::Duration;

use cli::say;
use echo::{connect, send_all};
use socket2::Socket;

/// What the client does to the server.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Manner {
    /// Connect and leave at once
    Leave,
    /// Send a line, then reset the connection
    Reset,
    /// Connect and say nothing until the server hangs up
    Silent,
    /// Send and send, and never read, until the server hangs up
    Deaf,
}

pub(crate) fn run(manner: Manner, address: SocketAddr) -> cli::Result {
    let mut stream = connect(address).map_err(|error| {
        format!("{error}; is the server running? cargo run -p ch01")
    })?;
    match manner {
        Manner::Leave => say!("connected and left"),
        Manner::Reset => {
            send_all(&mut stream, b"anyone there?\n")?;
            // With the answer here, the server waits for more of us.
            stream.set_read_timeout(Some(Duration::from_millis(300)))?;
            let _ = stream.peek(&mut [MaybeUninit::uninit()]);
            // A linger time of zero: close throws away what is not yet sent
            // and resets the connection (socket(7), SO_LINGER).
            stream.set_linger(Some(Duration::ZERO))?;
            say!("sent a line, then reset the connection");
        }
        Manner::Silent => {
            say!("connected; saying nothing");
            let _ = stream.read(&mut [0; 1]);
            say!("the server hung up");
        }
        Manner::Deaf => deaf(&mut stream),
    }
    Ok(())
}

/// Sends until the server does not want any more, and reads nothing.
fn deaf(stream: &mut Socket) {
    say!("sending, and reading nothing");
    while stream.write(&[b'x'; 65_536]).is_ok() {}
    say!("the server hung up");
}
