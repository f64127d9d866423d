//! One request: hooks, the view, error handlers, hooks.

use std::cell::Cell;

use wsgi::{AppError, Application, Environ, StartResponse};

use super::App;
use crate::debug;
use crate::hooks::attempt;
use crate::log::log;
use crate::{Context, Error, Request, Response};

impl App {
    /// Answers a request. It never fails: what fails is a 500.
    // ANCHOR: respond
    fn respond(&self, context: &Context<'_>) -> Response {
        let chosen = attempt(|| self.choose(context));
        let scopes = self.scope.chain(context.index());
        let answer = attempt(|| {
            self.scope.preprocess(scopes, context);
            let early = self.scope.before(scopes, context)?;
            match early {
                Some(response) => Ok(response),
                None => chosen.and_then(|chosen| chosen.answer(self, context)),
            }
        });
        let response =
            answer.unwrap_or_else(|error| self.failed(scopes, context, error));
        let mut response = self.finish(scopes, context, response);
        self.save_session(context, &mut response);
        self.tear_down(scopes, context);
        response
    }
    // ANCHOR_END: respond

    fn context<'r>(&'r self, environ: Environ<'r>) -> Context<'r> {
        let limits = self.ready().map(|ready| ready.settings.limits);
        let request = Request::with_limits(environ, limits.unwrap_or_default());
        Context::new(self, request)
    }

    /// Calls `job` in the context of a request, in place of a view; only the
    /// last hooks run.
    pub(crate) fn within<'r, T>(
        &'r self,
        environ: Environ<'r>,
        job: impl FnOnce(&Context<'_>) -> T,
    ) -> T {
        let context = self.context(environ);
        let _ = self.choose(&context); // a 404 has a context, too
        let result = job(&context);
        self.tear_down(self.scope.chain(context.index()), &context);
        result
    }

    /// The hooks behind the view. What one of them fails with is answered as
    /// if the view had; the others see that answer.
    fn finish(
        &self,
        scopes: &[usize],
        context: &Context<'_>,
        mut response: Response,
    ) -> Response {
        let failed = |error| self.failed(scopes, context, error);
        for change in context.take_after() {
            response = attempt(|| change(response)).unwrap_or_else(failed);
        }
        for hook in self.scope.after(scopes) {
            response =
                attempt(|| hook(context, response)).unwrap_or_else(failed);
        }
        response
    }

    /// The last hooks. What one of them fails with ends nothing.
    fn tear_down(&self, scopes: &[usize], context: &Context<'_>) {
        let own = self.appcontext.iter().rev().map(|hook| &**hook);
        for hook in self.scope.teardown(scopes).chain(own) {
            if let Err(error) = attempt(|| hook(context)) {
                log(context, &error);
            }
        }
    }

    /// Puts the session into the answer, if it has to be there.
    fn save_session(&self, context: &Context<'_>, response: &mut Response) {
        let Some(session) = context.session_to_save() else { return };
        if let Err(error) = session.save(response) {
            log(context, &error);
        }
    }

    /// What an error becomes: the answer of a handler for it, or its own.
    ///
    /// What has a status of its own is looked up by it first; any other error
    /// by its type first, and by 500 at last. Whoever handles a type knows of
    /// it: only the others are in the log.
    fn failed(
        &self,
        scopes: &[usize],
        context: &Context<'_>,
        error: Error,
    ) -> Response {
        let told = Cell::new(false);
        let tell = || match told.replace(true) {
            true => {}
            false => log(context, &error),
        };
        let by_type = || self.scope.by_type(scopes, context, &error);
        let by_status = || self.scope.by_status(scopes, context, &error);
        let handled = attempt(|| {
            let handled = match error.http() {
                Some(_) => {
                    tell();
                    by_status().or_else(by_type)
                }
                None => by_type().or_else(|| {
                    tell();
                    context.set_failed(&error);
                    if self.is_debug() { None } else { by_status() }
                }),
            };
            handled.transpose()
        });
        match handled {
            Ok(Some(response)) => response,
            Ok(None) => self.unhandled(context, error),
            Err(again) => {
                tell();
                log(context, &again);
                context.set_failed(&again);
                self.unhandled(context, again)
            }
        }
    }

    /// What the client hears of an error that no handler takes.
    fn unhandled(&self, context: &Context<'_>, error: Error) -> Response {
        match error.http() {
            None if self.is_debug() => debug::page(context, &error),
            _ => error.into_response(),
        }
    }
}

impl Application for App {
    fn call<'r>(
        &'r self,
        mut environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<wsgi::Body<'r>, AppError> {
        if let Some(other) = self.mounts.find(&mut environ) {
            return other.call(environ, start_response);
        }
        self.respond(&self.context(environ)).call(&start_response)
    }
}
