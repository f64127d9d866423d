// killed by: lines end with CR LF
//! The line ends as on a terminal, not as on the network.

use std::io;
use std::net::{Shutdown, TcpStream};

use echo::{receive, send_all};

/// How many bytes of a client's talk are read and thrown away.
pub const MOST: usize = 65_536;

/// Sends `line` and a line feed to the client; then closes.
///
/// # Errors
///
/// What the system says while the line is being sent.
pub fn serve(mut stream: TcpStream, line: &str) -> io::Result<()> {
    send_all(&mut stream, format!("{line}\n").as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    let mut thrown_away = 0;
    let mut buf = [0; 4096];
    while thrown_away < MOST {
        match receive(&mut stream, &mut buf) {
            Ok(0) | Err(_) => break,
            Ok(n) => thrown_away += n,
        }
    }
    Ok(())
}
