//! Finds the repository.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The root of the repository that `from` is in: the nearest folder above
/// (or `from` itself) that has a `book/tower.toml`.
///
/// # Errors
///
/// [`Error::NoBook`] when there is none.
pub fn find(from: &Path) -> Result<PathBuf> {
    from.ancestors()
        .find(|folder| folder.join("book/tower.toml").is_file())
        .map(Path::to_owned)
        .ok_or_else(|| Error::NoBook(from.to_owned()))
}

/// The root of the repository that the working directory is in.
///
/// # Errors
///
/// [`Error::NoBook`], as [`find`].
pub fn here() -> Result<PathBuf> {
    let dot = Path::new(".");
    let here = std::env::current_dir().map_err(Error::file(dot))?;
    find(&here)
}
