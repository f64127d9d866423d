//! What does a send to a peer that has gone return?

use std::io::Write;

use cli::say;
use echo::states::State;

use super::{address, pair, wait};

/// Three sends after the peer has closed.
pub(super) fn broken_pipe() -> cli::Result {
    let (client, mut server, _listener) = pair()?;
    let (ours, theirs) = (address(&server)?, address(&client)?);
    drop(client);
    wait::for_state(ours, Some(State::CloseWait))?;
    for n in 1..=2 {
        match server.write(b"anyone?") {
            Ok(taken) => say!("send {n}: ok, {taken} bytes taken"),
            Err(error) => say!("send {n}: {error}"),
        }
        // The first send is answered with a reset, which ends the socket.
        wait::for_state(theirs, None)?;
        wait::for_state(ours, None)?;
    }
    Ok(())
}
