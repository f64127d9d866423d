// killed by: only the spaces behind a text were put there
//! `trim` takes spaces off on both sides.

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
        if self.quantity > 999_999 {
            return Err(CardError::Quantity);
        }
        let mut bytes = [b' '; LENGTH];
        put(&self.article, &mut bytes[..8])?;
        put(&self.name, &mut bytes[8..28])?;
        let digits = format!("{:06}", self.quantity);
        bytes[28..].copy_from_slice(digits.as_bytes());
        Ok(bytes)
    }

    /// The card that the bytes say.
    ///
    /// # Errors
    ///
    /// When a text is not ASCII, or the quantity is not six digits.
    pub fn from_bytes(bytes: &[u8; LENGTH]) -> Result<Card, CardError> {
        let digits = &bytes[28..];
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(CardError::Quantity);
        }
        let number = |n: u32, &digit: &u8| n * 10 + u32::from(digit - b'0');
        Ok(Card {
            article: text(&bytes[..8])?,
            name: text(&bytes[8..28])?,
            quantity: digits.iter().fold(0, number),
        })
    }
}

/// Writes `text` into columns that are filled with spaces.
fn put(text: &str, columns: &mut [u8]) -> Result<(), CardError> {
    if !text.is_ascii() || text.len() > columns.len() || text.ends_with(' ') {
        return Err(CardError::Text);
    }
    columns[..text.len()].copy_from_slice(text.as_bytes());
    Ok(())
}

/// The text in its columns.
fn text(columns: &[u8]) -> Result<String, CardError> {
    match str::from_utf8(columns) {
        Ok(text) if text.is_ascii() => Ok(text.trim().to_owned()),
        _ => Err(CardError::Text),
    }
}
