// killed by: closing with unread bytes resets the connection
//! The socket is closed as soon as the line was sent.

use std::io;
use std::net::TcpStream;

use echo::send_all;

/// How many bytes of a client's talk are read and thrown away.
pub const MOST: usize = 65_536;

/// Sends `line` and `\r\n` to the client; then closes.
///
/// # Errors
///
/// What the system says while the line is being sent.
pub fn serve(mut stream: TcpStream, line: &str) -> io::Result<()> {
    send_all(&mut stream, format!("{line}\r\n").as_bytes())
}
