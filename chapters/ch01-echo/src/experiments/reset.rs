//! How can closing destroy an answer that was sent?

use std::io::{Read, Write};

use cli::say;
use echo::send_all;

use super::{pair, wait};

const REQUEST: &[u8] = b"one question, and more";
const ANSWER: usize = 500_000;

/// The same answer, the same close: once after the whole request was read,
/// once with a part of it unread.
pub(super) fn destroy() -> cli::Result {
    for read in [REQUEST.len(), 12] {
        let (came, end) = answer_and_close(read)?;
        say!("read {read} of {} bytes, answered, closed", REQUEST.len());
        say!("  the client got {came} of {ANSWER} bytes, then {end}");
    }
    Ok(())
}

/// Reads `read` bytes of the request, answers, closes. Returns how much of
/// the answer arrived and how the stream ended.
// ANCHOR: destroy
fn answer_and_close(read: usize) -> cli::Result<(String, String)> {
    let (mut client, mut server, _listener) = pair()?;
    server.set_send_buffer_size(2 * ANSWER)?;
    client.write_all(REQUEST)?;
    wait::for_bytes(&server, REQUEST.len())?;
    server.read_exact(&mut vec![0; read])?;
    send_all(&mut server, &vec![b'x'; ANSWER])?; // into our send buffer
    drop(server); // close(2)

    let mut answer = Vec::new();
    let end = match client.read_to_end(&mut answer) {
        Ok(_) => "the end of the stream".to_owned(),
        Err(error) => error.to_string(),
    };
    let all = answer.len() == ANSWER;
    let came = if all { "all" } else { "only a part" };
    Ok((came.to_owned(), end))
}
// ANCHOR_END: destroy
