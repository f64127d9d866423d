//! The interactive client: a line goes out, its echo comes back.

use std::io::{self, BufRead};
use std::net::{Shutdown, SocketAddr};

use cli::say;
use echo::{connect, receive, send_all};
use socket2::Socket;

/// Reads lines from standard input until it ends, then says that it is
/// done and waits for the server to say so too.
pub(crate) fn run(address: SocketAddr) -> cli::Result {
    let mut stream = connect(address).map_err(|error| {
        format!("{error}; is the server running? cargo run -p ch01")
    })?;
    say!("connected to {address}; type a line, end with Ctrl-D");
    for line in io::stdin().lock().split(b'\n') {
        let mut line = line?;
        line.push(b'\n');
        send_all(&mut stream, &line)
            .map_err(|error| format!("{address} is gone: {error}"))?;
        print_echo(&mut stream, line.len())?;
    }
    stream.shutdown(Shutdown::Write)?;
    while receive(&mut stream, &mut [0; 1024])? > 0 {}
    say!("bye");
    Ok(())
}

/// Prints what comes back until as many bytes have come as were sent: one
/// `receive` may bring fewer.
// ANCHOR: print_echo
fn print_echo(stream: &mut Socket, expected: usize) -> cli::Result {
    let mut answer = vec![0; expected];
    let mut have = 0;
    while have < expected {
        let n = receive(stream, &mut answer[have..])?;
        if n == 0 {
            return Err("the server closed the connection".into());
        }
        have += n;
    }
    say!("{}", String::from_utf8_lossy(&answer).trim_end());
    Ok(())
}
// ANCHOR_END: print_echo
