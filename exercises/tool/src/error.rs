//! What can stop the desk, each in one line for the person who reads it.

use std::path::PathBuf;
use std::{fmt, io};

/// Why a command ended without doing what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// No repository around the current folder.
    #[error(
        "no book here: {0} and the folders above it hold no Cargo.toml \
         with exercises/ beside it; go to the repository, or give --root DIR"
    )]
    NoRoot(PathBuf),
    /// The command line names something that does not exist.
    #[error("{0}")]
    Usage(String),
    /// A file could not be read or written.
    #[error("{what} {path}: {why}", path = path.display(), why = Why(source))]
    File { what: &'static str, path: PathBuf, source: io::Error },
    /// A list or a manifest is not what it should be.
    #[error("{path}: {why}", path = path.display())]
    Broken { path: PathBuf, why: String },
    /// A program could not be started.
    #[error("cannot start {program}: {why}; is it installed?", why = Why(source))]
    Start { program: String, source: io::Error },
    /// The terminal refused.
    #[error("the terminal: {0}; `cargo learn list` needs none")]
    Terminal(io::Error),
    /// Standard output is gone: `cargo learn list | head -1`.
    #[error("nobody reads the output")]
    Output(#[from] io::Error),
    /// Anything else that is told in one line.
    #[error("{0}")]
    Told(String),
}

impl Error {
    /// Turns an error of the file system into one that names the file.
    pub(crate) fn file(
        what: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Error {
        let path = path.into();
        move |source| Error::File { what, path, source }
    }
}

/// An error of the file system without its number: people read it.
pub(crate) struct Why<'a>(pub(crate) &'a io::Error);

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        f.write_str(text.split(" (os error").next().unwrap_or(&text))
    }
}

/// What most functions here return.
pub(crate) type Result<T> = std::result::Result<T, Error>;
