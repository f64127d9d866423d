//! What a program may change about a server, besides its three parts.

use http_basic::complain;

use crate::{Failure, Request};

/// The methods of Python's `BaseServer` that "may be overridden".
///
/// `handle_error` is called by whoever serves the request, a thread or a forked
/// child; the others by whoever takes requests: the serving thread, or a worker
/// of a pre-fork server. What they should remember must therefore be shared
/// between threads; what a child changes, its parent never sees.
// ANCHOR: hooks
pub trait Hooks<R: Request>: Send + Sync {
    /// Whether to serve `request` at all; one that is refused is closed.
    fn verify_request(&self, request: &R) -> bool {
        let _ = request;
        true
    }

    /// A request was not served to its end: one line on standard error,
    /// unless said otherwise.
    fn handle_error(&self, request: &R, failure: &Failure) {
        complain(&request.who(), failure);
    }

    /// `handle_request` waited in vain.
    fn handle_timeout(&self) {}

    /// Once per round of `serve_forever`: after each request, and after each
    /// `poll_interval` without one.
    fn service_actions(&self) {}
}
// ANCHOR_END: hooks

/// What a server does unless said otherwise.
#[derive(Clone, Copy, Debug, Default)]
pub struct Defaults;

impl<R: Request> Hooks<R> for Defaults {}
