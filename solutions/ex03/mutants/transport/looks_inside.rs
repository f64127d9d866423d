// killed by: inside a packet nobody looks for 0x47
//! A later 0x47 is preferred to the one in hand.

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
        let found = input.iter().take(LENGTH).rposition(|&byte| byte == SYNC);
        let noise = found.unwrap_or(input.len());
        input.advance(noise);
        self.skipped += noise;
        if input.len() < LENGTH {
            return Ok(None);
        }
        Ok(Some(input.split_to(LENGTH).freeze()))
    }
}
