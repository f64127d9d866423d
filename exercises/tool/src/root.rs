//! The repository: where it is, and where things are in it.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::error::{Error, Result};

/// The repository's folder.
#[derive(Clone, Debug)]
pub(crate) struct Root(PathBuf);

impl Root {
    /// Takes the folder that was given, or looks for it from the current
    /// folder upward, and then where this program was built.
    ///
    /// # Errors
    ///
    /// [`Error::NoRoot`] when no folder on the way is a repository.
    pub(crate) fn find(given: Option<PathBuf>) -> Result<Root> {
        if let Some(folder) = given {
            let folder = fs::canonicalize(&folder)
                .map_err(Error::file("cannot open", &folder))?;
            return if is_root(&folder) {
                Ok(Root(folder))
            } else {
                Err(Error::NoRoot(folder))
            };
        }
        let here = env::current_dir()
            .map_err(Error::file("cannot find", "the current folder"))?;
        here.ancestors()
            .find(|folder| is_root(folder))
            .map(|folder| Root(folder.to_owned()))
            .ok_or(Error::NoRoot(here))
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A file under `exercises/`, by its name there.
    pub(crate) fn exercises(&self, name: &str) -> PathBuf {
        self.0.join("exercises").join(name)
    }

    /// A file under `solutions/`, by its name there.
    pub(crate) fn solutions(&self, name: &str) -> PathBuf {
        self.0.join("solutions").join(name)
    }

    /// A file of the desk's own memory, which git ignores.
    pub(crate) fn memory(&self, name: &str) -> PathBuf {
        self.0.join(".learn").join(name)
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> PathBuf {
        match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.0.join(folder),
            None => self.0.join("target"),
        }
    }
}

fn is_root(folder: &Path) -> bool {
    folder.join("exercises").is_dir()
        && fs::read_to_string(folder.join("Cargo.toml"))
            .is_ok_and(|text| text.contains("[workspace]"))
}
