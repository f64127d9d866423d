//! What can go wrong, in one line each.

use std::path::{Path, PathBuf};

use crate::check::Complaint;

/// The tool's result.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The working directory is in no copy of the repository.
    #[error("no book here: run this inside the repository ({0} has none)")]
    NoBook(PathBuf),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A TOML or JSON file does not say what it should.
    #[error("{path}: {message}")]
    Content {
        /// Which file.
        path: PathBuf,
        /// The parser's words.
        message: String,
    },
    /// mdBook failed, or logged a warning that would have been lost.
    #[error("mdBook: {0}")]
    Mdbook(String),
    /// The address of `serve` cannot be used.
    #[error("cannot serve on {address}: {message}")]
    Address {
        /// The address as given.
        address: String,
        /// Why not.
        message: String,
    },
    /// No check has this name.
    #[error("no check is named {name}; there are: {known}")]
    NoCheck {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The pictures of the pages need a browser.
    #[error(
        "chromium and chromedriver are not installed; the pictures need them"
    )]
    NoBrowser,
    /// The browser could not be started or asked.
    #[error("the browser failed: {0}")]
    Browser(#[source] crate::check::browser::Error),
    /// The book lies: one complaint per line.
    #[error("{}", lines(.0))]
    Complaints(Vec<Complaint>),
}

impl Error {
    /// For `map_err` of a call on `path`.
    pub fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.to_owned();
        |source| Error::File { path, source }
    }

    /// For `map_err` of a parser of `path`.
    pub fn content<E: std::fmt::Display>(
        path: &Path,
    ) -> impl FnOnce(E) -> Error {
        let path = path.to_owned();
        move |e| {
            let message = e.to_string().trim().replace('\n', " ");
            Error::Content { path, message }
        }
    }
}

fn lines(complaints: &[Complaint]) -> String {
    let lines: Vec<String> =
        complaints.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
