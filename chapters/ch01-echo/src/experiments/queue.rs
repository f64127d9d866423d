//! What happens when nobody accepts?

use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use cli::say;
use echo::states::{self, State};
use echo::{accept, connect, listen};
use socket2::{Domain, Socket, Type};

use super::address;

const BACKLOG: i32 = 2;

/// Connects more clients than the accept queue holds.
pub(super) fn fill() -> cli::Result {
    let listener = listen("127.0.0.1:0".parse()?, BACKLOG)?;
    let to = address(&listener)?;
    say!("listen with a backlog of {BACKLOG}, and no accept");
    let mut waiting = Vec::new();
    for n in 1..=BACKLOG + 1 {
        waiting.push(connect(to)?);
        say!("client {n}: connect returned; accept queue: {}", queued(to)?);
    }
    let fourth = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    let patience = Duration::from_millis(300);
    let result = fourth.connect_timeout(&to.into(), patience);
    say!(
        "client 4: {}",
        result.map_or_else(|e| e.to_string(), |()| "?".into())
    );
    drop(fourth);

    let fifth = thread::spawn(move || connect(to).is_ok());
    cli::until(|| Ok(calling(to)?.then_some(())))?;
    say!("client 5: waits in SYN-SENT; accept queue: {}", queued(to)?);
    accept(&listener)?;
    say!("one accept; accept queue: {}", queued(to)?);
    let came = fifth.join().map_err(|_| "client 5 panicked")?;
    say!("client 5: connected: {came}; its SYN was sent again");
    Ok(())
}

/// How many connections wait for `accept` at `to`.
fn queued(to: SocketAddr) -> cli::Result<u32> {
    let entries = states::with_port(to.port())?;
    let listener = entries.iter().find(|e| e.state == State::Listen);
    Ok(listener.ok_or("the listener is not in the table")?.receive_queue)
}

/// Whether a client waits for an answer to its SYN.
fn calling(to: SocketAddr) -> std::io::Result<bool> {
    let entries = states::with_port(to.port())?;
    Ok(entries.iter().any(|e| e.state == State::SynSent))
}
