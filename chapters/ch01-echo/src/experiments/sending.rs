//! How many bytes does one send take?

use std::io::{Read, Write};
use std::thread;
use std::time::Duration;

use cli::say;
use echo::send_all;

use super::pair;

const ALL: usize = 1_000_000;

/// One `send` to a peer that does not read, then all of it to one that does.
pub(super) fn partial_send() -> cli::Result {
    let (mut client, mut server, _listener) = pair()?;
    client.set_send_buffer_size(4096)?;
    client.set_write_timeout(Some(Duration::from_millis(200)))?;
    let bytes = vec![b'x'; ALL];

    let taken = client.write(&bytes)?;
    say!("one send of {ALL} bytes, and nobody reads");
    say!("it took about {taken} bytes and gave up after 200 ms");

    client.set_write_timeout(None)?;
    let reader = thread::spawn(move || {
        let mut all = Vec::new();
        server.read_to_end(&mut all).map(|_| all.len())
    });
    send_all(&mut client, &bytes[taken..])?;
    drop(client);
    let came = reader.join().map_err(|_| "the reader panicked")??;
    say!("send_all sent the rest; the peer has read {came} bytes");
    Ok(())
}
