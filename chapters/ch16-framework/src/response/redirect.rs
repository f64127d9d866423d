//! Sending the client elsewhere.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Response;
use crate::{HttpError, escape};

/// What may not stand in a URL as it is: controls, spaces, what is not
/// ASCII, and the characters that RFC 3986 has no place for. `%` stays: it is
/// there already when the URL was made by `url_for`.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// 302 to `location` (Flask's `redirect`).
pub fn redirect(location: &str) -> Response {
    redirect_with(location, 302).unwrap_or_else(HttpError::into_response)
}

/// A redirection with that status: 301, 302, 303, 307 or 308.
///
/// The location is made safe: line ends and what is not ASCII are
/// percent-encoded, a backslash is too, since browsers read it as a slash.
///
/// # Errors
///
/// [`HttpError`] 500 when the status redirects nobody.
pub fn redirect_with(
    location: &str,
    status: u16,
) -> Result<Response, HttpError> {
    if !matches!(status, 301 | 302 | 303 | 305 | 307 | 308) {
        return Err(HttpError::new(500));
    }
    let url = utf8_percent_encode(location, UNSAFE).to_string();
    let shown = escape(&url);
    let page = format!(
        "<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n\
         <h1>Redirecting...</h1>\n<p>You should be redirected to \
         <a href=\"{shown}\">{shown}</a>. If not, click the link.</p>\n"
    );
    let mut response = Response::html(page).with_status(status);
    response.headers_mut().put("Location", url);
    Ok(response)
}
