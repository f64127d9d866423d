//! Waiting until the kernel has done what the script needs.

use std::io;
use std::mem::MaybeUninit;
use std::net::SocketAddr;

use cli::until;
use echo::states::{self, Entry, State};
use socket2::Socket;

/// Waits until `n` bytes (at most 256) can be received at once.
///
/// # Errors
///
/// What the system said, or a time-out.
pub(crate) fn for_bytes(socket: &Socket, n: usize) -> io::Result<()> {
    let mut buf = [MaybeUninit::uninit(); 256];
    // MSG_PEEK looks at the bytes and leaves them where they are.
    until(|| Ok((socket.peek(&mut buf[..n])? >= n).then_some(())))
}

/// The two addresses of one end of a connection: its own, and the other's.
/// Both are needed: the kernel gives the same client port out again for
/// another server while the old connection is still in TIME-WAIT.
pub(crate) type End = (SocketAddr, SocketAddr);

/// Waits until one end of a connection is in `state` (`None`: gone).
///
/// # Errors
///
/// What the system said, or a time-out.
pub(crate) fn for_state(end: End, state: Option<State>) -> io::Result<()> {
    until(|| {
        let now = entry(end)?.map(|entry| entry.state);
        Ok((now == state).then_some(()))
    })
}

/// What the kernel knows about one end of a connection.
pub(crate) fn entry(end: End) -> io::Result<Option<Entry>> {
    let entries = states::with_port(end.0.port())?;
    let is_it = |e: &Entry| end == (e.local.into(), e.remote.into());
    Ok(entries.into_iter().find(is_it))
}
