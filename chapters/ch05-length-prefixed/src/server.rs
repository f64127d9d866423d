//! What the server says: it does what is asked and answers.

use std::io::{self, Read, Write};

use cli::say;
use endpoint::{Peer, Stream};
use framing::Framed;
use length_prefixed::kv::{Request, Response, Store, codec};

pub(crate) fn serve(
    store: &mut Store,
    stream: &mut Stream,
    peer: &Peer,
) -> io::Result<()> {
    let count = answer(store, stream)?;
    say!("{peer}: answered requests: {count}");
    Ok(())
}

/// Answers each request until the stream ends; returns how many there were.
///
/// A frame that says nothing sensible is refused, and the next can be read.
/// A length over the limit is an error: where the next frame would begin is not
/// known.
// ANCHOR: answer
pub(crate) fn answer(
    store: &mut Store,
    stream: impl Read + Write,
) -> io::Result<usize> {
    let mut framed = Framed::new(stream, codec());
    let mut count = 0;
    while let Some(frame) = framed.read_frame()? {
        let response = match Request::from_bytes(frame) {
            Ok(request) => store.answer(request),
            Err(error) => Response::Refused(error.to_string()),
        };
        framed.send(response.to_bytes().map_err(io::Error::other)?)?;
        count += 1;
    }
    Ok(count)
}
// ANCHOR_END: answer
