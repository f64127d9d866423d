//! `start_response`, and the `write` that it returns.

use std::rc::Rc;

use thiserror::Error;

use crate::{AppError, Shared};

/// Who takes status and headers: the server, or a middleware in between.
///
/// The methods take `&self`, since an application and its body may both keep
/// it: whoever implements it has its state in cells.
pub trait Starter {
    // ANCHOR: starter
    /// Takes status and headers, and keeps them until the first byte of the
    /// body. Gives `write` (see [`BlockWriter`]).
    ///
    /// The status is `"200 OK"`: three digits, a space, words. Names are
    /// tokens (RFC 9110); values are bytes, latin-1 where they are text.
    ///
    /// # Errors
    ///
    /// [`StartError`]; hand it on.
    fn start_response(
        &self,
        status: &str,
        headers: &[(&str, &[u8])],
        exc_info: Option<ExcInfo>,
    ) -> Result<&dyn BlockWriter, StartError>;
    // ANCHOR_END: starter

    /// The same `write`, for a middleware that has started already.
    fn writer(&self) -> &dyn BlockWriter;
}

/// `write`: for applications that were made for print (PEP 3333, "The
/// write() Callable"). New ones return a body.
// ANCHOR: write
pub trait BlockWriter {
    /// Sends a block now, and the headers before it.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; hand it on.
    fn write(&self, block: &[u8]) -> Result<(), WriteError>;
}
// ANCHOR_END: write

/// An error that is being handled: Python's `sys.exc_info()`.
///
/// With it an application takes back what it said to `start_response` before.
/// When that is too late, since headers went out, `start_response` gives it
/// back as [`StartError::Raised`].
#[derive(Debug)]
pub struct ExcInfo(pub AppError);

/// Why `start_response` refuses.
#[derive(Debug, Error)]
pub enum StartError {
    /// It was called before, if only to refuse, and this call has no
    /// `exc_info`.
    #[error("start_response was called twice, without exc_info")]
    Twice,
    /// The headers are out: this is the error from `exc_info`, raised again.
    #[error("{0}")]
    Raised(AppError),
    /// Not three digits from 200 on, a space, and words without control
    /// characters in latin-1.
    #[error("the status {0:?} is not like \"200 OK\"")]
    Status(String),
    /// A name that is no token.
    #[error("{0:?} is no header's name")]
    Name(String),
    /// A value with a control character.
    #[error("the header {0} has a control character in its value")]
    Value(String),
    /// A header that is about the connection, which is the server's.
    #[error("the header {0} is hop-by-hop: only the server may send it")]
    HopByHop(String),
    /// Not one number, or twice.
    #[error("Content-Length must be one decimal number")]
    ContentLength,
    /// A middleware's reason.
    #[error(transparent)]
    Other(AppError),
}

/// Why a block cannot be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// There are no headers that could go before it.
    #[error("a block was written before start_response had taken headers")]
    NotStarted,
    /// It goes beyond the application's own `Content-Length`.
    #[error("more content than Content-Length says, or where none may be")]
    TooMuch,
    /// The client has gone, or the like: not the application's fault.
    #[error("the block cannot be sent: {0}")]
    Send(String),
    /// A middleware's reason.
    #[error(transparent)]
    Other(AppError),
}

/// `start_response`, as an application gets it. Clones are the same.
#[derive(Clone)]
pub struct StartResponse<'r>(Shared<'r, dyn Starter + 'r>);

impl<'r> StartResponse<'r> {
    /// The server's.
    pub fn lent(starter: &'r (dyn Starter + 'r)) -> StartResponse<'r> {
        StartResponse(Shared::Lent(starter))
    }

    /// A middleware's.
    pub fn shared(starter: Rc<dyn Starter + 'r>) -> StartResponse<'r> {
        StartResponse(Shared::Owned(starter))
    }

    /// `start_response(status, headers)`, for headers that stand in the
    /// program. Values can be text or bytes; all are of one type.
    ///
    /// # Errors
    ///
    /// [`StartError`]; hand it on.
    pub fn call<V: AsRef<[u8]>, const N: usize>(
        &self,
        status: &str,
        headers: [(&str, V); N],
    ) -> Result<&dyn BlockWriter, StartError> {
        let headers = headers.each_ref().map(|(n, v)| (*n, v.as_ref()));
        self.0.start_response(status, &headers, None)
    }

    /// `write`, once more.
    pub fn writer(&self) -> &dyn BlockWriter {
        self.0.writer()
    }

    /// `start_response(status, headers, exc_info)`.
    ///
    /// # Errors
    ///
    /// [`StartError`]; hand it on.
    pub fn with(
        &self,
        status: &str,
        headers: &[(&str, &[u8])],
        exc_info: Option<ExcInfo>,
    ) -> Result<&dyn BlockWriter, StartError> {
        self.0.start_response(status, headers, exc_info)
    }
}
