//! What the server says: the warmest reading so far.

use std::io::{self, Read, Write};

use cli::say;
use endpoint::{Peer, Stream};
use framing::Framed;
use framing::reading::{Reading, Readings};

pub(crate) fn serve(stream: &mut Stream, peer: &Peer) -> io::Result<()> {
    let count = answer(stream)?;
    say!("{peer}: answered readings: {count}");
    Ok(())
}

/// Answers each reading with the warmest so far, until the stream ends;
/// returns how many there were.
// ANCHOR: answer
pub(crate) fn answer(stream: impl Read + Write) -> io::Result<usize> {
    let mut framed = Framed::new(stream, Readings);
    let mut warmest: Option<Reading> = None;
    let mut count = 0;
    while let Some(reading) = framed.read_frame()? {
        let record = match warmest.take() {
            Some(old) if old.centidegrees >= reading.centidegrees => old,
            _ => reading,
        };
        framed.send(&record)?;
        warmest = Some(record);
        count += 1;
    }
    Ok(count)
}
// ANCHOR_END: answer
