//! The handler of the notes: what comes goes back in capital letters.

use std::io::{self, Read, Write};

use bytes::BytesMut;

use crate::{DatagramHandler, Rfile, StreamHandler, Wfile};

/// How long a line may be: 8 KiB.
pub const MAX_LINE: usize = 8 * 1024;

/// Each line of a connection, and each packet, comes back in capital letters
/// (ASCII). One handler for both kinds of transports.
#[derive(Clone, Copy, Debug, Default)]
pub struct Upper;

// ANCHOR: upper
impl StreamHandler for Upper {
    fn handle(
        &mut self,
        rfile: &mut Rfile<'_>,
        wfile: &mut Wfile<'_>,
    ) -> io::Result<()> {
        while let Some(line) = rfile.read_line(MAX_LINE)? {
            wfile.write_all(&line.to_ascii_uppercase())?;
        }
        Ok(())
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        output.extend_from_slice(BUSY);
    }
}
// ANCHOR_END: upper

// ANCHOR: upper-packets
impl DatagramHandler for Upper {
    fn handle(
        &mut self,
        rfile: &mut &[u8],
        wfile: &mut Vec<u8>,
    ) -> io::Result<()> {
        rfile.read_to_end(wfile)?;
        wfile.make_ascii_uppercase();
        Ok(())
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        output.extend_from_slice(BUSY);
    }
}
// ANCHOR_END: upper-packets

const BUSY: &[u8] = b"BUSY, TRY LATER\n";
