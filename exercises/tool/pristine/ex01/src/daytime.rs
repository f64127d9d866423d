//! The daytime service of RFC 867: the server speaks first.
//!
//! As soon as a client is connected, send it one line, ended with `\r\n`, and
//! finish. Whatever the client sends is thrown away, as the RFC says.
//!
//! ```text
//! server: "Tuesday, February 22, 1982 17:37:43-PST\r\n"  (no more)
//! ```
//!
//! The line must arrive even when the client talks at the same time (a browser
//! does). And a client that never stops talking must not hold the server: after
//! 65,536 bytes of it, close.

use std::io;
use std::net::TcpStream;

/// How many bytes of a client's talk are read and thrown away.
pub const MOST: usize = 65_536;

/// Sends `line` and `\r\n` to the client, so that they arrive; then closes.
///
/// # Errors
///
/// What the system says while the line is being sent.
pub fn serve(stream: TcpStream, line: &str) -> io::Result<()> {
    let _ = (stream, line);
    todo!("send the line, finish, and mind what the client has sent")
}
