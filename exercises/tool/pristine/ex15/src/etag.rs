//! Nothing new: a middleware that spares clients what they have already.
//!
//! An *entity tag* names the bytes of an answer. A client that has kept the
//! answer asks with the tag, and hears that it may use what it has (RFC 9110,
//! sections 8.8.3 and 13.1.2):
//!
//! ```text
//! GET /news                       200 OK
//!                                 ETag: "d1c9e6f4a7720b35"
//!                                 … all the news
//!
//! GET /news                       304 Not Modified
//! If-None-Match: "d1c9e6f4a7720b35"
//!                                 … nothing
//! ```
//!
//! The tag is made of the bytes, so the headers must wait for the body. Your
//! `start_response` *holds* what it is told, and the inner application calls
//! yours. It has three states: nothing was said; a head is held; the head was
//! handed on, and all that comes is handed on *through*.
//!
//! * Tagged is a GET, answered with 200, whose body says its length when the
//!   application returns ([`Body::length`]), at most [`MOST`] bytes. All else
//!   is handed on unchanged, the body, too.
//! * The body that is tagged is read to its end, and sent as one block. (PEP
//!   3333 wants a block of a middleware for each that it takes: here the rule
//!   is broken knowingly, for what is short.) While it is read, the
//!   application may still call `start_response` with `exc_info`: it is the
//!   last head that counts. The body is closed once, as every other.
//! * The tag is in quotes, and depends on nothing but the bytes: another
//!   process makes the same. An `ETag` of the application's stays; it is
//!   compared in place of yours.
//! * `If-None-Match` is a list of tags, or `*` for any. A comma may stand
//!   inside the quotes of a tag, a quote may not. `W/` in front of a tag, here
//!   or there, makes no difference.
//! * A 304 has no body and keeps the headers, but for those whose names begin
//!   with `Content-`; `Content-Location` stays. It has the tag.
//! * Held is not done: a second `start_response` without `exc_info` is
//!   [`wsgi::StartError::Twice`], with it the new head is held. `write` sends
//!   the held head first, then its block, and there is no tag. A
//!   `start_response` that is only called when the body is read goes through.

use wsgi::{AppError, Application, Body, Environ, StartResponse};

/// The longest body that is read for its tag.
pub const MOST: u64 = 64 * 1024;

/// An application whose answers have tags.
#[derive(Debug)]
pub struct Etag<A>(A);

impl<A: Application> Etag<A> {
    /// Tags the answers of `application`.
    pub fn new(application: A) -> Etag<A> {
        Etag(application)
    }
}

impl<A: Application> Application for Etag<A> {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        let _ = (&self.0, environ, start_response);
        todo!("a Starter that holds; then the tag, or all as it is")
    }
}
