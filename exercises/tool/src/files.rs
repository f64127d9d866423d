//! The learner's files: restored when gone, kept before they are replaced.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::catalog::Exercise;
use crate::error::{Error, Result, Why};
use crate::pristine::Pristine;
use crate::root::Root;

/// Puts back the files of the exercise's chapter that are gone, and returns
/// their names. What exists is never touched.
///
/// # Errors
///
/// A file cannot be written.
pub(crate) fn restore(
    root: &Root,
    pristine: &Pristine,
    exercise: &Exercise,
) -> Result<Vec<String>> {
    let mut restored = Vec::new();
    for (name, bytes) in pristine.chapter(&exercise.chapter) {
        let path = root.exercises(name);
        if path.symlink_metadata().is_ok() {
            continue;
        }
        let cannot = || {
            |error| {
                let why = Why(&error);
                Error::Told(format!(
                    "exercises/{name} is gone and cannot be restored: {why}"
                ))
            }
        };
        create_folder(&path).map_err(cannot())?;
        // `create_new`: an editor may be writing it at this moment.
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => file.write_all(bytes).map_err(cannot())?,
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(e) => return Err(cannot()(e)),
        }
        restored.push(format!("exercises/{name}"));
    }
    Ok(restored)
}

/// A file that was reset.
#[derive(Debug, PartialEq)]
pub(crate) struct Reset {
    /// Which file, from the repository's folder.
    pub(crate) file: String,
    /// Where the learner's version is now, from the same folder.
    pub(crate) backup: Option<String>,
}

/// Makes an exercise untouched again. Each file that differs is first copied
/// to `.learn/backups/`; when that fails, nothing is replaced.
///
/// # Errors
///
/// A file cannot be copied or written.
pub(crate) fn reset(
    root: &Root,
    pristine: &Pristine,
    exercise: &Exercise,
) -> Result<Vec<Reset>> {
    let mut done = Vec::new();
    for name in exercise.files() {
        let Some(untouched) = pristine.get(&name) else { continue };
        let path = root.exercises(&name);
        let file = format!("exercises/{name}");
        let backup = match fs::read(&path) {
            Ok(own) if own == untouched => continue,
            Ok(own) => Some(back_up(root, &name, &own)?),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(Error::file("cannot read", path)(e)),
        };
        create_folder(&path)
            .and_then(|()| fs::write(&path, untouched))
            .map_err(Error::file("cannot write", &path))?;
        done.push(Reset { file, backup });
    }
    if done.is_empty() && pristine.get(&exercise.source()).is_none() {
        return Err(Error::Told(format!(
            "{} is not among the untouched files this program carries; \
             `git restore exercises/{}` resets it",
            exercise.key(),
            exercise.source()
        )));
    }
    Ok(done)
}

/// Copies `bytes` to a file that did not exist, and returns its name.
fn back_up(root: &Root, name: &str, bytes: &[u8]) -> Result<String> {
    let nothing = "no backup, so nothing was changed: cannot write";
    for number in 1.. {
        let backup = format!("backups/{name}.{number}");
        let path = root.memory(&backup);
        create_folder(&path).map_err(Error::file(nothing, &path))?;
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(bytes)
                    .and_then(|()| file.sync_all())
                    .map_err(Error::file(nothing, &path))?;
                return Ok(format!(".learn/{backup}"));
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(Error::file(nothing, path)(e)),
        }
    }
    Err(Error::Told("no number is left for a backup".into()))
}

/// What the learner's files of an exercise are, as a number that changes
/// with them: 16 hexadecimal digits (FNV-1a; nobody attacks it).
pub(crate) fn fingerprint(root: &Root, exercise: &Exercise) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    };
    for name in exercise.files() {
        if let Ok(bytes) = fs::read(root.exercises(&name)) {
            bytes.into_iter().for_each(&mut add);
        }
        add(0xff); // No byte of UTF-8: keeps the files apart.
    }
    format!("{hash:016x}")
}

/// Whether the learner's source is as it came.
pub(crate) fn untouched(
    root: &Root,
    pristine: &Pristine,
    exercise: &Exercise,
) -> bool {
    same(root, pristine, &exercise.source())
}

/// Whether a file is as it came; a file we know nothing of counts as such.
pub(crate) fn same(root: &Root, pristine: &Pristine, name: &str) -> bool {
    let own = fs::read(root.exercises(name)).ok();
    pristine.get(name).is_none_or(|bytes| own.as_deref() == Some(bytes))
}

/// Writes a file so that whoever reads it sees the old or the new one.
///
/// # Errors
///
/// As from the file system.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_folder(path)?;
    let beside =
        PathBuf::from(format!("{}.{}.new", path.display(), std::process::id()));
    let written = File::create(&beside)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn create_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}
