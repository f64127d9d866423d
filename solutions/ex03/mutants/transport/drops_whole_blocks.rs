// killed by: only what stands before the 0x47 is dropped
//! 188 bytes that begin wrong are dropped together.

use bytes::{Buf, Bytes, BytesMut};
use framing::{Decoder, Unfinished};

/// The length of a packet.
pub const LENGTH: usize = 188;
/// The first byte of every packet.
pub const SYNC: u8 = 0x47;

/// The decoder.
#[derive(Clone, Debug, Default)]
pub struct Packets {
    skipped: usize,
}

impl Packets {
    /// How many bytes were dropped so far.
    pub fn skipped(&self) -> usize {
        self.skipped
    }
}

impl Decoder for Packets {
    type Frame = Bytes;
    type Error = Unfinished;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Bytes>, Unfinished> {
        if input.len() < LENGTH {
            return Ok(None);
        }
        if input[0] != SYNC {
            input.advance(LENGTH);
            self.skipped += LENGTH;
            return self.decode(input);
        }
        Ok(Some(input.split_to(LENGTH).freeze()))
    }
}
