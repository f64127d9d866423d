//! One request: hooks, the view, error handlers, hooks.

use wsgi::{AppError, Application, Environ, StartResponse};

use super::App;
use crate::log::log;
use crate::{Context, Error, HttpError, Request, Response};

impl App {
    /// Answers a request. It never fails: what fails is a 500.
    // ANCHOR: respond
    fn respond(&self, context: &mut Context<'_>) -> Response {
        let chosen = self.choose(context);
        let context = &*context;
        let scopes = self.scope.chain(context.index());
        let answer = threading::caught(|| {
            let early = self.scope.before(&scopes, context)?;
            match early {
                Some(response) => Ok(response),
                None => chosen.and_then(|chosen| chosen.answer(self, context)),
            }
        });
        let answer = answer
            .unwrap_or_else(|panic| Err(Error::message(panic.to_string())));
        let response =
            answer.unwrap_or_else(|error| self.failed(&scopes, context, error));
        // ANCHOR_END: respond
        let finished = threading::caught(|| {
            let response = context
                .take_after()
                .into_iter()
                .fold(response, |response, change| change(response));
            self.scope.after(&scopes, context, response)
        });
        let mut response = finished.unwrap_or_else(|panic| {
            log(context, &panic.to_string());
            plain(500)
        });
        self.save_session(context, &mut response);
        response
    }

    /// Puts the session into the answer, if it has to be there.
    fn save_session(&self, context: &Context<'_>, response: &mut Response) {
        let Some(session) = context.session_to_save() else { return };
        if let Err(error) = session.save(response) {
            log(context, &error.causes());
        }
    }

    /// What an error becomes: the answer of a handler for it, or its own.
    fn failed(
        &self,
        scopes: &[usize],
        context: &Context<'_>,
        error: Error,
    ) -> Response {
        if error.http().is_none() {
            log(context, &error.causes());
        }
        let handled =
            threading::caught(|| self.scope.handle(scopes, context, &error));
        match handled {
            Ok(None) => error.into_response(),
            Ok(Some(Ok(response))) => response,
            Ok(Some(Err(error))) => {
                if error.http().is_none() {
                    log(context, &error.causes());
                }
                error.into_response()
            }
            Err(panic) => {
                log(context, &panic.to_string());
                plain(500)
            }
        }
    }
}

fn plain(status: u16) -> Response {
    HttpError::new(status).into_response()
}

impl Application for App {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<wsgi::Body<'r>, AppError> {
        let limits = self.ready().map(|ready| ready.settings.limits);
        let request = Request::with_limits(environ, limits.unwrap_or_default());
        let mut context = Context::new(self, request);
        let response = self.respond(&mut context);
        let scopes = self.scope.chain(context.index());
        let torn = threading::caught(|| self.scope.teardown(&scopes, &context));
        if let Err(panic) = torn {
            log(&context, &panic.to_string());
        }
        response.call(&start_response)
    }
}
