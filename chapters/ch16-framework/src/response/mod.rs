//! What goes back: status, fields, body.
//!
//! * [`Response`] and how it is changed; `body`: [`Body`];
//! * `into`: [`IntoResponse`], what a view may return; `redirect`;
//! * `etag`, `range`, `conditional`: answers that send less than all;
//! * `file`: [`SendFile`].

mod body;
mod conditional;
mod etag;
mod file;
mod into;
mod range;
mod redirect;
mod send;

pub use body::{Body, FileSpan};
pub use conditional::{Conditions, http_date, parse_date};
pub use etag::{ETags, generate_etag, parse_etags, quote_etag, unquote_etag};
pub(crate) use file::guess;
pub use file::{SendFile, send_file, send_from_directory};
pub use into::{IntoResponse, Json, jsonify, make_response};
pub use range::{
    ContentRange, Range, Span, parse_content_range_header, parse_range_header,
};
pub use redirect::{redirect, redirect_with};

use bytes::Bytes;

use crate::headers::{HeaderError, Headers, Text};
use crate::{Error, SetCookie};

/// The media type of a page, and of any text a view returns.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// An answer that is complete: it owns all it says, and can be sent by
/// another thread, later, or twice by nobody.
#[derive(Debug)]
pub struct Response {
    status: u16,
    headers: Headers,
    body: Body,
}

impl Response {
    /// 200 with that body and no field at all.
    pub fn new(body: impl Into<Body>) -> Response {
        Response { status: 200, headers: Headers::new(), body: body.into() }
    }

    /// 200 with a page.
    pub fn html(page: impl Into<Body>) -> Response {
        Response::new(page).typed(HTML)
    }

    /// 200 with plain text.
    pub fn text(text: impl Into<Body>) -> Response {
        Response::new(text).typed("text/plain; charset=utf-8")
    }

    /// 200 with a body that is made while it is sent: one block for each
    /// item of `blocks`.
    pub fn stream<I>(blocks: I) -> Response
    where
        I: IntoIterator<IntoIter: Send + 'static, Item: Into<Bytes>>,
    {
        let blocks = blocks.into_iter().map(|block| Ok(block.into()));
        Response::html(Body::Stream(Box::new(blocks)))
    }

    /// The same from blocks that may fail; a failure cuts the connection,
    /// since the status is on its way by then.
    pub fn try_stream<I, B>(blocks: I) -> Response
    where
        I: IntoIterator<IntoIter: Send + 'static, Item = Result<B, Error>>,
        B: Into<Bytes>,
    {
        let blocks = blocks.into_iter().map(|block| block.map(Into::into));
        Response::html(Body::Stream(Box::new(blocks)))
    }

    /// The same with that media type.
    pub(crate) fn typed(mut self, mimetype: impl Into<Text>) -> Response {
        self.headers.put("Content-Type", mimetype);
        self
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Changes the status. A number that is none (100 to 999) becomes 500.
    pub fn set_status(&mut self, status: u16) {
        let known = (100..1000).contains(&status);
        self.status = if known { status } else { 500 };
    }

    /// The same with another status.
    pub fn with_status(mut self, status: u16) -> Response {
        self.set_status(status);
        self
    }

    /// The header fields.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The header fields, to change them.
    pub fn headers_mut(&mut self) -> &mut Headers {
        &mut self.headers
    }

    /// The same with a field in place of those of that name.
    ///
    /// # Errors
    ///
    /// When the field cannot be sent.
    pub fn with_header(
        mut self,
        name: impl Into<Text>,
        value: impl Into<Text>,
    ) -> Result<Response, HeaderError> {
        self.headers.set(name, value)?;
        Ok(self)
    }

    /// The media type with its parameters.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get("Content-Type")
    }

    /// The body.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Changes the body; fields that speak of it (`Content-Length`,
    /// `Content-Range`, `ETag`) are the caller's to change.
    pub fn set_body(&mut self, body: impl Into<Body>) -> Body {
        std::mem::replace(&mut self.body, body.into())
    }

    /// Its three parts.
    pub fn into_parts(self) -> (u16, Headers, Body) {
        (self.status, self.headers, self.body)
    }

    /// Adds a `Set-Cookie` field.
    ///
    /// # Errors
    ///
    /// When a part of the cookie cannot be sent.
    pub fn set_cookie(
        &mut self,
        cookie: &SetCookie,
    ) -> Result<(), HeaderError> {
        self.headers.add("Set-Cookie", cookie.dump()?)
    }

    /// Tells the browser to forget a cookie. Path and domain must be those
    /// that it was set with: here `/` and none; else set a
    /// [`SetCookie::removal`].
    ///
    /// # Errors
    ///
    /// When the name cannot be sent.
    pub fn delete_cookie(&mut self, name: &str) -> Result<(), HeaderError> {
        self.set_cookie(&SetCookie::removal(name))
    }

    /// Adds a word to `Vary`, once.
    pub fn vary(&mut self, field: &'static str) {
        let old = self.headers.get("Vary").unwrap_or_default();
        let mut words = old.split(',').map(str::trim);
        if words.any(|word| word.eq_ignore_ascii_case(field) || word == "*") {
            return;
        }
        if old.is_empty() {
            self.headers.put("Vary", field);
        } else {
            let both = format!("{old}, {field}");
            self.headers.put("Vary", both);
        }
    }
}
