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
    for (name, size) in [("4096", Some(4096)), ("the system's own", None)] {
        let taken = absorbed(size)?;
        let about =
            if taken < 100_000 { "less than 100 KB" } else { "more than 1 MB" };
        let about = if (100_000..1_000_000).contains(&taken) {
            "100 KB to 1 MB"
        } else {
            about
        };
        say!("  buffers: {name:<16} taken before it has to wait: {about}");
    }
    Ok(())
}

/// How many bytes fit between a writer and a peer that never reads.
// ANCHOR: absorbed
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
// ANCHOR_END: absorbed
