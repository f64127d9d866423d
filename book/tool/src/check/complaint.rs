//! What is wrong, and where.

use std::fmt;
use std::path::{Path, PathBuf};

/// One thing that is wrong with the book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complaint {
    /// The file, from the root of the repository.
    pub file: PathBuf,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, in one line.
    pub message: String,
}

impl Complaint {
    /// A complaint about a line of a file.
    pub fn new(
        file: impl AsRef<Path>,
        line: usize,
        message: impl Into<String>,
    ) -> Complaint {
        let file = file.as_ref().to_owned();
        Complaint { file, line, message: message.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.message)
    }
}
