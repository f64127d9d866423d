//! What runs around views, and in place of errors.

use minijinja::Value;
use serde::Serialize;

use crate::routing::Values;
use crate::{Context, Error, HttpError, IntoResponse, Response};

type Before =
    dyn Fn(&Context<'_>) -> Result<Option<Response>, Error> + Send + Sync;
pub(crate) type After =
    dyn Fn(&Context<'_>, Response) -> Result<Response, Error> + Send + Sync;
pub(crate) type Teardown =
    dyn Fn(&Context<'_>) -> Result<(), Error> + Send + Sync;
type Processor = dyn Fn(&Context<'_>) -> Value + Send + Sync;
type Preprocessor = dyn Fn(&Context<'_>, &mut Values) + Send + Sync;
type UrlDefaults = dyn Fn(&Context<'_>) -> Values + Send + Sync;
/// `None`: the error is none of those it is for.
type Handler = dyn Fn(&Context<'_>, &Error) -> Option<Result<Response, Error>>
    + Send
    + Sync;

/// What a hook may return that answers nothing: nothing, or a `Result`.
pub trait Done {
    /// The same as a `Result`.
    ///
    /// # Errors
    ///
    /// What goes to the log.
    fn done(self) -> Result<(), Error>;
}

impl Done for () {
    fn done(self) -> Result<(), Error> {
        Ok(())
    }
}

impl<E: Into<Error>> Done for Result<(), E> {
    fn done(self) -> Result<(), Error> {
        self.map_err(Into::into)
    }
}

/// The hooks and handlers of the application, or of one blueprint.
#[derive(Default)]
pub(crate) struct Group {
    /// The groups around this one, the outermost first, and itself.
    pub(crate) chain: Vec<usize>,
    /// The blueprint's name, with those it is in; empty: the application.
    pub(crate) name: String,
    pub(crate) preprocessors: Vec<Box<Preprocessor>>,
    pub(crate) url_defaults: Vec<Box<UrlDefaults>>,
    pub(crate) before: Vec<Box<Before>>,
    pub(crate) after: Vec<Box<After>>,
    pub(crate) teardown: Vec<Box<Teardown>>,
    pub(crate) processors: Vec<Box<Processor>>,
    pub(crate) by_type: Vec<Box<Handler>>,
    pub(crate) by_status: Vec<(u16, Box<Handler>)>,
}

impl Group {
    pub(crate) fn add_processor<V: Serialize>(
        &mut self,
        names: impl Fn(&Context<'_>) -> V + Send + Sync + 'static,
    ) {
        let names =
            move |context: &Context<'_>| Value::from_serialize(names(context));
        self.processors.push(Box::new(names));
    }

    pub(crate) fn add_preprocessor(
        &mut self,
        change: impl Fn(&Context<'_>, &mut Values) + Send + Sync + 'static,
    ) {
        self.preprocessors.push(Box::new(change));
    }

    pub(crate) fn add_url_defaults<V: Into<Values>>(
        &mut self,
        values: impl Fn(&Context<'_>) -> V + Send + Sync + 'static,
    ) {
        let values = move |context: &Context<'_>| values(context).into();
        self.url_defaults.push(Box::new(values));
    }

    pub(crate) fn add_before(
        &mut self,
        hook: impl Fn(&Context<'_>) -> Result<Option<Response>, Error>
        + Send
        + Sync
        + 'static,
    ) {
        self.before.push(Box::new(hook));
    }

    pub(crate) fn add_after<R: IntoResponse>(
        &mut self,
        hook: impl Fn(&Context<'_>, Response) -> R + Send + Sync + 'static,
    ) {
        let hook = move |context: &Context<'_>, response: Response| {
            hook(context, response).into_response()
        };
        self.after.push(Box::new(hook));
    }

    pub(crate) fn add_teardown<R: Done>(
        &mut self,
        hook: impl Fn(&Context<'_>) -> R + Send + Sync + 'static,
    ) {
        self.teardown.push(teardown(hook));
    }

    /// The last one added for a status is asked first.
    pub(crate) fn add_by_status<R: IntoResponse>(
        &mut self,
        status: u16,
        handler: impl Fn(&Context<'_>, &HttpError) -> R + Send + Sync + 'static,
    ) {
        let handler = move |context: &Context<'_>, error: &Error| {
            let response = match error.http() {
                Some(http) => handler(context, http),
                None => handler(context, &wrapped(error)),
            };
            Some(response.into_response())
        };
        self.by_status.insert(0, (status, Box::new(handler)));
    }

    pub(crate) fn add_by_type<E, R>(
        &mut self,
        handler: impl Fn(&Context<'_>, &E) -> R + Send + Sync + 'static,
    ) where
        E: std::error::Error + 'static,
        R: IntoResponse,
    {
        let handler = move |context: &Context<'_>, error: &Error| {
            let error = error.downcast_ref::<E>()?;
            Some(handler(context, error).into_response())
        };
        self.by_type.insert(0, Box::new(handler));
    }

    /// Takes in what a blueprint has for the whole application.
    pub(crate) fn extend(&mut self, other: Group) {
        self.preprocessors.extend(other.preprocessors);
        self.url_defaults.extend(other.url_defaults);
        self.before.extend(other.before);
        self.after.extend(other.after);
        self.teardown.extend(other.teardown);
        self.processors.extend(other.processors);
        self.by_type.splice(0..0, other.by_type);
        self.by_status.splice(0..0, other.by_status);
    }
}

/// A 500 in place of an error of another type, which is its cause in words
/// (Flask's `original_exception`).
fn wrapped(error: &Error) -> HttpError {
    HttpError::new(500).because(Error::message(error.causes()))
}

pub(crate) fn teardown<R: Done>(
    hook: impl Fn(&Context<'_>) -> R + Send + Sync + 'static,
) -> Box<Teardown> {
    Box::new(move |context| hook(context).done())
}

/// Runs a hook, a view or a handler; its panic is an error like others.
pub(crate) fn attempt<T>(
    job: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let done = threading::caught(job);
    done.unwrap_or_else(|panic| Err(Error::message(panic.to_string())))
}
