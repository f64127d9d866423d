//! [`HttpError`]: what the client hears.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::Error;
use crate::headers::{HeaderError, IntoHeaders, Text};
use crate::response::Response;
use crate::status;
use crate::{Headers, escape};

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
    ) -> Result<HttpError, HeaderError> {
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
