//! The forms of the number that stands before a message.

use bytes::{BufMut, BytesMut};

use crate::varint::{self, BadVarint};

/// Which byte of a number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The one with the highest value: 258 as `01 02`. The order of the
    /// Internet's protocols (RFC 1700), and of numbers as people write them.
    Big,
    /// The one with the lowest value: 258 as `02 01`. How x86, ARM and RISC-V
    /// keep numbers in memory.
    Little,
}

/// The form of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// One byte: up to 255.
    U8,
    /// Two bytes: up to 65,535.
    U16(ByteOrder),
    /// Four bytes: up to 4,294,967,295.
    U32(ByteOrder),
    /// Eight bytes.
    U64(ByteOrder),
    /// One to ten bytes, 7 bits in each, the lowest first.
    Varint,
}

impl Prefix {
    /// The largest number that it can say.
    pub fn max(self) -> u64 {
        match self {
            Prefix::U8 => u8::MAX.into(),
            Prefix::U16(_) => u16::MAX.into(),
            Prefix::U32(_) => u32::MAX.into(),
            Prefix::U64(_) | Prefix::Varint => u64::MAX,
        }
    }

    /// The number at the front of `bytes`, and how many bytes it takes;
    /// `None` when they are not all there.
    // ANCHOR: get
    #[inline]
    pub(crate) fn get(
        self,
        bytes: &[u8],
    ) -> Result<Option<(u64, usize)>, BadVarint> {
        use ByteOrder::{Big, Little};
        Ok(match self {
            Prefix::U8 => bytes.first().map(|&b| (b.into(), 1)),
            Prefix::U16(Big) => number(bytes, u16::from_be_bytes),
            Prefix::U16(Little) => number(bytes, u16::from_le_bytes),
            Prefix::U32(Big) => number(bytes, u32::from_be_bytes),
            Prefix::U32(Little) => number(bytes, u32::from_le_bytes),
            Prefix::U64(Big) => number(bytes, u64::from_be_bytes),
            Prefix::U64(Little) => number(bytes, u64::from_le_bytes),
            Prefix::Varint => return varint::get(bytes),
        })
    }
    // ANCHOR_END: get

    /// Appends the number, which is at most [`Prefix::max`].
    // ANCHOR: put
    pub(crate) fn put(self, number: u64, output: &mut BytesMut) {
        use ByteOrder::{Big, Little};
        match self {
            Prefix::U8 => output.put_u8(number as u8),
            Prefix::U16(Big) => output.put_u16(number as u16),
            Prefix::U16(Little) => output.put_u16_le(number as u16),
            Prefix::U32(Big) => output.put_u32(number as u32),
            Prefix::U32(Little) => output.put_u32_le(number as u32),
            Prefix::U64(Big) => output.put_u64(number),
            Prefix::U64(Little) => output.put_u64_le(number),
            Prefix::Varint => varint::put(number, output),
        }
    }
    // ANCHOR_END: put
}

/// A number of `N` bytes, and `N`.
#[inline]
fn number<const N: usize, T: Into<u64>>(
    bytes: &[u8],
    from_bytes: fn([u8; N]) -> T,
) -> Option<(u64, usize)> {
    let first = bytes.first_chunk::<N>()?;
    Some((from_bytes(*first).into(), N))
}
