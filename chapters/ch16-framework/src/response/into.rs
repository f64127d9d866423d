//! What a view may return.

use bytes::Bytes;
use serde::Serialize;

use super::{Body, Response};
use crate::headers::{Headers, IntoHeaders};
use crate::{Error, HttpError};

/// What can become a [`Response`].
///
/// | a view returns | the answer |
/// | --- | --- |
/// | text or bytes | 200, `text/html; charset=utf-8` |
/// | [`Json`], `serde_json::Value` | 200, `application/json` |
/// | `(body, status)` | the body's answer with that status |
/// | `(body, status, headers)` | the same, with those fields set |
/// | `(body, headers)` | 200 with those fields ([`Headers`]) |
/// | `()` | 204, no body |
/// | `Option<T>` | `T`'s answer, or 404 |
/// | `Result<T, E>` | `T`'s answer, or what `E` becomes |
/// | [`HttpError`] | its page |
///
/// What is none does not compile, and the message says what is one:
///
/// ```compile_fail,E0277
/// use carafe::App;
///
/// App::new().get("/", || true);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a view can return",
    label = "a view returns text, bytes, `Json(value)`, a `Response`, \
             `(body, status)`, `(body, status, headers)` or a `Result` of these"
)]
pub trait IntoResponse {
    /// The answer.
    ///
    /// # Errors
    ///
    /// What stands in its place: an answer with an error's status, or a
    /// failure of the application (a value that is no JSON, a field that
    /// cannot be sent).
    fn into_response(self) -> Result<Response, Error>;
}

/// The answer that `value` becomes, to change it before it is returned
/// (Flask's `make_response`).
///
/// # Errors
///
/// As [`IntoResponse::into_response`].
pub fn make_response(value: impl IntoResponse) -> Result<Response, Error> {
    value.into_response()
}

impl IntoResponse for Response {
    fn into_response(self) -> Result<Response, Error> {
        Ok(self)
    }
}

/// Kinds of text and bytes.
macro_rules! html {
    ($($kind:ty),*) => {$(
        impl IntoResponse for $kind {
            fn into_response(self) -> Result<Response, Error> {
                Ok(Response::html(self))
            }
        }
    )*};
}
html!(&'static str, String, &'static [u8], Vec<u8>, Bytes, Body);

/// `b"bytes"`
impl<const N: usize> IntoResponse for &'static [u8; N] {
    fn into_response(self) -> Result<Response, Error> {
        self.as_slice().into_response()
    }
}

impl IntoResponse for std::borrow::Cow<'static, str> {
    fn into_response(self) -> Result<Response, Error> {
        match self {
            std::borrow::Cow::Borrowed(text) => text.into_response(),
            std::borrow::Cow::Owned(text) => text.into_response(),
        }
    }
}

impl IntoResponse for () {
    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::new("").with_status(204))
    }
}

impl<B: IntoResponse> IntoResponse for (B, u16) {
    fn into_response(self) -> Result<Response, Error> {
        Ok(self.0.into_response()?.with_status(self.1))
    }
}

impl<B: IntoResponse, H: IntoHeaders> IntoResponse for (B, u16, H) {
    fn into_response(self) -> Result<Response, Error> {
        let (body, status, headers) = self;
        let mut response = body.into_response()?.with_status(status);
        replace(response.headers_mut(), &headers.into_headers()?);
        Ok(response)
    }
}

impl<B: IntoResponse> IntoResponse for (B, Headers) {
    fn into_response(self) -> Result<Response, Error> {
        let mut response = self.0.into_response()?;
        replace(response.headers_mut(), &self.1);
        Ok(response)
    }
}

/// Puts the new fields in place of those of the same names.
fn replace(old: &mut Headers, new: &Headers) {
    for (name, _) in new.iter() {
        old.remove(name);
    }
    for (name, value) in new.iter() {
        old.push(name.to_owned(), value.to_owned());
    }
}

impl<T: IntoResponse> IntoResponse for Option<T> {
    fn into_response(self) -> Result<Response, Error> {
        self.ok_or_else(|| HttpError::new(404))?.into_response()
    }
}

impl<T: IntoResponse, E: Into<Error>> IntoResponse for Result<T, E> {
    fn into_response(self) -> Result<Response, Error> {
        self.map_err(Into::into)?.into_response()
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Result<Response, Error> {
        Err(self.into())
    }
}

/// A value that is sent, or was sent, as JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Result<Response, Error> {
        jsonify(&self.0)
    }
}

impl IntoResponse for serde_json::Value {
    fn into_response(self) -> Result<Response, Error> {
        jsonify(&self)
    }
}

/// The answer that is `value` as JSON, with a line end, as Flask sends it.
///
/// # Errors
///
/// When the value cannot be written: a map with keys that are no strings, or
/// what its own `Serialize` says.
pub fn jsonify<T: Serialize + ?Sized>(value: &T) -> Result<Response, Error> {
    let mut text = Vec::with_capacity(128);
    serde_json::to_writer(&mut text, value)?;
    text.push(b'\n');
    Ok(Response::new(text).typed("application/json"))
}
