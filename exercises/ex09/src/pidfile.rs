//! A file that says who the master is, and cannot lie.
//!
//! To signal a server (`kill -HUP $(cat server.pid)`) one must know the process
//! id of its master, so it writes that into a file. But a master that was
//! killed by `kill -9` leaves its file behind, and the number in it may by now
//! be another program's. And two servers that start at the same time must not
//! both take the file.
//!
//! A lock solves both: the kernel gives it to one process at a time, and takes
//! it back when that process ends, however it ends (flock(2); in std,
//! `File::try_lock`). The number in the file counts only while the lock is
//! held.
//!
//! ```text
//! take   open the file (make it if need be), lock it without waiting;
//!        taken: say by whom; otherwise write "PID\n" and keep the file open
//! drop   empty the file, unlock it, close it
//! ```
//!
//! * A file that was left behind is no obstacle, whatever is in it. What was in
//!   it before goes.
//! * Before the lock is yours, nothing in the file is yours to change.
//! * The file is never removed. Who waits for it by name could otherwise lock a
//!   file that has no name any more, while a third makes a new one.
//! * Who is too late learns the holder's number, if the file has one (up to 32
//!   bytes are read): between lock and write it has none.
//!
//! * Closing alone does not unlock: workers that were forked have the same open
//!   file, and the lock lasts until one of them all says `unlock`, or all have
//!   closed it. (So while the workers of a dead master still run, the file is
//!   taken. Is that a mistake?)

use std::fs::File;
use std::io;
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
        let _ = path;
        todo!("open, lock, and only then write")
    }
}

impl Drop for PidFile {
    fn drop(&mut self) {
        let _ = &self.file;
        todo!("nobody runs any more")
    }
}
