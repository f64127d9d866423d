//! Noticing a save.
//!
//! The desk looks at the few files it cares for, ten times a second: their
//! times, lengths and inode numbers. That costs some microseconds and works
//! where notices from the kernel do not come: on network folders, on Windows
//! folders seen from WSL, in containers, and for editors that write a new
//! file and rename it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_millis(100);
/// How long nothing must change before a save counts as done: editors write
/// in several steps.
const CALM: Duration = Duration::from_millis(150);

type Stamp = Option<(SystemTime, u64, u64)>;

/// Watches files.
pub(super) struct Watch {
    files: BTreeMap<PathBuf, Stamp>,
    /// What changed and was not told yet.
    changed: Vec<PathBuf>,
    looked: Instant,
    last_change: Instant,
}

impl Watch {
    /// Watches these files from now on; a file need not exist.
    pub(super) fn new(files: impl IntoIterator<Item = PathBuf>) -> Watch {
        let stamped = |path: PathBuf| {
            let stamp = stamp(&path);
            (path, stamp)
        };
        let now = Instant::now();
        Watch {
            files: files.into_iter().map(stamped).collect(),
            changed: Vec::new(),
            looked: now,
            last_change: now,
        }
    }

    /// Looks, when it is time, and returns what was saved since, once it
    /// is calm.
    pub(super) fn look(&mut self) -> Vec<PathBuf> {
        if self.looked.elapsed() < EVERY {
            return Vec::new();
        }
        self.looked = Instant::now();
        for (path, old) in &mut self.files {
            let new = stamp(path);
            if new != *old {
                *old = new;
                self.last_change = self.looked;
                if !self.changed.contains(path) {
                    self.changed.push(path.clone());
                }
            }
        }
        if self.last_change.elapsed() < CALM {
            return Vec::new();
        }
        std::mem::take(&mut self.changed)
    }

    /// Forgets changes of a file up to now: they were our own.
    pub(super) fn forget(&mut self, path: &Path) {
        if let Some(old) = self.files.get_mut(path) {
            *old = stamp(path);
        }
        self.changed.retain(|changed| changed != path);
    }
}

fn stamp(path: &Path) -> Stamp {
    let data = fs::metadata(path).ok()?;
    Some((data.modified().ok()?, data.len(), inode(&data)))
}

#[cfg(unix)]
fn inode(data: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(data)
}

#[cfg(not(unix))]
fn inode(_data: &fs::Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(watch: &mut Watch) -> Vec<PathBuf> {
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let changed = watch.look();
            if !changed.is_empty() {
                return changed;
            }
            assert!(Instant::now() < deadline, "no change was noticed");
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_write_a_rename_and_a_deletion_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.rs");
        let mut watch = Watch::new(vec![path.clone()]);
        fs::write(&path, "1").unwrap();
        assert_eq!(next(&mut watch), vec![path.clone()]);
        fs::write(folder.path().join("b"), "2").unwrap();
        fs::rename(folder.path().join("b"), &path).unwrap();
        assert_eq!(next(&mut watch), vec![path.clone()]);
        fs::remove_file(&path).unwrap();
        assert_eq!(next(&mut watch), vec![path]);
    }

    #[test]
    fn our_own_changes_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let (mine, other) = (folder.path().join("a"), folder.path().join("b"));
        let mut watch = Watch::new([mine.clone(), other.clone()]);
        fs::write(&mine, "1").unwrap();
        watch.forget(&mine);
        fs::write(&other, "1").unwrap();
        assert_eq!(next(&mut watch), [other]);
    }
}
