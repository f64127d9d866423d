//! An apology, as long as there is time for one: what `exc_info` is for.
//!
//! A middleware gives failures a page of its own:
//!
//! ```text
//! 500 Internal Server Error
//! Content-Type: text/html
//! ```
//!
//! * The application may fail in its call, or when a block of a
//!   [`Body::Blocks`] is asked for. It may have called `start_response`
//!   before: `exc_info` takes that back, while no byte is out.
//! * When it is too late, `start_response` raises the error again. That is
//!   handed on, and the page is not sent: half a page is no page.
//! * Behind the page nothing more is asked of the application. Its body is
//!   closed, once, when ours is; what its `close` says is handed on.
//! * With the page nobody hears what has failed. So one line goes to
//!   `wsgi.errors` ([`Environ::errors`]): `failed: ` and the error, with a
//!   space for each control character. An error that is handed on gets its
//!   line from the server, and no second one from you.
//! * Any other body than `Body::Blocks` is handed on as it is. Its length may
//!   be known; that of yours is not, for the page may come instead.
//! * A [`Body`] is a [`wsgi::Blocks`] itself, so keep the whole of it.

use wsgi::{AppError, Application, Body, Environ, StartResponse};

/// An application whose failures have a page.
#[derive(Debug)]
pub struct Apology<A> {
    inner: A,
    page: &'static str,
}

impl<A: Application> Apology<A> {
    /// `page` is what the client sees where `inner` fails.
    pub fn new(inner: A, page: &'static str) -> Apology<A> {
        Apology { inner, page }
    }
}

impl<A: Application> Application for Apology<A> {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        let _ = (&self.inner, self.page, environ, start_response);
        todo!("the inner body, watched; or the page")
    }
}
