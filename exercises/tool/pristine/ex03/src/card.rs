//! A card of 34 columns.
//!
//! Files of fixed-length text records are older than networks, and banks send
//! them every night. A stock card has 34 bytes, all of them ASCII:
//!
//! | bytes | field | form |
//! | --- | --- | --- |
//! | 0–7 | article | filled up with spaces on the right |
//! | 8–27 | name | filled up with spaces on the right |
//! | 28–33 | quantity | decimal digits, filled up with zeros on the left |
//!
//! ```text
//! "NUT-M4  hex nut M4          000120"
//! ```
//!
//! Refuse what does not fit instead of cutting it off, in both directions. A
//! name may begin with spaces; it cannot end with one.

use thiserror::Error;

/// The length of a card.
pub const LENGTH: usize = 34;

/// How many of an article are in stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// At most 8 characters.
    pub article: String,
    /// At most 20 characters.
    pub name: String,
    /// At most 999,999.
    pub quantity: u32,
}

/// Why there is no card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CardError {
    /// A text does not fit, is not ASCII, or ends with a space.
    #[error("a text does not fit into its columns")]
    Text,
    /// A quantity does not fit, or is not six digits.
    #[error("a quantity is not six digits")]
    Quantity,
}

impl Card {
    /// The card as bytes.
    ///
    /// # Errors
    ///
    /// When a field does not fit.
    pub fn to_bytes(&self) -> Result<[u8; LENGTH], CardError> {
        todo!("three fields, each filled up on its own side")
    }

    /// The card that the bytes say.
    ///
    /// # Errors
    ///
    /// When a text is not ASCII, or the quantity is not six digits.
    pub fn from_bytes(bytes: &[u8; LENGTH]) -> Result<Card, CardError> {
        let _ = bytes;
        todo!("cut the columns, take off what filled them up")
    }
}
