//! When do small writes leave?

use std::io::{self, BufWriter, Read, Write};
use std::thread;
use std::time::Duration;

use cli::say;
use endpoint::Stream;

use super::rig::{Took, switch_off, tcp_pair, timed};
use super::tcp_info::tcp_info;

const ROUNDS: usize = 11;
const HEAD: &[u8] = b"HEAD";
const BODY: &[u8] = b"and a body";

type Ask = fn(&mut Stream) -> io::Result<()>;

/// The same request, written in four ways.
pub(super) fn nagle() -> cli::Result {
    let ways: [(&str, bool, Ask); 4] = [
        ("two writes", false, two_writes),
        ("two writes, each with flush()", false, two_flushed),
        ("two writes, TCP_NODELAY", true, two_writes),
        ("two writes into a BufWriter", false, buffered),
    ];
    for (name, nodelay, ask) in ways {
        say!("{name:<30} {} per request", round_trip(nodelay, ask)?);
    }
    Ok(())
}

// ANCHOR: ways
fn two_writes(stream: &mut Stream) -> io::Result<()> {
    stream.write_all(HEAD)?;
    stream.write_all(BODY)
}

fn two_flushed(stream: &mut Stream) -> io::Result<()> {
    stream.write_all(HEAD)?;
    stream.flush()?; // does nothing, and cannot do anything
    stream.write_all(BODY)?;
    stream.flush()
}

fn buffered(stream: &mut Stream) -> io::Result<()> {
    let mut buffer = BufWriter::new(stream);
    buffer.write_all(HEAD)?;
    buffer.write_all(BODY)?;
    buffer.flush() // the one write(2) of this function
}
// ANCHOR_END: ways

/// Time from the first write to the end of the answer: of all rounds in the
/// order of their times, the one in the middle.
fn round_trip(nodelay: bool, ask: Ask) -> cli::Result<Took> {
    let (mut client, mut server) = tcp_pair()?;
    client.set_nodelay(nodelay)?;
    let served = thread::spawn(move || -> io::Result<()> {
        let mut request = [0; HEAD.len() + BODY.len()];
        while server.read_exact(&mut request).is_ok() {
            server.write_all(b"answer")?;
        }
        Ok(())
    });
    let mut rounds = [Duration::ZERO; ROUNDS];
    for round in &mut rounds {
        let (result, Took(time)) = timed(|| -> io::Result<()> {
            ask(&mut client)?;
            client.read_exact(&mut [0; 6])
        });
        result?;
        *round = time;
    }
    drop(client);
    served.join().map_err(|_| "the server panicked")??;
    rounds.sort_unstable();
    Ok(Took(rounds[ROUNDS / 2]))
}

/// What leaves at once when three small parts are written.
pub(super) fn cork() -> cli::Result {
    for (name, nodelay, cork) in [
        ("as it is", false, false),
        ("TCP_NODELAY", true, false),
        ("TCP_CORK", false, true),
    ] {
        let (mut client, server) = tcp_pair()?;
        client.set_nodelay(nodelay)?;
        client.socket().set_tcp_cork(cork)?;
        if !nodelay {
            switch_off(server.socket())?; // it acknowledges nothing
        }
        for part in ["head ", "body ", "tail"] {
            client.write_all(part.as_bytes())?;
        }
        let sent = tcp_info(client.socket())?.data_segments_out;
        say!("{name:<12} 3 writes, segments that have left: {sent}");
        if cork {
            client.socket().set_tcp_cork(false)?;
            let sent = tcp_info(client.socket())?.data_segments_out;
            say!("{:<12} the cork is pulled:         {sent}", "");
        }
    }
    Ok(())
}
