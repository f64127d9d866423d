//! One request, from its handler's making to its end.

use std::io;
use std::sync::Arc;

use bytes::BytesMut;
use http_basic::{Limits, Stop, Terms};
use threading::caught;

use crate::{Failure, Hooks, Request, RequestHandler, Requests};

/// What every request of a server has in common.
pub struct Service<R> {
    /// Makes a handler: Python's `RequestHandlerClass`.
    pub(crate) handler: Box<MakeHandler<R>>,
    pub(crate) hooks: Box<dyn Hooks<R>>,
    pub(crate) limits: Limits,
    pub(crate) stop: Stop,
}

pub(crate) type MakeHandler<R> =
    dyn Fn() -> Box<dyn RequestHandler<R>> + Send + Sync;

/// A request, and all that is needed to serve it, wherever that happens.
pub struct Job<R> {
    pub(crate) request: R,
    pub(crate) service: Arc<Service<R>>,
}

impl<R: Request> Job<R> {
    /// The limits that the server has.
    pub fn limits(&self) -> Limits {
        self.service.limits
    }

    /// Serves the request and ends it. Says whether that went well; what did
    /// not was told to [`Hooks::handle_error`].
    ///
    /// `others_wait` says whether other requests queue behind this one.
    // ANCHOR: run
    pub fn run(
        mut self,
        limits: Limits,
        others_wait: &dyn Fn() -> bool,
    ) -> bool {
        let terms = Terms { limits, stop: &self.service.stop, others_wait };
        let result = self.service.finish_request(&mut self.request, &terms);
        if let Err(failure) = &result {
            self.service.handle_error(&self.request, failure);
        }
        // The client may be gone: then there is nothing left to end.
        let _ = self.request.shutdown_request(&terms);
        result.is_ok()
    }
    // ANCHOR_END: run
}

impl<R: Request> Service<R> {
    // ANCHOR: finish_request
    fn finish_request(
        &self,
        request: &mut R,
        terms: &Terms<'_>,
    ) -> Result<(), Failure> {
        let mut handler = self.make_handler()?;
        guarded(|| handler.setup(request))?;
        let handled = guarded(|| handler.handle(request, terms));
        let finished = guarded(|| handler.finish(request));
        handled.and(finished)
    }
    // ANCHOR_END: finish_request

    /// A handler; to make one may fail, too.
    fn make_handler(&self) -> Result<Box<dyn RequestHandler<R>>, Failure> {
        caught(|| (self.handler)()).map_err(Failure::Panic)
    }

    /// Tells the hook of a failure. A hook that panics over it has nobody left
    /// to tell.
    fn handle_error(&self, request: &R, failure: &Failure) {
        let _ = caught(|| self.hooks.handle_error(request, failure));
    }

    /// Whether the hooks let `request` in; a hook that panics lets nobody in.
    pub(crate) fn verify_request(&self, request: &R) -> bool {
        let mut verified = false;
        let asked = guarded(|| {
            verified = self.hooks.verify_request(request);
            Ok(())
        });
        if let Err(failure) = asked {
            self.handle_error(request, &failure);
        }
        verified
    }

    /// Ends a request that is not let in.
    pub(crate) fn turn_away(
        &self,
        request: &R,
        limits: Limits,
        others_wait: &dyn Fn() -> bool,
    ) {
        let terms = Terms { limits, stop: &self.stop, others_wait };
        // The client may be gone: then there is nothing left to end.
        let _ = request.shutdown_request(&terms);
    }

    /// Tells a client that nobody has time for it, in the handler's words; one
    /// that panics has none.
    pub(crate) fn refuse(&self, request: R, requests: &mut dyn Requests<R>) {
        let mut words = BytesMut::new();
        let said = self.make_handler().and_then(|mut handler| {
            caught(|| handler.overloaded(&mut words)).map_err(Failure::Panic)
        });
        if let Err(failure) = said {
            words.clear();
            self.handle_error(&request, &failure);
        }
        requests.refuse(request, words);
    }
}

/// Calls `body`; an error or a panic of it ends this request, nothing else.
fn guarded(body: impl FnOnce() -> io::Result<()>) -> Result<(), Failure> {
    match caught(body) {
        Ok(result) => result.map_err(Failure::Io),
        Err(panic) => Err(Failure::Panic(panic)),
    }
}
