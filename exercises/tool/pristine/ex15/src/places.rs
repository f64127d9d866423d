//! Until the last byte: how many requests an application has at a time.
//!
//! A report needs a connection to the database, and there are eight. So a
//! middleware has eight *places*. Who comes when all are taken hears 503 at
//! once, and the application is not even called:
//!
//! ```text
//! 503 Service Unavailable
//! Content-Type: text/plain
//! Retry-After: 1
//!
//! busy\n
//! ```
//!
//! When does a request give its place back? Not when `call` returns: a body
//! of the kind [`Body::Blocks`] is made while it is sent, and reads from the
//! database until its last block.
//!
//! * `Body::Blocks`: the place is given back when the body is closed, behind
//!   the inner `close`, also when that fails or panics. What the inner
//!   `close` says is handed on, and its length, where that is known.
//! * Any other body is handed on as it is (so the gateway still knows its
//!   length), and the place is free when `call` returns.
//! * An application that fails, or panics, gives its place back.
//! * A body that is dropped in the middle is closed by [`wsgi::Closing`]:
//!   nothing to be done for that, but a place must not be given back twice.
//! * A [`Body`] is a [`wsgi::Blocks`] itself, so keep the whole of it, not what
//!   is in its `Blocks`. All that `wsgi` has is shown by
//!   `cargo doc -p ch15 --no-deps --open`.
//!
//! Threads share the middleware: what counts is an atomic, or in a `Mutex`.

use wsgi::{AppError, Application, Body, Environ, StartResponse};

/// An application that has so many requests at a time.
#[derive(Debug)]
pub struct Places<A> {
    inner: A,
    // How many places are free, in a form that a body can keep a share of.
}

impl<A: Application> Places<A> {
    /// At most `places` requests at a time are `inner`'s.
    pub fn new(inner: A, places: usize) -> Places<A> {
        let _ = places;
        Places { inner }
    }
}

impl<A: Application> Application for Places<A> {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        let _ = (&self.inner, environ, start_response);
        todo!("a place, or 503; then the inner body, with its place")
    }
}
