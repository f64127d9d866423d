// killed by: a peer's talk is bounded
//! What the client sends is thrown away without a limit.

use std::io;
use std::net::{Shutdown, TcpStream};

use echo::{receive, send_all};

/// How many bytes of a client's talk are read and thrown away.
pub const MOST: usize = 65_536;

/// Sends `line` and `\r\n` to the client; then closes.
///
/// # Errors
///
/// What the system says while the line is being sent.
pub fn serve(mut stream: TcpStream, line: &str) -> io::Result<()> {
    send_all(&mut stream, format!("{line}\r\n").as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    let mut buf = [0; 4096];
    while let Ok(1..) = receive(&mut stream, &mut buf) {}
    Ok(())
}
