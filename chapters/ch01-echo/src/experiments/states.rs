//! Who ends in TIME-WAIT, who in CLOSE-WAIT, and what that means for bind.

use std::io;
use std::net::SocketAddr;

use cli::say;
use echo::states::State;
use socket2::{Domain, Socket, Type};

use super::{address, pair, wait};

/// Both ends of one connection after each close, once for either order.
pub(super) fn who_waits() -> cli::Result {
    let (client, server, _listener) = pair()?;
    say!("{:24} {:12} server", "the client closes first", "client");
    close_in_turn(("client", client), ("server", server), false)?;
    let (client, server, _listener) = pair()?;
    say!("{:24} {:12} server", "the server closes first", "client");
    close_in_turn(("server", server), ("client", client), true)
}

/// Closes `first`, then `second`, and shows both ends after each step.
fn close_in_turn(
    first: (&str, Socket),
    second: (&str, Socket),
    swapped: bool,
) -> cli::Result {
    let ends = (address(&first.1)?, address(&second.1)?);
    show("connected", ends, swapped)?;
    drop(first.1); // close(2)
    wait::for_state(ends.0, Some(State::FinWait2))?;
    wait::for_state(ends.1, Some(State::CloseWait))?;
    show(&format!("{} has closed", first.0), ends, swapped)?;
    drop(second.1);
    wait::for_state(ends.0, Some(State::TimeWait))?;
    wait::for_state(ends.1, None)?;
    show(&format!("{} has closed too", second.0), ends, swapped)
}

/// One row: the states of client and server. `swapped` when the server is
/// the first of `ends`.
fn show(
    when: &str,
    ends: (SocketAddr, SocketAddr),
    swapped: bool,
) -> cli::Result {
    let state = |end| -> io::Result<String> {
        let entry = wait::entry(end)?;
        Ok(entry.map_or("(gone)".to_owned(), |e| e.state.to_string()))
    };
    let (client, server) = if swapped { (ends.1, ends.0) } else { ends };
    say!("  {when:22} {:12} {}", state(client)?, state(server)?);
    Ok(())
}

/// A server closes first, ends, and is started again at the same address.
pub(super) fn bind_again() -> cli::Result {
    let (client, server, listener) = pair()?;
    let (ours, end) = (address(&listener)?, address(&client)?);
    drop(server);
    wait::for_state(end, Some(State::CloseWait))?;
    drop(client);
    wait::for_state(ours, Some(State::TimeWait))?;
    drop(listener);
    for reuse in [false, true] {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_reuse_address(reuse)?;
        let result = socket.bind(&ours.into());
        let result = result.map_or_else(|e| e.to_string(), |()| "ok".into());
        say!("SO_REUSEADDR {:6} bind: {result}", format!("{reuse}:"));
    }
    Ok(())
}
