//! What does the kernel make of a buffer size?

use std::io::Write;
use std::time::Duration;

use cli::say;
use endpoint::{ListenOptions, Stream, listen};
use socket2::{Domain, Socket, Type};

use super::rig::call;

pub(super) fn buffers() -> cli::Result {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    for asked in [10_000, 1, usize::pow(2, 30)] {
        socket.set_send_buffer_size(asked)?;
        let got = socket.send_buffer_size()?;
        let how = if got == 2 * asked {
            "twice that"
        } else if got > asked {
            "the least there is"
        } else {
            "the most this machine allows"
        };
        say!("SO_SNDBUF {asked:<10} gives {how}");
    }
    say!("a peer that does not read, and a client that writes");
    for (name, size) in
        [("buffers of 4096", Some(4096)), ("the system's own sizes", None)]
    {
        let taken = absorbed(size)?;
        say!("  {name:<24} about {taken} bytes fit");
    }
    Ok(())
}

/// How many bytes fit between a writer and a peer that never reads.
fn absorbed(size: Option<usize>) -> cli::Result<usize> {
    let listener = listen("127.0.0.1:0", &ListenOptions::default())?;
    if let Some(size) = size {
        // Accepted sockets inherit it; later would be too late for the
        // window that the handshake announces (tcp(7)).
        listener.socket().set_recv_buffer_size(size)?;
    }
    let mut client: Stream = call(&listener)?;
    let (_server, _) = listener.accept()?;
    if let Some(size) = size {
        client.socket().set_send_buffer_size(size)?;
    }
    client.set_timeouts(None, Some(Duration::from_millis(200)))?;
    let mut taken = 0;
    while let Ok(n) = client.write(&[0; 65_536]) {
        taken += n;
    }
    Ok(taken)
}
