//! What an application and a blueprint can both be told: routes, hooks,
//! error handlers.

use minijinja::Value;
use serde::Serialize;

use crate::routing::Rule;
use crate::scope::Answer;
use crate::view::View;
use crate::{
    App, Blueprint, Context, Error, HttpError, IntoResponse, Response,
};

/// A view as a box.
pub(crate) fn boxed<M, V>(view: V) -> Box<Answer>
where
    V: View<M>,
    V::Output: IntoResponse,
{
    Box::new(move |context| view.view(context)?.into_response())
}

/// What the view is called: its function's name, as in Flask. A closure has
/// none; its rule stands in for it.
fn name_of<V>(rule: &str) -> String {
    let path = std::any::type_name::<V>();
    let path = path.split('<').next().unwrap_or_default();
    match path.rsplit("::").next() {
        Some(name) if !name.is_empty() && !name.contains('{') => {
            name.to_owned()
        }
        _ => rule.to_owned(),
    }
}

macro_rules! registers {
    ($Kind:ty) => {
        impl $Kind {
            /// Answers the paths of `rule`, with `GET` unless the rule that
            /// comes back is told otherwise.
            pub fn route<M, V>(&mut self, rule: &str, view: V) -> &mut Rule
            where
                V: View<M>,
                V::Output: IntoResponse,
            {
                let named = Rule::new(rule, &name_of::<V>(rule));
                self.scope_mut().add(named.methods(["GET"]), boxed(view))
            }

            /// Answers `GET` (and `HEAD`).
            pub fn get<M, V>(&mut self, rule: &str, view: V) -> &mut Rule
            where
                V: View<M>,
                V::Output: IntoResponse,
            {
                self.route(rule, view)
            }

            /// Answers `POST`.
            pub fn post<M, V>(&mut self, rule: &str, view: V) -> &mut Rule
            where
                V: View<M>,
                V::Output: IntoResponse,
            {
                self.route(rule, view).set_methods(["POST"])
            }

            /// Answers `PUT`.
            pub fn put<M, V>(&mut self, rule: &str, view: V) -> &mut Rule
            where
                V: View<M>,
                V::Output: IntoResponse,
            {
                self.route(rule, view).set_methods(["PUT"])
            }

            /// Answers `DELETE`.
            pub fn delete<M, V>(&mut self, rule: &str, view: V) -> &mut Rule
            where
                V: View<M>,
                V::Output: IntoResponse,
            {
                self.route(rule, view).set_methods(["DELETE"])
            }

            /// Runs before each view; an answer takes the view's place.
            pub fn before_request(
                &mut self,
                hook: impl Fn(&Context<'_>) -> Result<Option<Response>, Error>
                + Send
                + Sync
                + 'static,
            ) -> &mut Self {
                self.scope_mut().own().before.push(Box::new(hook));
                self
            }

            /// Changes each answer, also that of an error.
            pub fn after_request(
                &mut self,
                hook: impl Fn(&Context<'_>, Response) -> Response
                + Send
                + Sync
                + 'static,
            ) -> &mut Self {
                self.scope_mut().own().after.push(Box::new(hook));
                self
            }

            /// Runs last, whatever happened.
            pub fn teardown_request(
                &mut self,
                hook: impl Fn(&Context<'_>) + Send + Sync + 'static,
            ) -> &mut Self {
                self.scope_mut().own().teardown.push(Box::new(hook));
                self
            }

            /// Adds names to all templates of the requests that it answers
            /// (Flask's `context_processor`). A view's own values win.
            pub fn context_processor<V: Serialize>(
                &mut self,
                names: impl Fn(&Context<'_>) -> V + Send + Sync + 'static,
            ) -> &mut Self {
                let names = move |context: &Context<'_>| {
                    Value::from_serialize(names(context))
                };
                self.scope_mut().own().processors.push(Box::new(names));
                self
            }

            /// Answers in place of every error with that status.
            pub fn error_handler<R: IntoResponse>(
                &mut self,
                status: u16,
                handler: impl Fn(&Context<'_>, &HttpError) -> R
                + Send
                + Sync
                + 'static,
            ) -> &mut Self {
                let handler = move |context: &Context<'_>, error: &Error| {
                    let unknown = HttpError::new(error.status());
                    let http = error.http().unwrap_or(&unknown);
                    Some(handler(context, http).into_response())
                };
                let all = &mut self.scope_mut().own().by_status;
                all.insert(0, (status, Box::new(handler)));
                self
            }

            /// Answers in place of every error that is an `E`.
            pub fn error_handler_for<E, R>(
                &mut self,
                handler: impl Fn(&Context<'_>, &E) -> R + Send + Sync + 'static,
            ) -> &mut Self
            where
                E: std::error::Error + 'static,
                R: IntoResponse,
            {
                let handler = move |context: &Context<'_>, error: &Error| {
                    let error = error.downcast_ref::<E>()?;
                    Some(handler(context, error).into_response())
                };
                let all = &mut self.scope_mut().own().by_type;
                all.insert(0, Box::new(handler));
                self
            }
        }
    };
}

registers!(App);
registers!(Blueprint);
