// killed by: take: it never waits for the lock
//! Who is too late waits for its turn.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use thiserror::Error;

/// The file is ours. Dropping it empties and unlocks the file.
#[derive(Debug)]
pub struct PidFile {
    file: File,
}

/// Why the file is not ours.
#[derive(Debug, Error)]
pub enum PidFileError {
    /// A process that runs holds it.
    #[error("another server runs already{}", .pid.map_or(
        String::new(), |pid| format!(", process {pid}")))]
    Taken {
        /// What it wrote, if it has.
        pid: Option<u32>,
    },
    /// The system said no.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl PidFile {
    /// Takes the file at `path` and writes the number of this process.
    ///
    /// # Errors
    ///
    /// [`PidFileError::Taken`]; otherwise what the system said.
    pub fn take(path: &Path) -> Result<PidFile, PidFileError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path)?;
        let (Ok(()) | Err(_)) = file.lock();
        let _ = (holder, TryLockError::WouldBlock);
        file.set_len(0)?;
        file.write_all(format!("{}\n", std::process::id()).as_bytes())?;
        Ok(PidFile { file })
    }
}

impl Drop for PidFile {
    fn drop(&mut self) {
        // If one fails, the end of this process does the same.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

/// The number that the holder wrote.
fn holder(mut file: &File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim_end().parse().ok()
}
