// killed by: every address gets its turn within the limit
//! A call may take all the time that is left.

use std::io;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

/// Nobody answered in time.
#[derive(Debug)]
pub struct NotOpen {
    /// What the last call returned; `None` when there was none.
    pub last: Option<io::Error>,
}

/// How long to wait between two rounds.
const PAUSE: Duration = Duration::from_millis(50);

/// Calls `addresses` until one answers, and returns that one.
///
/// `call` connects to an address; it waits at most the time that it is given,
/// which must not be zero.
///
/// # Errors
///
/// [`NotOpen`] when `limit` is over.
pub fn wait_until_open(
    addresses: &[SocketAddr],
    limit: Duration,
    mut call: impl FnMut(SocketAddr, Duration) -> io::Result<()>,
) -> Result<SocketAddr, NotOpen> {
    let end = Instant::now() + limit;
    let mut last = None;
    loop {
        for address in addresses {
            let left = end.saturating_duration_since(Instant::now());
            let share = left;
            if share.is_zero() {
                return Err(NotOpen { last });
            }
            match call(*address, share) {
                Ok(()) => return Ok(*address),
                Err(error) => last = Some(error),
            }
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(NotOpen { last });
        }
        thread::sleep(PAUSE.min(left));
    }
}
