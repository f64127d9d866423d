//! What is done about a request.

use std::fmt;
use std::io::{self, ErrorKind};

use bytes::BytesMut;
use http_basic::Terms;
use threading::Panic;

/// Serves one request of type `R`; a new one is made for each.
///
/// Python's `BaseRequestHandler`. Mostly one writes a
/// [`crate::StreamHandler`] or a [`crate::DatagramHandler`] instead, and has
/// files to read from and write to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not handle a `{R}`",
    note = "a `StreamHandler` serves `Tcp` and `UnixStream`",
    note = "a `DatagramHandler` serves `Udp` and `UnixDatagram`"
)]
// ANCHOR: handler
pub trait RequestHandler<R> {
    /// Before `handle`; when it fails, nothing else is called.
    ///
    /// # Errors
    ///
    /// What ends this request.
    fn setup(&mut self, request: &mut R) -> io::Result<()> {
        let _ = request;
        Ok(())
    }

    /// Serves the request, on these terms.
    ///
    /// # Errors
    ///
    /// What ends this request.
    fn handle(&mut self, request: &mut R, terms: &Terms<'_>) -> io::Result<()>;
    // ANCHOR_END: handler

    /// After `handle`, also when that failed or panicked.
    ///
    /// # Errors
    ///
    /// What is to be told about this request.
    fn finish(&mut self, request: &mut R) -> io::Result<()> {
        let _ = request;
        Ok(())
    }

    /// What to tell a client that nobody has time for; nothing unless said.
    fn overloaded(&mut self, output: &mut BytesMut) {
        let _ = output;
    }
}

/// Why a request was not served to its end.
#[derive(Debug)]
pub enum Failure {
    /// The client reset, was waited for in vain, or the handler refused it.
    Io(io::Error),
    /// The handler panicked.
    Panic(Panic),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Io(error) if error.kind() == ErrorKind::TimedOut => {
                f.write_str("gave up waiting for it")
            }
            Failure::Io(error) => error.fmt(f),
            Failure::Panic(panic) => panic.fmt(f),
        }
    }
}
