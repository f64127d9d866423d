//! Two desks at once: the second says so. Both work; what each finds out is
//! written into one memory, one after the other.

use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};

use crate::root::Root;

/// Held as long as the desk is open. The system lets go of it when the
/// process ends, however it ends.
pub(super) struct Lock {
    _file: Option<File>,
    /// What to tell when another desk holds it.
    pub(super) notice: Option<String>,
}

impl Lock {
    pub(super) fn take(root: &Root) -> Lock {
        let path = root.memory("desk.lock");
        let file = fs::create_dir_all(root.memory("")).and_then(|()| {
            File::options()
                .create(true)
                .truncate(false)
                .read(true)
                .write(true)
                .open(path)
        });
        // A folder that cannot be written is told of by the progress.
        let Ok(mut file) = file else {
            return Lock { _file: None, notice: None };
        };
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            let mut who = String::new();
            let _ = file.read_to_string(&mut who);
            let notice = format!(
                "Another desk is open here (process {}). Both work; they \
                 share your progress and take turns at building.",
                who.trim()
            );
            return Lock { _file: None, notice: Some(notice) };
        }
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "{}", std::process::id()));
        Lock { _file: Some(file), notice: None }
    }
}
