//! A struct on the wire: the readings of a weather station, 16 bytes each.
//!
//! | bytes | field | form |
//! | --- | --- | --- |
//! | 0–7 | station | ASCII letters, digits, `-`; filled up with zeros |
//! | 8–11 | number | unsigned, big end first |
//! | 12–13 | hundredths of a degree Celsius | signed, big end first |
//! | 14 | relative humidity in percent | 0 to 100 |
//! | 15 | reserved | 0 |
//!
//! Python's `struct` calls this `!8sIhBx`. It is not what the memory of a Rust
//! or C struct looks like: order, padding and byte order there are the
//! compiler's and the machine's business.

use bytes::{Buf, BytesMut};
use thiserror::Error;

use crate::{Decoder, Encoder, Unfinished};

/// The length of a reading on the wire, in bytes.
pub const LENGTH: usize = 16;

/// What a station measured at one time.
// ANCHOR: reading
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Name of the station: 1 to 8 of `A–Z a–z 0–9 -`.
    pub station: String,
    /// Counts the station's readings, so that a missing one is noticed.
    pub number: u32,
    /// Temperature in hundredths of a degree Celsius.
    pub centidegrees: i16,
    /// Relative humidity in percent, 0 to 100.
    pub humidity: u8,
}
// ANCHOR_END: reading

/// Why 16 bytes are no reading, or a reading cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadingError {
    /// The name is empty, too long, or holds other characters.
    #[error("a station's name is 1 to 8 of A-Z a-z 0-9 -, not \"{0}\"")]
    Station(String),
    /// More than 100 percent.
    #[error("humidity is 0 to 100 percent, not {0}")]
    Humidity(u8),
    /// The last byte is kept for later versions.
    #[error("the reserved byte is 0, not {0}")]
    Reserved(u8),
    /// The stream ended in the middle of a reading.
    #[error(transparent)]
    Unfinished(#[from] Unfinished),
}

impl Reading {
    /// The reading on the wire.
    ///
    /// # Errors
    ///
    /// When a field has a value that the wire cannot carry.
    // ANCHOR: to-bytes
    pub fn to_bytes(&self) -> Result<[u8; LENGTH], ReadingError> {
        check_station(self.station.as_bytes())?;
        check_humidity(self.humidity)?;
        let mut bytes = [0; LENGTH];
        bytes[..self.station.len()].copy_from_slice(self.station.as_bytes());
        bytes[8..12].copy_from_slice(&self.number.to_be_bytes());
        bytes[12..14].copy_from_slice(&self.centidegrees.to_be_bytes());
        bytes[14] = self.humidity;
        Ok(bytes)
    }
    // ANCHOR_END: to-bytes

    /// The reading that `bytes` say.
    ///
    /// # Errors
    ///
    /// When a field is outside its range. Every reading has one form only, so
    /// bytes that are refused here are never written by [`Reading::to_bytes`].
    // ANCHOR: from-bytes
    pub fn from_bytes(bytes: &[u8; LENGTH]) -> Result<Reading, ReadingError> {
        let &[ref name @ .., n0, n1, n2, n3, c0, c1, humidity, reserved] =
            bytes;
        let padding = name.iter().rev().take_while(|&&b| b == 0).count();
        let station = check_station(&name[..name.len() - padding])?;
        check_humidity(humidity)?;
        if reserved != 0 {
            return Err(ReadingError::Reserved(reserved));
        }
        Ok(Reading {
            station: station.to_owned(),
            number: u32::from_be_bytes([n0, n1, n2, n3]),
            centidegrees: i16::from_be_bytes([c0, c1]),
            humidity,
        })
    }
    // ANCHOR_END: from-bytes
}

fn check_station(name: &[u8]) -> Result<&str, ReadingError> {
    let allowed = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    let fits = (1..=8).contains(&name.len()) && name.iter().all(allowed);
    if let (true, Ok(text)) = (fits, str::from_utf8(name)) {
        return Ok(text);
    }
    Err(ReadingError::Station(name.escape_ascii().to_string()))
}

fn check_humidity(percent: u8) -> Result<(), ReadingError> {
    if percent > 100 {
        return Err(ReadingError::Humidity(percent));
    }
    Ok(())
}

/// The codec for streams of [`Reading`]s.
///
/// A reading that breaks a rule is an error, and the next one can be read:
/// where it begins does not depend on what stands in this one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Readings;

// ANCHOR: readings
impl Decoder for Readings {
    type Frame = Reading;
    type Error = ReadingError;

    fn decode(
        &mut self,
        input: &mut BytesMut,
    ) -> Result<Option<Reading>, ReadingError> {
        let Some(bytes) = input.first_chunk::<LENGTH>() else {
            return Ok(None);
        };
        let reading = Reading::from_bytes(bytes);
        input.advance(LENGTH);
        reading.map(Some)
    }
}
// ANCHOR_END: readings

impl Encoder<&Reading> for Readings {
    type Error = ReadingError;

    fn encode(
        &mut self,
        reading: &Reading,
        output: &mut BytesMut,
    ) -> Result<(), ReadingError> {
        output.extend_from_slice(&reading.to_bytes()?);
        Ok(())
    }
}
