//! Packets that can be found again.
//!
//! The one weakness of fixed-length frames: lose one byte, and all that follows
//! is read wrong. Digital television (ISO/IEC 13818-1, the MPEG transport stream)
//! loses bytes every day. Its packets have 188 bytes, and the first one is always
//! `0x47`. A receiver that finds something else there drops bytes until the next
//! `0x47` and goes on from there.
//!
//! ```text
//! "??" 47… (188 bytes) "?" 47… (188 bytes)   →  two packets, 3 bytes skipped
//! ```
//!
//! Drop exactly the bytes before the `0x47`, count them, and keep the promises of
//! [`Decoder`]: the same packets for every cut, and no more held than a packet.
//! (A real receiver also wants to see several `0x47` in a row before it believes
//! them. Here one is enough.)

use bytes::{Bytes, BytesMut};
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
        let _ = input;
        todo!("first to the next 0x47, then 188 bytes from there")
    }
}
