//! Reading a body, and what can go wrong with it.

use std::io::{self, ErrorKind, Read};

use thiserror::Error;
use wsgi::InputError;

use super::Limits;
use crate::HttpError;

/// Why a body could not be read or parsed. It is kept, so that who asks again
/// gets the same answer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum BodyError {
    #[error("the body has more than {0} octets")]
    TooLarge(u64),
    #[error("the body has more octets than the server takes")]
    TooLargeForServer,
    #[error("the fields of the form have more than {0} octets")]
    FormTooLarge(u64),
    #[error("the form has more than {0} parts")]
    TooManyParts(usize),
    #[error("the form is broken: {0}")]
    Form(String),
    #[error("the body did not arrive: {0}")]
    Client(String),
    #[error("the body did not arrive in time")]
    Slow,
    #[error("the upload cannot be stored: {0}")]
    Disk(String),
    #[error("the body is read already, as a stream")]
    Taken,
}

impl BodyError {
    /// What a failed read of the request's body means. The server knows more
    /// than the kind of an I/O error says: whether the body was late, or is
    /// longer than the server takes.
    pub(crate) fn reading(error: &io::Error) -> BodyError {
        let server = error.get_ref().and_then(|inner| inner.downcast_ref());
        match server.and_then(InputError::status) {
            Some(408) => return BodyError::Slow,
            Some(413) => return BodyError::TooLargeForServer,
            _ => {}
        }
        match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => BodyError::Slow,
            _ => BodyError::Client(error.to_string()),
        }
    }

    /// What was wrong with a body that was read as a stream.
    pub(crate) fn inside(error: &io::Error) -> Option<BodyError> {
        error.get_ref()?.downcast_ref().cloned()
    }

    /// What a failed write of a temporary file means.
    pub(crate) fn storing(error: &io::Error) -> BodyError {
        BodyError::Disk(error.to_string())
    }

    fn status(&self) -> u16 {
        match self {
            BodyError::TooLarge(_)
            | BodyError::TooLargeForServer
            | BodyError::FormTooLarge(_)
            | BodyError::TooManyParts(_) => 413,
            BodyError::Form(_) | BodyError::Client(_) => 400,
            BodyError::Slow => 408,
            BodyError::Disk(_) | BodyError::Taken => 500,
        }
    }
}

/// The answer: what the client did is told to it, what went wrong here is
/// told to the log alone.
impl From<BodyError> for HttpError {
    fn from(error: BodyError) -> HttpError {
        let http = HttpError::new(error.status());
        if http.status() == 500 {
            return http.because(error);
        }
        let text = error.to_string();
        let mut letters = text.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let first = first.unwrap_or_default();
        http.describe(format!("{first}{}.", letters.as_str()))
    }
}

/// A body that is being read, up to its limit.
pub(crate) struct Source<'a> {
    reader: &'a mut dyn Read,
    left: u64,
    limit: u64,
}

impl<'a> Source<'a> {
    /// The body that `reader` gives.
    ///
    /// # Errors
    ///
    /// When the length that was announced is beyond the limit already.
    pub(crate) fn new(
        reader: &'a mut dyn Read,
        length: Option<u64>,
        limits: &Limits,
    ) -> Result<Source<'a>, BodyError> {
        let limit = limits.max_content_length;
        if length.is_some_and(|length| length > limit) {
            return Err(BodyError::TooLarge(limit));
        }
        Ok(Source { reader, left: limit, limit })
    }

    /// The next octets; 0 at the end.
    pub(crate) fn read(&mut self, into: &mut [u8]) -> Result<usize, BodyError> {
        loop {
            match self.reader.read(into) {
                Ok(count) if count as u64 > self.left => {
                    return Err(BodyError::TooLarge(self.limit));
                }
                Ok(count) => {
                    self.left -= count as u64;
                    return Ok(count);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(BodyError::reading(&error)),
            }
        }
    }

    /// All that is left, if it is at most `most` octets, else `error`.
    pub(crate) fn all(
        &mut self,
        most: u64,
        error: BodyError,
    ) -> Result<Vec<u8>, BodyError> {
        let mut all = Vec::new();
        let mut block = [0; 8192];
        loop {
            let count = self.read(&mut block)?;
            if count == 0 {
                return Ok(all);
            }
            if (all.len() + count) as u64 > most {
                return Err(error);
            }
            all.extend_from_slice(&block[..count]);
        }
    }
}
