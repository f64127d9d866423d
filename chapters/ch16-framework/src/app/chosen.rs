//! What answers a request: a view, or what stands in for one.

use super::App;
use crate::routing::Outcome;
use crate::{Context, Error, HttpError, Response};

/// What answers.
pub(super) enum Chosen {
    Route(usize),
    Redirect(String),
    Options(String),
}

impl Chosen {
    pub(super) fn answer(
        self,
        app: &App,
        context: &Context<'_>,
    ) -> Result<Response, Error> {
        match self {
            Chosen::Route(at) => (app.scope.routes[at].answer)(context),
            Chosen::Options(methods) => {
                Ok(Response::new("").with_header("Allow", methods)?)
            }
            Chosen::Redirect(path) => {
                let request = context.request();
                let root = crate::routing::quote_path(&request.root_path());
                let root = root.trim_end_matches('/');
                let query = request.query_string();
                let mark = if query.is_empty() { "" } else { "?" };
                let location = format!("{root}{path}{mark}{query}");
                Ok(crate::redirect_with(&location, 308)?)
            }
        }
    }
}

impl App {
    /// Which view, or what instead of one.
    pub(super) fn choose(
        &self,
        context: &Context<'_>,
    ) -> Result<Chosen, Error> {
        let ready = self.ready()?;
        self.check_host(context)?;
        let (path, method) = (context.path(), context.request().method());
        let found = match ready.map.find(path, &method) {
            Outcome::Found(found) => found,
            Outcome::NotFound => return Err(HttpError::new(404).into()),
            Outcome::Redirect(path) => return Ok(Chosen::Redirect(path)),
            Outcome::MethodNotAllowed(mut methods) => {
                methods.push("OPTIONS");
                methods.sort_unstable();
                if method == "OPTIONS" {
                    return Ok(Chosen::Options(methods.join(", ")));
                }
                return Err(HttpError::method_not_allowed(&methods).into());
            }
        };
        context.set_place(found.place());
        Ok(Chosen::Route(found.index()))
    }
}
