//! Routes, hooks and error handlers that belong together.

use std::path::Path;

use serde::Serialize;

use crate::routing::Values;
use crate::scope::Scope;
use crate::{Context, Done, Error, HttpError, IntoResponse, Response};

/// Routes, hooks and error handlers under one name and one prefix.
///
/// An endpoint `show` of the blueprint `blog` is `blog.show`.
pub struct Blueprint {
    name: String,
    prefix: String,
    scope: Scope,
}

impl Blueprint {
    /// A blueprint without a prefix.
    pub fn new(name: &str) -> Self {
        let (name, prefix) = (name.to_owned(), String::new());
        Blueprint { name, prefix, scope: Scope::root() }
    }

    /// All its rules begin with `prefix`: `/blog`.
    #[must_use]
    #[doc(alias = "url_prefix")]
    pub fn prefix(mut self, prefix: &str) -> Self {
        self.prefix = prefix.to_owned();
        self
    }

    /// Takes in another blueprint, below this one's prefix and name.
    #[doc(alias = "register_blueprint")]
    pub fn register(&mut self, blueprint: Blueprint) -> &mut Self {
        self.scope.take_in(blueprint);
        self
    }

    /// As `before_request`, for all views of the application.
    pub fn before_app_request(
        &mut self,
        hook: impl Fn(&Context<'_>) -> Result<Option<Response>, Error>
        + Send
        + Sync
        + 'static,
    ) -> &mut Self {
        self.scope.whole().add_before(hook);
        self
    }

    /// As `url_value_preprocessor`, for all paths of the application.
    pub fn app_url_value_preprocessor(
        &mut self,
        change: impl Fn(&Context<'_>, &mut Values) + Send + Sync + 'static,
    ) -> &mut Self {
        self.scope.whole().add_preprocessor(change);
        self
    }

    /// As `url_defaults`, for all endpoints of the application.
    pub fn app_url_defaults<V: Into<Values>>(
        &mut self,
        values: impl Fn(&Context<'_>) -> V + Send + Sync + 'static,
    ) -> &mut Self {
        self.scope.whole().add_url_defaults(values);
        self
    }

    /// As `after_request`, for all answers of the application.
    pub fn after_app_request<R: IntoResponse>(
        &mut self,
        hook: impl Fn(&Context<'_>, Response) -> R + Send + Sync + 'static,
    ) -> &mut Self {
        self.scope.whole().add_after(hook);
        self
    }

    /// As `teardown_request`, for all requests of the application.
    pub fn teardown_app_request<R: Done>(
        &mut self,
        hook: impl Fn(&Context<'_>) -> R + Send + Sync + 'static,
    ) -> &mut Self {
        self.scope.whole().add_teardown(hook);
        self
    }

    /// As `context_processor`, for all templates of the application.
    pub fn app_context_processor<V: Serialize>(
        &mut self,
        names: impl Fn(&Context<'_>) -> V + Send + Sync + 'static,
    ) -> &mut Self {
        self.scope.whole().add_processor(names);
        self
    }

    /// Has templates of its own. They are for the whole application, and
    /// asked for behind the application's own folders.
    pub fn template_folder(&mut self, folder: impl AsRef<Path>) -> &mut Self {
        self.scope.templates.push(folder.as_ref().to_owned());
        self
    }

    /// As `error_handler`, for all errors of the application.
    #[doc(alias = "app_errorhandler")]
    pub fn app_error_handler<R: IntoResponse>(
        &mut self,
        status: u16,
        handler: impl Fn(&Context<'_>, &HttpError) -> R + Send + Sync + 'static,
    ) -> &mut Self {
        self.scope.whole().add_by_status(status, handler);
        self
    }

    /// As `error_handler_for`, for all errors of the application.
    #[doc(alias = "app_errorhandler")]
    pub fn app_error_handler_for<E, R>(
        &mut self,
        handler: impl Fn(&Context<'_>, &E) -> R + Send + Sync + 'static,
    ) -> &mut Self
    where
        E: std::error::Error + 'static,
        R: IntoResponse,
    {
        self.scope.whole().add_by_type(handler);
        self
    }

    pub(crate) fn scope_mut(&mut self) -> &mut Scope {
        &mut self.scope
    }

    /// Name, prefix, and what there is below them.
    pub(crate) fn into_parts(self) -> (String, String, Scope) {
        (self.name, self.prefix, self.scope)
    }
}
