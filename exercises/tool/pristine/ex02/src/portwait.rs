//! Call until somebody answers, and no longer than the limit.
//!
//! Scripts start a server and then need it. `sleep 5` is too long on one machine
//! and too short on the next. Call it instead, until it answers, and give up
//! when the time is over.
//!
//! ```text
//! addresses [A, B], limit 2 s
//!   A refuses, B refuses, a short pause,
//!   A refuses, B is silent until its time is over, a short pause,
//!   A answers: the result is A
//! ```
//!
//! Rules:
//!
//! * Rounds: in each round every address is called, in order.
//! * The limit holds for all of it. It is over at most half a second late,
//!   however many addresses are silent.
//! * A silent address must not use up the time of those after it: within a
//!   round, an address gets at most its share of the time that is left.
//! * A server that refuses does so at once. Pause 10 to 100 milliseconds after
//!   each round, or the loop burns the processor that the server needs.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

/// Nobody answered in time.
#[derive(Debug)]
pub struct NotOpen {
    /// What the last call returned; `None` when there was none.
    pub last: Option<io::Error>,
}

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
    call: impl FnMut(SocketAddr, Duration) -> io::Result<()>,
) -> Result<SocketAddr, NotOpen> {
    let _ = (addresses, limit, call);
    todo!("rounds of calls, each with a share of the time that is left")
}
