//! [`Request`]: a view of the environ, with what is parsed kept.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::io::{self, Read};

use wsgi::{Environ, Input};

use super::source::{BodyError, Source};
use super::{FileStorage, FormData, Limits, RequestHeaders, form, parse_query};
use crate::cookies::parse_cookie;
use crate::response::Conditions;
use crate::{Combined, HttpError, MultiDict};

/// A request, as a view sees it (Flask's `request`).
///
/// Nothing is parsed before it is asked for, and nothing twice. The body can
/// be had in one way only: as a form, as data (JSON is data), or as a stream.
/// Who asks for data first may have the form too, as it is in memory then;
/// after the form is read there is no data left, as in Flask.
pub struct Request<'r> {
    environ: Environ<'r>,
    limits: Limits,
    args: OnceCell<MultiDict>,
    cookies: OnceCell<MultiDict>,
    form: OnceCell<Result<FormData, BodyError>>,
    data: OnceCell<Result<Vec<u8>, BodyError>>,
    streamed: Cell<bool>,
}

impl<'r> Request<'r> {
    /// The request of an environ, with the usual limits.
    pub fn new(environ: Environ<'r>) -> Request<'r> {
        Request::with_limits(environ, Limits::default())
    }

    /// The request of an environ.
    pub fn with_limits(environ: Environ<'r>, limits: Limits) -> Request<'r> {
        Request {
            environ,
            limits,
            args: OnceCell::new(),
            cookies: OnceCell::new(),
            form: OnceCell::new(),
            data: OnceCell::new(),
            streamed: Cell::new(false),
        }
    }

    /// What the server said of the request.
    pub fn environ(&self) -> &Environ<'r> {
        &self.environ
    }

    /// The same, to change it.
    pub fn environ_mut(&mut self) -> &mut Environ<'r> {
        &mut self.environ
    }

    /// The environ again, for another application.
    pub fn into_environ(self) -> Environ<'r> {
        self.environ
    }

    /// The limits of the body; changed before it is read, they count
    /// (Flask's `request.max_content_length = …`).
    pub fn limits_mut(&mut self) -> &mut Limits {
        &mut self.limits
    }

    /// `GET`, `POST`, …
    pub fn method(&self) -> Cow<'_, str> {
        self.environ.method()
    }

    /// The query's pairs.
    pub fn args(&self) -> &MultiDict {
        let query = || parse_query(self.query_string().as_bytes());
        self.args.get_or_init(query)
    }

    /// The header fields.
    pub fn headers(&self) -> RequestHeaders<'_, 'r> {
        RequestHeaders::new(&self.environ)
    }

    /// The cookies that the client sent.
    pub fn cookies(&self) -> &MultiDict {
        self.cookies.get_or_init(|| {
            let field = self.environ.header("Cookie").unwrap_or_default();
            parse_cookie(&String::from_utf8_lossy(&field))
        })
    }

    /// The fields of the form that are text; none when the body is no form.
    ///
    /// # Errors
    ///
    /// 400 for a broken form, 408 for one that does not come in time, 413
    /// beyond a limit, 500 when an upload cannot be stored.
    pub fn form(&self) -> Result<&MultiDict, HttpError> {
        Ok(&self.form_data()?.form)
    }

    /// The files of the form.
    ///
    /// # Errors
    ///
    /// As [`Request::form`].
    pub fn files(&self) -> Result<&MultiDict<FileStorage>, HttpError> {
        Ok(&self.form_data()?.files)
    }

    /// Query and form as one.
    ///
    /// # Errors
    ///
    /// As [`Request::form`].
    pub fn values(&self) -> Result<Combined<'_>, HttpError> {
        Ok(Combined { args: self.args(), form: self.form()? })
    }

    /// The form, if it was read already.
    pub(crate) fn parsed_form(&self) -> Option<&FormData> {
        self.form.get()?.as_ref().ok()
    }

    fn form_data(&self) -> Result<&FormData, HttpError> {
        let read = || {
            let kind = self.content_type().unwrap_or_default();
            if let Some(data) = self.data.get() {
                let mut data = data.as_ref().map_err(Clone::clone)?.as_slice();
                return form::parse(&mut data, &kind, None, &self.limits);
            }
            let mut input = self.input()?;
            let length = self.content_length();
            form::parse(&mut input, &kind, length, &self.limits)
        };
        let form = self.form.get_or_init(read).as_ref();
        form.map_err(|error| error.clone().into())
    }

    /// The whole body. Empty when it was read as a form before.
    ///
    /// # Errors
    ///
    /// 400 when it does not come, 408 when not in time, 413 beyond
    /// [`Limits::max_content_length`].
    #[doc(alias = "get_data")]
    pub fn data(&self) -> Result<&[u8], HttpError> {
        let read = || {
            let (limits, length) = (&self.limits, self.content_length());
            let mut input = self.input()?;
            let most = limits.max_content_length;
            let mut source = Source::new(&mut input, length, limits)?;
            source.all(most, BodyError::TooLarge(most))
        };
        match self.data.get_or_init(read) {
            Ok(data) => Ok(data),
            Err(error) => Err(error.clone().into()),
        }
    }

    /// The body as it comes. It stays in no memory, so there is no data and
    /// no form afterwards: asking for them is a mistake, and answered with
    /// 500.
    ///
    /// # Errors
    ///
    /// 413 when its length is beyond [`Limits::max_content_length`].
    pub fn stream(&self) -> Result<BodyStream<'r>, HttpError> {
        let left = self.limits.max_content_length;
        if self.content_length().is_some_and(|length| length > left) {
            return Err(BodyError::TooLarge(left).into());
        }
        let input = self.input()?;
        self.streamed.set(true);
        Ok(BodyStream { input, left, limit: left })
    }

    fn input(&self) -> Result<Input<'r>, BodyError> {
        let taken = self.streamed.get();
        if taken { Err(BodyError::Taken) } else { Ok(self.environ.input()) }
    }

    /// The conditions that the request sets, for
    /// [`Response::make_conditional`](crate::Response::make_conditional).
    pub fn conditions(&self) -> Conditions {
        let get = |name| self.headers().get(name).map(Cow::into_owned);
        Conditions {
            method: self.method().into_owned(),
            if_match: get("If-Match"),
            if_none_match: get("If-None-Match"),
            if_modified_since: get("If-Modified-Since"),
            if_unmodified_since: get("If-Unmodified-Since"),
            if_range: get("If-Range"),
            range: get("Range"),
        }
    }
}

/// The body of a request, read as it comes, up to its limit.
///
/// What goes wrong with it is the client's mistake: as an [`Error`] of a view
/// it is a 413, 408 or 400 and not a 500.
///
/// [`Error`]: crate::Error
pub struct BodyStream<'r> {
    input: Input<'r>,
    left: u64,
    limit: u64,
}

impl Read for BodyStream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = Read::read(&mut self.input, into).map_err(|error| {
            io::Error::new(error.kind(), BodyError::reading(&error))
        })?;
        let left = self.left.checked_sub(count as u64);
        let large = || io::Error::other(BodyError::TooLarge(self.limit));
        self.left = left.ok_or_else(large)?;
        Ok(count)
    }
}
