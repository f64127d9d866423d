//! The application: routes, hooks and error handlers, and what calls them.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use wsgi::{AppError, Application, Environ, StartResponse};

use crate::blueprint::{Blueprint, Scope};
use crate::config::Settings;
use crate::routing::{Converters, Map, Outcome, Place, Rule, RuleError};
use crate::templates::Templates;
use crate::view::View;
use crate::{
    Config, ConfigError, Context, Error, HttpError, IntoResponse, Request,
    Response,
};

/// A view, with the types of its arguments forgotten.
pub(crate) type Answer =
    dyn Fn(&Context<'_>) -> Result<Response, Error> + Send + Sync;

/// Why an application cannot start: a mistake in the program or its
/// configuration, in one line.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(String);

impl From<RuleError> for SetupError {
    fn from(error: RuleError) -> Self {
        SetupError(error.to_string())
    }
}

impl From<ConfigError> for SetupError {
    fn from(error: ConfigError) -> Self {
        SetupError(error.to_string())
    }
}

/// What is made of routes and configuration when the first request comes.
struct Ready {
    map: Map,
    settings: Settings,
}

/// A web application, as Flask's: it is a [`wsgi::Application`].
pub struct App {
    scope: Scope,
    config: Config,
    converters: Converters,
    managed: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    ready: OnceLock<Result<Ready, SetupError>>,
    empty: Map,
    pub(crate) templates: Templates,
}

impl Default for App {
    fn default() -> Self {
        App::new()
    }
}

impl App {
    /// An application that knows no path.
    pub fn new() -> Self {
        App {
            scope: Scope::root(),
            config: Config::new(),
            converters: Converters::default(),
            managed: HashMap::new(),
            ready: OnceLock::new(),
            empty: Map::default(),
            templates: Templates::default(),
        }
    }

    pub(crate) fn scope_mut(&mut self) -> &mut Scope {
        self.ready = OnceLock::new();
        &mut self.scope
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The configuration, to change it.
    pub fn config_mut(&mut self) -> &mut Config {
        self.ready = OnceLock::new();
        &mut self.config
    }

    /// The converters that rules can name, to add some.
    pub fn converters_mut(&mut self) -> &mut Converters {
        self.ready = OnceLock::new();
        &mut self.converters
    }

    /// Keeps a value for all views: see [`State`](crate::State).
    pub fn manage<T: Send + Sync + 'static>(&mut self, value: T) -> &mut Self {
        self.managed.insert(TypeId::of::<T>(), Arc::new(value));
        self
    }

    pub(crate) fn managed<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let found = self.managed.get(&TypeId::of::<T>())?;
        Arc::clone(found).downcast().ok()
    }

    /// Takes in a blueprint.
    pub fn register(&mut self, blueprint: Blueprint) -> &mut Self {
        self.scope_mut().take_in(blueprint);
        self
    }

    /// Whether the application can start. The first request asks, too; a
    /// program should ask before it listens.
    ///
    /// # Errors
    ///
    /// The first mistake in a rule or in the configuration.
    pub fn check(&self) -> Result<(), SetupError> {
        self.ready().map(|_| ())
    }

    fn ready(&self) -> Result<&Ready, SetupError> {
        let ready = self.ready.get_or_init(|| {
            let settings = Settings::read(&self.config)?;
            let mut map = Map::new(self.converters.clone());
            let rules = self.scope.routes.iter().map(|route| &route.rule);
            rules.cloned().try_for_each(|rule| map.add(rule))?;
            Ok(Ready { map, settings })
        });
        ready.as_ref().map_err(Clone::clone)
    }

    pub(crate) fn settings(&self) -> Result<&Settings, SetupError> {
        self.ready().map(|ready| &ready.settings)
    }

    /// Puts the session, if it was opened, into the answer.
    fn save_session(&self, context: &Context<'_>, response: &mut Response) {
        let Some(session) = context.opened_session() else { return };
        let Ok(settings) = self.settings() else { return };
        if let Err(error) = session.save(settings, response) {
            log(context, &error.causes());
        }
    }

    pub(crate) fn map_or_empty(&self) -> &Map {
        self.ready().map_or(&self.empty, |ready| &ready.map)
    }

    pub(crate) fn rule(&self, index: usize) -> Option<&Rule> {
        self.map_or_empty().rules().nth(index)
    }

    pub(crate) fn values<'c>(
        &'c self,
        place: &Place,
        path: &'c str,
    ) -> Vec<(&'c str, &'c str)> {
        self.map_or_empty().values_at(place, path)
    }

    /// All rules, for a list of them.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.map_or_empty().rules()
    }

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

    /// Which view, or what instead of one.
    fn choose(&self, context: &mut Context<'_>) -> Result<Chosen, Error> {
        let ready = self.ready()?;
        let method = context.request().method().into_owned();
        let path = context.path().to_owned();
        let found = match ready.map.find(&path, &method) {
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
        context.set_place(found.place(&path));
        Ok(Chosen::Route(found.index()))
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

/// What answers.
enum Chosen {
    Route(usize),
    Redirect(String),
    Options(String),
}

impl Chosen {
    fn answer(
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

fn plain(status: u16) -> Response {
    HttpError::new(status).into_response()
}

/// One line for a failure: what was asked, and the cause.
fn log(context: &Context<'_>, cause: &str) {
    let request = context.request();
    let line = format!("{} {}: {cause}", request.method(), context.path());
    let line = line.replace(char::is_control, " ");
    request.environ().errors().write(&(line + "\n"));
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

/// A view as a box.
pub(crate) fn boxed<M, V>(view: V) -> Box<Answer>
where
    V: View<M>,
    V::Output: IntoResponse,
{
    Box::new(move |context| view.view(context)?.into_response())
}
