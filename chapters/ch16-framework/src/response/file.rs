//! Files as answers.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::conditional::{Conditions, http_date};
use super::{Body, FileSpan, Response};
use crate::paths::{disposition, safe_join};
use crate::{Error, HttpError};

/// A file about to be sent, with what shall be said of it (the arguments of
/// Flask's `send_file`).
#[derive(Debug)]
pub struct SendFile {
    file: File,
    facts: Metadata,
    name: String,
    attachment: bool,
    mimetype: Option<String>,
    max_age: Option<u64>,
    last_modified: Option<SystemTime>,
    etag: Option<Option<String>>,
}

impl SendFile {
    /// Opens a file. The path is the application's own: for one that a
    /// client chooses there is [`SendFile::below`].
    ///
    /// # Errors
    ///
    /// 404 when there is no such file, or it is a folder or anything else
    /// that is no file; 403 when it may not be read; else 500.
    pub fn open(path: impl AsRef<Path>) -> Result<SendFile, HttpError> {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (file, facts) = open(path).map_err(|error| missing(error, path))?;
        Ok(SendFile {
            file,
            facts,
            name: name.into_owned(),
            attachment: false,
            mimetype: None,
            max_age: None,
            last_modified: None,
            etag: None,
        })
    }

    /// Opens the file `name` in or below a folder. It must really be there:
    /// `..` and symbolic links that lead out are as good as no file.
    ///
    /// # Errors
    ///
    /// As [`SendFile::open`].
    pub fn below(
        folder: impl AsRef<Path>,
        name: &str,
    ) -> Result<SendFile, HttpError> {
        let path = inside(folder.as_ref(), name);
        SendFile::open(path?)
    }

    /// Whether a browser shall store it and not show it.
    pub fn as_attachment(mut self, yes: bool) -> SendFile {
        self.attachment = yes;
        self
    }

    /// The name under which a browser stores it.
    pub fn download_name(mut self, name: impl Into<String>) -> SendFile {
        self.name = name.into();
        self
    }

    /// The media type, when the name does not tell it.
    pub fn mimetype(mut self, mimetype: impl Into<String>) -> SendFile {
        self.mimetype = Some(mimetype.into());
        self
    }

    /// For how many seconds a cache may keep it; without it, caches ask each
    /// time.
    pub fn max_age(mut self, seconds: u64) -> SendFile {
        self.max_age = Some(seconds);
        self
    }

    /// Another time than the file's own.
    pub fn last_modified(mut self, time: SystemTime) -> SendFile {
        self.last_modified = Some(time);
        self
    }

    /// Another tag than the one made of the file's time, length and number;
    /// `None`: no tag.
    pub fn etag(mut self, tag: Option<&str>) -> SendFile {
        self.etag = Some(tag.map(str::to_owned));
        self
    }

    /// The answer to a request with these conditions.
    ///
    /// # Errors
    ///
    /// 416 when the range has no octet of the file; 500 when a tag or a media
    /// type cannot be sent.
    pub fn respond(self, conditions: &Conditions) -> Result<Response, Error> {
        Ok(self.into_response()?.make_conditional(conditions)?)
    }

    /// The whole file, whatever the request says.
    fn into_response(self) -> Result<Response, Error> {
        let kind = self.mimetype.clone().unwrap_or_else(|| guess(&self.name));
        let tag = self.etag.clone();
        let tag = tag.unwrap_or_else(|| Some(tag_of(&self.facts)));
        let changed = self.last_modified.or(self.facts.modified().ok());
        let span = FileSpan::new(self.file, self.facts.len());
        let mut response = Response::new(Body::File(span));
        let headers = response.headers_mut();
        headers.set("Content-Type", kind)?;
        let shown = if self.attachment { "attachment" } else { "inline" };
        headers.put("Content-Disposition", disposition(shown, &self.name));
        match self.max_age {
            Some(age) if age > 0 => {
                headers.put("Cache-Control", format!("public, max-age={age}"));
                let until =
                    SystemTime::now().checked_add(Duration::from_secs(age));
                let until = until.unwrap_or_else(SystemTime::now);
                headers.put("Expires", http_date(until));
            }
            _ => headers.put("Cache-Control", "no-cache"),
        }
        // Only unpacked is it a drawing; who stores it wants it packed.
        if !self.attachment && self.name.ends_with(".svgz") {
            headers.put("Content-Encoding", "gzip");
        }
        if let Some(tag) = tag {
            response.set_etag(&tag, false)?;
        }
        if let Some(time) = changed {
            response.set_last_modified(time);
        }
        Ok(response)
    }
}

/// Opens what is a file. Without waiting: who opens a named pipe would wait
/// for its other end.
fn open(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    let file = options.read(true).custom_flags(libc::O_NONBLOCK).open(path)?;
    let facts = file.metadata()?;
    if !facts.is_file() {
        return Err(ErrorKind::NotFound.into());
    }
    Ok((file, facts))
}

fn missing(error: io::Error, path: &Path) -> HttpError {
    let status = match error.kind() {
        ErrorKind::NotFound
        | ErrorKind::NotADirectory
        | ErrorKind::InvalidInput
        | ErrorKind::InvalidFilename
        | ErrorKind::IsADirectory => 404,
        ErrorKind::PermissionDenied => 403,
        _ => 500,
    };
    let loops = error.raw_os_error() == Some(libc::ELOOP);
    let status = if loops { 404 } else { status };
    let text = format!("cannot open {}: {error}", path.display());
    HttpError::new(status).because(Error::message(text))
}

/// The real path of `name`, if it is below the real path of `folder`.
fn inside(folder: &Path, name: &str) -> Result<PathBuf, HttpError> {
    let path = safe_join(folder, name).ok_or_else(|| HttpError::new(404))?;
    let real = path.canonicalize().map_err(|error| missing(error, &path))?;
    let root = folder.canonicalize().map_err(|error| missing(error, folder))?;
    if !real.starts_with(&root) {
        return Err(HttpError::new(404));
    }
    Ok(real)
}

/// The media type that goes with a name; text is UTF-8.
pub(crate) fn guess(name: &str) -> String {
    let guess = mime_guess::from_path(name).first_raw();
    match guess.unwrap_or("application/octet-stream") {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    }
}

/// A file that is changed gets another time, another length or another
/// number.
fn tag_of(facts: &Metadata) -> String {
    let nanos = facts.mtime_nsec();
    let (time, length, number) = (facts.mtime(), facts.len(), facts.ino());
    format!("{time:x}.{nanos:x}-{length:x}-{number:x}")
}

/// Answers with a file (Flask's `send_file`).
///
/// # Errors
///
/// As [`SendFile::open`] and [`SendFile::respond`].
pub fn send_file(
    path: impl AsRef<Path>,
    conditions: &Conditions,
) -> Result<Response, Error> {
    SendFile::open(path)?.respond(conditions)
}

/// Answers with a file whose name the client chooses (Flask's
/// `send_from_directory`): only with what really is below `folder`.
///
/// # Errors
///
/// As [`SendFile::below`] and [`SendFile::respond`].
pub fn send_from_directory(
    folder: impl AsRef<Path>,
    name: &str,
    conditions: &Conditions,
) -> Result<Response, Error> {
    SendFile::below(folder, name)?.respond(conditions)
}
