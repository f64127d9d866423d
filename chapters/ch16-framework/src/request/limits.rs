//! How much of a request's body is taken.

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
