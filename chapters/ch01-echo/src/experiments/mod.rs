//! One behavior of the system each, made visible.

mod pipe;
mod queue;
mod reset;
mod sending;
mod states;
pub(crate) mod wait;

use std::net::SocketAddr;

use cli::Play;
use echo::{accept, connect, listen};
use socket2::Socket;

/// Everything that `experiment` can show.
pub(crate) const ALL: [Play; 6] = [
    Play {
        name: "partial-send",
        about: "how many bytes does one send take?",
        run: sending::partial_send,
    },
    Play {
        name: "states",
        about: "who ends in TIME-WAIT, who in CLOSE-WAIT?",
        run: states::who_waits,
    },
    Play {
        name: "bind-again",
        about: "why does a restarted server find its address in use?",
        run: states::bind_again,
    },
    Play {
        name: "accept-queue",
        about: "what happens when nobody accepts?",
        run: queue::fill,
    },
    Play {
        name: "broken-pipe",
        about: "what does a send to a peer that has gone return?",
        run: pipe::broken_pipe,
    },
    Play {
        name: "reset",
        about: "how can closing destroy an answer that was sent?",
        run: reset::destroy,
    },
];

/// Two ends of one connection on the loopback interface: (client, server,
/// listener).
fn pair() -> cli::Result<(Socket, Socket, Socket)> {
    let listener = listen("127.0.0.1:0".parse()?, 1)?;
    let client = connect(address(&listener)?)?;
    let (server, _) = accept(&listener)?;
    Ok((client, server, listener))
}

/// The Internet address that a socket is bound to.
fn address(socket: &Socket) -> cli::Result<SocketAddr> {
    Ok(socket.local_addr()?.as_socket().ok_or("no Internet address")?)
}
