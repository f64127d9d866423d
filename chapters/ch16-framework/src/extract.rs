//! What a view can ask for, by the types of its arguments.

mod named;
mod text;

use std::ops::Deref;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::{Context, Error, G, HttpError, Json};
use text::from_pairs;

/// A part of a request that a view takes as an argument.
///
/// A hook, or a view that needs it only sometimes, takes it by hand:
/// `State::<Db>::extract(context)?`, `Form::<Login>::extract(context)?`.
///
/// Your own are made of what the [`Context`] knows:
///
/// ```
/// use carafe::{App, Context, Error, Extract, abort};
///
/// struct Agent(String);
///
/// impl Extract for Agent {
///     fn extract(context: &Context<'_>) -> Result<Self, Error> {
///         let field = context.request().headers().get("User-Agent");
///         Ok(Agent(field.ok_or_else(|| abort(400))?.into_owned()))
///     }
/// }
///
/// App::new().get("/", |Agent(name): Agent| name);
/// ```
///
/// What is none does not compile, and the message says what is one:
///
/// ```compile_fail,E0277
/// App::new().get("/", |at: std::time::Instant| "");
/// # use carafe::App;
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that a view can take",
    label = "a view takes `&Context<'_>` or `&Request<'_>` first, then \
             `Path<T>`, `Query<T>`, `Form<T>`, `Json<T>`, `State<T>`, \
             `Session`, `G`, or an `Option` or `Result` of these",
    note = "the `T` of `Path`, `Query`, `Form` and `Json` is \
            `serde::Deserialize`, that of `State` is `Send + Sync`"
)]
pub trait Extract: Sized {
    /// Takes it from the request.
    ///
    /// # Errors
    ///
    /// What the client hears instead of the view's answer.
    fn extract(context: &Context<'_>) -> Result<Self, Error>;
}

// ANCHOR: path
/// The variables of the rule: one value, a tuple in the rule's order, or a
/// struct by name. What does not fit is 404: there is no such page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> Extract for Path<T> {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        let read = from_pairs(context.values());
        Ok(Path(read.map_err(|_| HttpError::new(404))?))
    }
}
// ANCHOR_END: path

/// The query, as a struct. What does not fit is 400, and says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> Extract for Query<T> {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        let args = context.request().args().iter();
        let read = from_pairs(args.map(|(name, text)| (name, &**text)));
        Ok(Query(read.map_err(|error| bad("query", &error))?))
    }
}

/// The form's texts, as a struct. What does not fit is 400, and says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> Extract for Form<T> {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        let form = context.request().form()?.iter();
        let read = from_pairs(form.map(|(name, text)| (name, &**text)));
        Ok(Form(read.map_err(|error| bad("form", &error))?))
    }
}

fn bad(what: &str, error: &dyn std::fmt::Display) -> HttpError {
    let why = format!("The {what} is not what is expected: {error}.");
    HttpError::new(400).describe(why)
}

/// The body, as JSON: 400 with line and column, or 415.
impl<T: DeserializeOwned> Extract for Json<T> {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        Ok(Json(context.request().json()?))
    }
}

/// What [`App::manage`](crate::App::manage) was given.
#[derive(Debug)]
pub struct State<T>(Arc<T>);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Send + Sync + 'static> Extract for State<T> {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        let name = std::any::type_name::<T>();
        let missing =
            || Error::message(format!("no {name} was given to App::manage"));
        context.app().managed().map(State).ok_or_else(missing)
    }
}

impl Extract for G {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        Ok(context.g())
    }
}

impl<T: Extract> Extract for Option<T> {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        Ok(T::extract(context).ok())
    }
}

impl<T: Extract> Extract for Result<T, Error> {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        Ok(T::extract(context))
    }
}
