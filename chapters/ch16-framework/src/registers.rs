//! What an application and a blueprint can both be told: routes, hooks,
//! error handlers.

use std::any::TypeId;

use serde::Serialize;

use crate::routing::{Rule, Values};
use crate::scope::Answer;
use crate::static_files::path_of;
use crate::view::View;
use crate::{
    App, Blueprint, Context, Done, Error, HttpError, IntoResponse, Response,
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
/// none, and neither has what a wrapper made of a view; the rule stands in.
fn name_of<V>(rule: &str) -> String {
    let path = std::any::type_name::<V>();
    let function = path.split('<').next().unwrap_or_default();
    match function.rsplit("::").next() {
        Some(name) if !name.is_empty() && !path.ends_with('}') => {
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
            #[doc(alias = "add_url_rule")]
            pub fn route<M, V>(&mut self, rule: &str, view: V) -> &mut Rule
            where
                V: View<M>,
                V::Output: IntoResponse,
            {
                let named = Rule::new(rule, &name_of::<V>(rule));
                let named = named.with_methods(["GET"]);
                self.scope_mut().add(named, boxed(view), TypeId::of::<V>())
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

            /// Answers `PATCH`.
            pub fn patch<M, V>(&mut self, rule: &str, view: V) -> &mut Rule
            where
                V: View<M>,
                V::Output: IntoResponse,
            {
                self.route(rule, view).set_methods(["PATCH"])
            }

            /// Answers `DELETE`.
            pub fn delete<M, V>(&mut self, rule: &str, view: V) -> &mut Rule
            where
                V: View<M>,
                V::Output: IntoResponse,
            {
                self.route(rule, view).set_methods(["DELETE"])
            }

            /// Serves the files below `folder`, at the path of its name:
            /// `static/style.css` at `/static/style.css`. The endpoint is
            /// `static`, the variable `filename`. A relative folder is looked
            /// for where the program was started.
            pub fn static_folder(
                &mut self,
                folder: impl AsRef<std::path::Path>,
            ) -> &mut Self {
                let path = path_of(folder.as_ref());
                self.static_folder_at(&path, folder)
            }

            /// The same at another path (Flask's `static_url_path`).
            pub fn static_folder_at(
                &mut self,
                path: &str,
                folder: impl AsRef<std::path::Path>,
            ) -> &mut Self {
                let folder = folder.as_ref().to_owned();
                self.scope_mut().add_static(path, folder);
                self
            }

            /// Sees the variables of each path before the other hooks do,
            /// and may change them: what it takes out, no view sees.
            pub fn url_value_preprocessor(
                &mut self,
                change: impl Fn(&Context<'_>, &mut Values)
                + Send
                + Sync
                + 'static,
            ) -> &mut Self {
                self.scope_mut().own().add_preprocessor(change);
                self
            }

            /// Adds values for `url_for`, where the endpoint is one of its
            /// own, has such a variable, and no other value is said. What was
            /// added last, and a blueprint's before the application's, counts.
            pub fn url_defaults<V: Into<Values>>(
                &mut self,
                values: impl Fn(&Context<'_>) -> V + Send + Sync + 'static,
            ) -> &mut Self {
                self.scope_mut().own().add_url_defaults(values);
                self
            }

            /// Runs before each view. `Ok(None)` leaves the answer to the
            /// view, `Ok(Some(response))` takes its place. A hook takes what
            /// it needs by hand: `State::<Db>::extract(context)?`.
            pub fn before_request(
                &mut self,
                hook: impl Fn(&Context<'_>) -> Result<Option<Response>, Error>
                + Send
                + Sync
                + 'static,
            ) -> &mut Self {
                self.scope_mut().own().add_before(hook);
                self
            }

            /// Changes each answer, also that of an error.
            pub fn after_request<R: IntoResponse>(
                &mut self,
                hook: impl Fn(&Context<'_>, Response) -> R
                + Send
                + Sync
                + 'static,
            ) -> &mut Self {
                self.scope_mut().own().add_after(hook);
                self
            }

            /// Runs last, whatever happened: when the answer is known, and
            /// before it is sent. An error goes to the log.
            pub fn teardown_request<R: Done>(
                &mut self,
                hook: impl Fn(&Context<'_>) -> R + Send + Sync + 'static,
            ) -> &mut Self {
                self.scope_mut().own().add_teardown(hook);
                self
            }

            /// Adds names to all templates of the requests that it answers
            /// (Flask's `context_processor`). A view's own values win.
            pub fn context_processor<V: Serialize>(
                &mut self,
                names: impl Fn(&Context<'_>) -> V + Send + Sync + 'static,
            ) -> &mut Self {
                self.scope_mut().own().add_processor(names);
                self
            }

            /// Answers in place of every error with that status; with 500
            /// also in place of all that have none (Flask's
            /// `errorhandler(Exception)`).
            #[doc(alias = "errorhandler")]
            pub fn error_handler<R: IntoResponse>(
                &mut self,
                status: u16,
                handler: impl Fn(&Context<'_>, &HttpError) -> R
                + Send
                + Sync
                + 'static,
            ) -> &mut Self {
                self.scope_mut().own().add_by_status(status, handler);
                self
            }

            /// Answers in place of every error that is an `E`: with
            /// [`HttpError`], of whatever status.
            #[doc(alias = "errorhandler")]
            pub fn error_handler_for<E, R>(
                &mut self,
                handler: impl Fn(&Context<'_>, &E) -> R + Send + Sync + 'static,
            ) -> &mut Self
            where
                E: std::error::Error + 'static,
                R: IntoResponse,
            {
                self.scope_mut().own().add_by_type(handler);
                self
            }
        }
    };
}

registers!(App);
registers!(Blueprint);
