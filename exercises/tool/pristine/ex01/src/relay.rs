//! In the middle.
//!
//! A relay stands between a client and a server and passes bytes on, both ways
//! at the same time, until both have finished. Load balancers and tunnels are
//! made of this.
//!
//! ```text
//! client: "question" (no more)   →  relay  →   "question" (no more)  :server
//! client: "answer" (no more)     ←  relay  ←   "answer" (no more)    :server
//! ```
//!
//! Rules: a direction that ends is passed on as an end of that direction only;
//! the other one may go on for as long as it likes. Neither direction waits for
//! the other. Return how many bytes went to the server and to the client.

use std::io;
use std::net::TcpStream;

/// Passes bytes on between `client` and `server` until both have finished.
///
/// Returns (bytes to the server, bytes to the client).
///
/// # Errors
///
/// The first error of either direction.
pub fn relay(client: TcpStream, server: TcpStream) -> io::Result<(u64, u64)> {
    let _ = (client, server);
    todo!("two directions, each until its own end")
}
