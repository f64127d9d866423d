// killed by: each dropped byte is counted, once
//! Noise is counted when it is seen, and dropped with its packet.

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
        let found = input.iter().position(|&byte| byte == SYNC);
        let noise = found.unwrap_or(input.len());
        self.skipped += noise;
        if found.is_none() {
            input.clear();
        }
        if input.len() < noise + LENGTH {
            return Ok(None);
        }
        input.advance(noise);
        Ok(Some(input.split_to(LENGTH).freeze()))
    }
}
