//! Between chapter 14 and an application.

use std::sync::Arc;

use endpoint::Peer;
use http1_drivers::{Exchange, Failure, Service};

use crate::handler::{ServerHandler, Told};
use crate::{
    AppError, Application, Channel, Environ, ErrorStream, Errors, Facts, Input,
    StartResponse, Stderr,
};

/// Calls an application for each request: chapter 14's [`Service`].
///
/// One value serves all connections of all threads.
pub struct Gateway<A> {
    application: A,
    facts: Facts,
    errors: Arc<dyn ErrorStream + Send + Sync>,
}

impl<A: Application> Gateway<A> {
    /// For `application`, with [`Facts`] that are to be set, and `wsgi.errors`
    /// going to standard error.
    pub fn new(application: A) -> Gateway<A> {
        let (facts, errors) = (Facts::default(), Arc::new(Stderr));
        Gateway { application, facts, errors }
    }

    /// What the server says of itself.
    pub fn with_facts(mut self, facts: Facts) -> Gateway<A> {
        self.facts = facts;
        self
    }

    /// Where `wsgi.errors` goes.
    pub fn with_errors(
        mut self,
        errors: Arc<dyn ErrorStream + Send + Sync>,
    ) -> Gateway<A> {
        self.errors = errors;
        self
    }

    /// What the server says of itself.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Answers one request.
    ///
    /// # Errors
    ///
    /// What the client is to hear, or why it is to be cut off.
    // ANCHOR: run
    pub fn run(&self, channel: &mut dyn Channel) -> Result<(), Failure> {
        let head = channel.head();
        let peer = channel.peer().cloned();
        let handler = ServerHandler::new(channel, head.request());
        let environ = Environ::new(
            head.request(),
            &self.facts,
            peer.as_ref(),
            Input::lent(&handler),
            Errors::lent(&*self.errors),
        );
        let start_response = StartResponse::lent(&handler);
        let result = self
            .application
            .call(environ, start_response)
            .and_then(|body| handler.finish_response(body));
        match handler.outcome(result.err()) {
            Told::Nothing => Ok(()),
            Told::Failure(failure) => Err(failure),
            Told::Late(error) => {
                self.report(peer.as_ref(), &error);
                Ok(())
            }
        }
    }
    // ANCHOR_END: run

    /// One line about what the client need not know: it has all it was
    /// promised.
    fn report(&self, peer: Option<&Peer>, error: &AppError) {
        let line = error.to_string().replace(char::is_control, " ");
        let peer = peer.map(|peer| format!("{peer}: ")).unwrap_or_default();
        let line = format!("{peer}the application failed: {line}\n");
        self.errors.write(&line);
    }
}

impl<A: Application> Service for Gateway<A> {
    fn call(&self, exchange: &mut Exchange<'_>) -> Result<(), Failure> {
        self.run(exchange)
    }
}
