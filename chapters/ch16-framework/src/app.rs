//! The application: what it is made of.
//!
//! * `setup`: what is made of rules and configuration.
//! * `respond`: one request; `chosen`: what answers it; `hosts`: whether it
//!   asks for a host of ours.

mod chosen;
mod hosts;
mod respond;
mod setup;

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

pub use self::setup::SetupError;

use minijinja::Value;
use wsgi::{Application, Dispatcher};

use self::setup::Ready;
use crate::config::Settings;
use crate::hooks::{Teardown, teardown};
use crate::links::Defaults;
use crate::routing::{Converters, Map, Place, Rule};
use crate::scope::Scope;
use crate::templates::{Owner, Templates};
use crate::{Blueprint, Config, Context, Done};

/// A web application, as Flask's: it is a [`wsgi::Application`].
pub struct App {
    scope: Scope,
    config: Config,
    converters: Converters,
    managed: HashMap<TypeId, Arc<dyn Any + Send + Sync>>,
    ready: OnceLock<Result<Ready, SetupError>>,
    empty: Map,
    /// Whether a slash at the end, and one beside another, matter.
    slashes: (bool, bool),
    /// Other applications, each below its prefix.
    mounts: Dispatcher,
    /// What runs last of all.
    appcontext: Vec<Box<Teardown>>,
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
            slashes: (true, true),
            mounts: Dispatcher::new(),
            appcontext: Vec::new(),
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
    #[doc(alias = "extensions")]
    pub fn manage<T: Send + Sync + 'static>(&mut self, value: T) -> &mut Self {
        self.managed.insert(TypeId::of::<T>(), Arc::new(value));
        self
    }

    pub(crate) fn managed<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let found = self.managed.get(&TypeId::of::<T>())?;
        Arc::clone(found).downcast().ok()
    }

    /// Takes in a blueprint.
    #[doc(alias = "register_blueprint")]
    pub fn register(&mut self, blueprint: Blueprint) -> &mut Self {
        self.scope_mut().take_in(blueprint);
        self.scope_mut().settle();
        for folder in std::mem::take(&mut self.scope.templates) {
            self.templates.add_folder(folder, Owner::Blueprint);
        }
        self
    }

    /// Hands all paths below `prefix` to another application: one of ours,
    /// or any other of chapter 15's contract. It sees the rest of the path,
    /// and answers for itself: no hook and no error handler of this one runs.
    pub fn mount(
        &mut self,
        prefix: &str,
        application: impl Application + 'static,
    ) -> &mut Self {
        self.ready = OnceLock::new();
        let mounts = std::mem::take(&mut self.mounts);
        self.mounts = mounts.mount(prefix, application);
        self
    }

    /// Runs when a request is over, behind all `teardown_request` hooks.
    pub fn teardown_appcontext<R: Done>(
        &mut self,
        hook: impl Fn(&Context<'_>) -> R + Send + Sync + 'static,
    ) -> &mut Self {
        self.appcontext.push(teardown(hook));
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
            self.check_places()?;
            let mut map = Map::new(self.converters.clone());
            map.slashes(self.slashes.0, self.slashes.1);
            let rules = self.scope.routes.iter().map(|route| &route.rule);
            rules.cloned().try_for_each(|rule| map.add(rule))?;
            Ok(Ready { map: Arc::new(map), settings })
        });
        ready.as_ref().map_err(Clone::clone)
    }

    pub(crate) fn settings(&self) -> Result<&Settings, SetupError> {
        self.ready().map(|ready| &ready.settings)
    }

    /// Whether failures are shown to the client: only the configuration's
    /// `DEBUG` says so.
    #[doc(alias = "debug")]
    pub fn is_debug(&self) -> bool {
        self.settings().is_ok_and(|settings| settings.debug)
    }

    pub(crate) fn map_or_empty(&self) -> &Map {
        self.ready().map_or(&self.empty, |ready| &ready.map)
    }

    pub(crate) fn shared_map(&self) -> Result<Arc<Map>, SetupError> {
        self.ready().map(|ready| Arc::clone(&ready.map))
    }

    /// What context processors add to a template's names, the outermost
    /// scope's first.
    pub(crate) fn processed(&self, context: &Context<'_>) -> Vec<Value> {
        self.scope.processed(context)
    }

    /// What `url_defaults` says of this request.
    pub(crate) fn url_values(&self, context: &Context<'_>) -> Vec<Defaults> {
        self.scope.url_values(context)
    }

    pub(crate) fn rule(&self, index: usize) -> Option<&Rule> {
        self.map_or_empty().rule(index)
    }

    pub(crate) fn values<'c>(
        &'c self,
        place: &'c Place,
        path: &'c str,
    ) -> impl Iterator<Item = (&'c str, &'c str)> {
        self.map_or_empty().values_at(place, path)
    }

    /// All rules, for a list of them.
    #[doc(alias = "url_map")]
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.map_or_empty().rules()
    }
}
