//! The lines of a head behind the first.

use bytes::Bytes;

use crate::HeadError;

/// How many fields a head may have.
pub const MAX_FIELDS: usize = 100;

/// The fields of a head, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    all: Vec<(String, Bytes)>,
}

impl Fields {
    /// Adds a field.
    ///
    /// # Errors
    ///
    /// [`HeadError::TooManyFields`].
    pub(crate) fn add(
        &mut self,
        name: &str,
        value: Bytes,
    ) -> Result<(), HeadError> {
        if self.all.len() == MAX_FIELDS {
            return Err(HeadError::TooManyFields);
        }
        self.all.push((name.to_owned(), value));
        Ok(())
    }

    /// Every value of the field `name`, whose case does not matter.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Bytes> {
        let same =
            |field: &&(String, Bytes)| field.0.eq_ignore_ascii_case(name);
        self.all.iter().filter(same).map(|(_, value)| value)
    }

    /// The first value of the field `name`, whose case does not matter.
    pub fn get(&self, name: &str) -> Option<&Bytes> {
        self.iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Every field, name and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.all.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many bytes `Content-Length` says that the body has; `None`: there
    /// is no such field.
    ///
    /// # Errors
    ///
    /// [`HeadError::ContentLength`] when it is not digits and nothing else,
    /// when it is too large for 64 bits, or when there are two: two programs
    /// could believe one each (RFC 9112, section 6.3).
    // ANCHOR: content-length
    pub fn content_length(&self) -> Result<Option<u64>, HeadError> {
        let mut lengths = self.all("content-length");
        let Some(digits) = lengths.next() else { return Ok(None) };
        // `parse` alone would take "+5", too.
        let plain = digits.iter().all(u8::is_ascii_digit);
        let text = str::from_utf8(digits).unwrap_or_default();
        match (text.parse(), lengths.next()) {
            (Ok(length), None) if plain => Ok(Some(length)),
            _ => Err(HeadError::ContentLength),
        }
    }
    // ANCHOR_END: content-length
}
