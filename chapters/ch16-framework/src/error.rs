//! What a view can end with instead of an answer.
//!
//! * [`HttpError`] (`http`): an answer with a status of its own;
//! * [`Error`]: any error, and what becomes of it.

mod http;

use std::fmt;

use crate::request::BodyError;
use crate::response::Response;

pub use http::{HttpError, abort};

/// What a view's result is when nothing else is said.
pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

/// Any error that a view, a hook or an extractor ends with.
///
/// `?` makes one of every error. An [`HttpError`] is an answer with its own
/// status; everything else is the application's own failure, answered with
/// 500, and its text goes to the log and not to the client.
pub struct Error {
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl Error {
    /// An error of the application that is only a sentence.
    pub fn message(text: impl Into<String>) -> Error {
        Error { source: text.into().into() }
    }

    /// The answer this error stands for, if it is an [`HttpError`].
    pub fn http(&self) -> Option<&HttpError> {
        self.downcast_ref()
    }

    /// The status of the answer: 500 for whatever is no [`HttpError`].
    pub fn status(&self) -> u16 {
        self.http().map_or(500, HttpError::status)
    }

    /// The error itself, if it is an `E`.
    pub fn downcast_ref<E: std::error::Error + 'static>(&self) -> Option<&E> {
        self.source.downcast_ref()
    }

    /// The error itself, if it is an `E`; else this error again.
    ///
    /// # Errors
    ///
    /// This error, when it is no `E`.
    pub fn downcast<E>(self) -> std::result::Result<E, Error>
    where
        E: std::error::Error + 'static,
    {
        let source = self.source.downcast();
        source.map(|found| *found).map_err(|source| Error { source })
    }

    /// As the standard library's errors are passed on.
    pub fn as_std(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.source
    }

    /// The error and what caused it, on one line, for the log.
    pub fn causes(&self) -> String {
        let mut text = self.source.to_string();
        let mut next = self.source.source();
        while let Some(cause) = next {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            next = cause.source();
        }
        text.replace(['\r', '\n'], " ")
    }

    /// What the client gets. The causes of a 500 are not in it.
    pub fn into_response(self) -> Response {
        match self.downcast::<HttpError>() {
            Ok(http) => http.into_response(),
            Err(_) => HttpError::new(500).into_response(),
        }
    }
}

/// `?` in a view. What a client did while its body was read as a stream is an
/// answer to it, although it comes as an I/O error.
impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Error {
        let io = (&error as &dyn std::error::Error).downcast_ref();
        let source: Box<dyn std::error::Error + Send + Sync> =
            match io.and_then(BodyError::inside) {
                Some(body) => Box::new(HttpError::from(body)),
                None => Box::new(error),
            };
        Error { source }
    }
}

impl From<Error> for Box<dyn std::error::Error + Send + Sync> {
    fn from(error: Error) -> Self {
        error.source
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.source, f)
    }
}
