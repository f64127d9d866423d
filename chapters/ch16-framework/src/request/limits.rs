//! How much of a request's body is taken.

use crate::{App, SetupError};

/// Limits of a request's body. Beyond one, the answer is 413.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest body, in octets (Flask's `MAX_CONTENT_LENGTH`): 16 MiB.
    /// A longer one is refused before any of it is read, when its length is
    /// known.
    pub max_content_length: u64,
    /// What all fields of a form that are no files may have together, in
    /// octets (`MAX_FORM_MEMORY_SIZE`): 500,000.
    pub max_form_memory_size: u64,
    /// How many parts a multipart form may have (`MAX_FORM_PARTS`): 1,000.
    pub max_form_parts: usize,
    /// What the files of one request hold in memory together, in octets:
    /// 500,000. What is beyond goes to temporary files.
    pub max_file_memory_size: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            max_content_length: 16 * 1024 * 1024,
            max_form_memory_size: 500_000,
            max_form_parts: 1000,
            max_file_memory_size: 500_000,
        }
    }
}

impl App {
    /// What the server in front of this application should take of a request:
    /// chapter 14's limits, with room for bodies of twice
    /// [`Limits::max_content_length`]. So a body that is too long is refused
    /// by the application, on its own page for 413, and one that is much too
    /// long by the server. No view can raise its limit beyond that.
    ///
    /// # Errors
    ///
    /// A configuration that cannot be used.
    pub fn server_limits(&self) -> Result<http1::Limits, SetupError> {
        let most = self.settings()?.limits.max_content_length;
        let body = most.saturating_mul(2);
        Ok(http1::Limits { body, ..http1::Limits::default() })
    }
}
