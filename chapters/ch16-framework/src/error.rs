//! What a view can end with instead of an answer.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::headers::{HeaderError, IntoHeaders, Text};
use crate::response::Response;
use crate::status;
use crate::{Headers, escape};

/// What a view's result is when nothing else is said.
pub type Result<T = Response> = std::result::Result<T, Error>;

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

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Error {
        Error { source: Box::new(error) }
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

/// An answer that ends a view early (Werkzeug's `HTTPException`).
#[derive(Debug)]
pub struct HttpError {
    status: u16,
    description: Option<Cow<'static, str>>,
    headers: Headers,
    /// In a lock only because errors are shared between threads, and a
    /// body that is made while it is sent is not.
    response: Option<Box<Mutex<Response>>>,
    /// What happened here, for the log.
    cause: Option<Error>,
}

/// The error that answers with `status`: `Err(abort(404))?`, or
/// `find(id).ok_or_else(|| abort(404))?`.
pub fn abort(status: u16) -> HttpError {
    HttpError::new(status)
}

impl HttpError {
    /// The error with that status and the words that go with it. A number
    /// that is no status (100 to 599) becomes 500.
    pub fn new(status: u16) -> HttpError {
        let status = if (100..600).contains(&status) { status } else { 500 };
        let headers = Headers::new();
        HttpError {
            status,
            description: None,
            headers,
            response: None,
            cause: None,
        }
    }

    /// The same with a text for the reader of the page; it is escaped there.
    pub fn describe(mut self, text: impl Into<Cow<'static, str>>) -> HttpError {
        self.description = Some(text.into());
        self
    }

    /// The same with header fields, as 401 and 405 need them.
    ///
    /// # Errors
    ///
    /// When one of the fields cannot be sent.
    pub fn with_headers(
        mut self,
        headers: impl IntoHeaders,
    ) -> std::result::Result<HttpError, HeaderError> {
        self.headers = headers.into_headers()?;
        Ok(self)
    }

    /// 405, with the methods that there are (RFC 9110, section 10.2.1).
    pub fn method_not_allowed(methods: &[&str]) -> HttpError {
        HttpError::new(405).field("Allow", methods.join(", "))
    }

    /// 416, with the length that there is (RFC 9110, section 14.4).
    pub fn range_not_satisfiable(length: u64) -> HttpError {
        HttpError::new(416).field("Content-Range", format!("bytes */{length}"))
    }

    /// The same with what caused it: for the log, never for the client.
    pub fn because(mut self, cause: impl Into<Error>) -> HttpError {
        self.cause = Some(cause.into());
        self
    }

    /// The same with one more field that this crate made.
    pub(crate) fn field(
        mut self,
        name: &'static str,
        value: impl Into<Text>,
    ) -> HttpError {
        self.headers.put(name, value);
        self
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The words of the status: `Not Found`.
    pub fn name(&self) -> &'static str {
        status::name(self.status)
    }

    /// The text for the reader of the page.
    pub fn description(&self) -> &str {
        let usual = || status::description(self.status);
        self.description.as_deref().unwrap_or_else(usual)
    }

    /// The header fields that belong to the answer.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The page, as HTML.
    pub fn page(&self) -> String {
        let (status, name) = (self.status, self.name());
        let text = escape(self.description()).replace('\n', "<br>");
        format!(
            "<!doctype html>\n<html lang=en>\n<title>{status} {name}</title>\n\
             <h1>{name}</h1>\n<p>{text}</p>\n"
        )
    }

    /// The answer: the page with the fields, or the response that
    /// [`HttpError::from`] was given.
    pub fn into_response(self) -> Response {
        if let Some(response) = self.response {
            return response
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner);
        }
        let mut response = Response::html(self.page());
        response.set_status(self.status);
        for (name, value) in self.headers.iter() {
            let (name, value) = (name.to_owned(), value.to_owned());
            response.headers_mut().push(name, value);
        }
        response
    }
}

/// An answer that is there already (Flask's `abort(response)`).
impl From<Response> for HttpError {
    fn from(response: Response) -> HttpError {
        let mut error = HttpError::new(response.status());
        error.response = Some(Box::new(Mutex::new(response)));
        error
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.name(), self.description())
    }
}

impl std::error::Error for HttpError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_std() as _)
    }
}
