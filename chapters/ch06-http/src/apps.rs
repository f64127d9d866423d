//! The two smallest protocols: lines come back, bytes come back in capitals.

use std::io;

use bytes::BytesMut;
use delimited::{Delimited, MAX_LENGTH};
use framing::{Decoder, Encoder};

use crate::{Next, Protocol};

/// Sends each line back. A line of more than 8 KiB ends the conversation.
#[derive(Debug)]
pub struct LineEcho {
    lines: Delimited,
}

impl LineEcho {
    /// For a new connection.
    pub fn new() -> LineEcho {
        LineEcho { lines: Delimited::new(b"\n") }
    }
}

impl Default for LineEcho {
    fn default() -> LineEcho {
        LineEcho::new()
    }
}

// ANCHOR: line-echo
impl Protocol for LineEcho {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        loop {
            match self.lines.decode(input) {
                Ok(Some(line)) => {
                    // A line that came within the limit leaves within it.
                    let sent = self.lines.encode(line, output);
                    debug_assert!(sent.is_ok(), "{sent:?}");
                }
                Ok(None) => return Next::Keep,
                Err(_) => {
                    let refusal =
                        format!("too long: over {MAX_LENGTH} bytes\n");
                    output.extend_from_slice(refusal.as_bytes());
                    return Next::Drain;
                }
            }
        }
    }
    // ANCHOR_END: line-echo

    fn overloaded(&mut self, output: &mut BytesMut) {
        output.extend_from_slice(b"busy, try later\n");
    }
}

/// Sends everything back in capital letters (ASCII), without waiting for the
/// end of anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Upper;

// ANCHOR: upper
impl Protocol for Upper {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        input.make_ascii_uppercase();
        output.extend_from_slice(&input.split());
        Next::Keep
    }
    // ANCHOR_END: upper

    fn overloaded(&mut self, output: &mut BytesMut) {
        output.extend_from_slice(b"BUSY, TRY LATER\n");
    }
}

/// Has a word with a protocol without any socket: what it answers to `chunks`,
/// and what becomes of the connection. For tests.
pub fn answer_to<'a>(
    protocol: &mut impl Protocol,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<u8>, Next) {
    let (mut input, mut output) = (BytesMut::new(), BytesMut::new());
    for chunk in chunks {
        input.extend_from_slice(chunk);
        let next = protocol.data_received(&mut input, &mut output);
        if next != Next::Keep {
            return (output.to_vec(), next);
        }
    }
    protocol.eof_received(&mut input, &mut output);
    let error: Option<&io::Error> = None;
    protocol.connection_lost(error);
    (output.to_vec(), Next::Close)
}
