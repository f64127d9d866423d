//! The daytime service of RFC 867: the server speaks first.

use std::io;
use std::net::{Shutdown, TcpStream};

use echo::{receive, send_all};

/// How many bytes of a client's talk are read and thrown away.
pub const MOST: usize = 65_536;

/// Sends `line` and `\r\n` to the client, so that they arrive; then closes.
///
/// # Errors
///
/// What the system says while the line is being sent.
pub fn serve(mut stream: TcpStream, line: &str) -> io::Result<()> {
    send_all(&mut stream, format!("{line}\r\n").as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    let mut thrown_away = 0;
    let mut buf = [0; 4096];
    while thrown_away < MOST {
        match receive(&mut stream, &mut buf) {
            // The line is out; how the client leaves does not matter.
            Ok(0) | Err(_) => break,
            Ok(n) => thrown_away += n,
        }
    }
    Ok(())
}
