//! What belongs to one request while it is answered.

use std::any::{Any, TypeId};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use minijinja::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::links::Links;
use crate::routing::{BuildError, Place, Rule, Values};
use crate::{Error, IntoResponse, Request, Response, Session};

/// What runs after a view, once.
type After = Box<dyn FnOnce(Response) -> Result<Response, Error>>;

/// One request, and what the framework knows of it: Flask's request and
/// application contexts in one.
pub struct Context<'r> {
    app: &'r App,
    request: Request<'r>,
    /// Empty: no rule matched.
    place: OnceCell<Place>,
    /// The variables, where a `url_value_preprocessor` has changed them.
    changed: OnceCell<Values>,
    path: String,
    g: RefCell<Option<G>>,
    session: RefCell<Option<Session>>,
    after: RefCell<Vec<After>>,
    failed: Cell<bool>,
}

impl<'r> Context<'r> {
    pub(crate) fn new(app: &'r App, request: Request<'r>) -> Self {
        let path = request.path().into_owned();
        let (g, after) = (RefCell::default(), RefCell::default());
        let (session, failed) = (RefCell::default(), Cell::default());
        let (place, changed) = (OnceCell::new(), OnceCell::new());
        Context {
            app,
            request,
            place,
            changed,
            path,
            g,
            session,
            after,
            failed,
        }
    }

    pub(crate) fn set_place(&self, place: Place) {
        let _ = self.place.set(place); // once for each request
    }

    /// The request.
    pub fn request(&self) -> &Request<'r> {
        &self.request
    }

    /// The application that answers it.
    #[doc(alias = "current_app")]
    pub fn app(&self) -> &'r App {
        self.app
    }

    /// The path that was asked for, decoded.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The rule that matched; `None` for a 404 or 405.
    #[doc(alias = "url_rule")]
    pub fn rule(&self) -> Option<&'r Rule> {
        let place = self.place.get()?;
        self.app.rule(place.index())
    }

    pub(crate) fn index(&self) -> Option<usize> {
        self.place.get().map(Place::index)
    }

    /// The endpoint of that rule.
    pub fn endpoint(&self) -> Option<&'r str> {
        self.rule().map(Rule::endpoint)
    }

    /// The blueprint of that endpoint, with those it is in: `admin.users`.
    pub fn blueprint(&self) -> Option<&'r str> {
        Some(self.endpoint()?.rsplit_once('.')?.0)
    }

    /// What the variables of the rule are: name and text (Flask's
    /// `view_args`).
    #[doc(alias = "view_args")]
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        let changed = self.changed.get();
        let place = self.place.get().filter(|_| changed.is_none());
        let own = |at| self.app.values(at, &self.path);
        let changed = changed.into_iter().flat_map(Values::iter);
        changed.chain(place.into_iter().flat_map(own))
    }

    pub(crate) fn set_values(&self, values: Values) {
        let _ = self.changed.set(values); // once for each request
    }

    /// State of this request, for hooks and views (Flask's `g`).
    pub fn g(&self) -> G {
        self.g.borrow_mut().get_or_insert_with(G::default).clone()
    }

    /// The session. It is opened when it is first asked for.
    ///
    /// # Errors
    ///
    /// A configuration that cannot be used.
    pub fn session(&self) -> Result<Session, Error> {
        let session = self.unopened_session()?;
        drop(session.access());
        Ok(session)
    }

    /// The session, for somebody who may ask for it later.
    pub(crate) fn unopened_session(&self) -> Result<Session, Error> {
        let mut session = self.session.borrow_mut();
        if let Some(session) = &*session {
            return Ok(session.clone());
        }
        let settings = &self.app.settings()?.session;
        let sent = self.request.cookies().get(&settings.name).cloned();
        Ok(session.insert(Session::new(settings, sent)).clone())
    }

    /// The session that the answer may have to carry: one that somebody has
    /// opened, or that came and may be permanent.
    pub(crate) fn session_to_save(&self) -> Option<Session> {
        let known = self.session.borrow().clone();
        known.or_else(|| {
            let settings = &self.app.settings().ok()?.session;
            if !settings.refreshes() {
                return None;
            }
            self.request.headers().get("Cookie")?;
            self.unopened_session().ok()
        })
    }

    /// Changes the answer to this request, whatever it will be.
    pub fn after_this_request<R: IntoResponse>(
        &self,
        change: impl FnOnce(Response) -> R + 'static,
    ) {
        let change = |response| change(response).into_response();
        self.after.borrow_mut().push(Box::new(change));
    }

    /// Whether something failed that has no status of its own, and no handler
    /// for its type: what a `teardown_request` hook asks that either keeps or
    /// undoes.
    pub fn failed(&self) -> bool {
        self.failed.get()
    }

    pub(crate) fn set_failed(&self, error: &Error) {
        self.failed.set(self.failed.get() || error.http().is_none());
    }

    pub(crate) fn take_after(&self) -> Vec<After> {
        self.after.take()
    }

    /// The path of an endpoint, below where the application is mounted.
    ///
    /// Values are `()`, pairs (`[("id", 7)]`), or [`Values`] when they are of
    /// several types; what no variable of the rule takes becomes the query.
    /// `.show` is the endpoint `show` of the blueprint that answers. Four
    /// values say something else: `_external` (true: with scheme and host),
    /// `_scheme`, `_anchor`, `_method`.
    ///
    /// # Errors
    ///
    /// No such endpoint, or values that do not suit it.
    pub fn url_for(
        &self,
        endpoint: &str,
        values: impl Into<Values>,
    ) -> Result<String, BuildError> {
        let origin = |scheme: Option<&str>| {
            let own = self.request.scheme();
            let scheme = scheme.unwrap_or(&own);
            format!("{scheme}://{}", self.request.host())
        };
        let links = Links {
            map: self.app.map_or_empty(),
            root: &self.request.root_path(),
            endpoint: self.endpoint(),
            defaults: &self.app.url_values(self),
            origin: &origin,
        };
        links.url_for(endpoint, values.into())
    }
}

/// State of one request: one value of each type, and values by name, which
/// templates see. Clones are the same.
#[derive(Clone, Default)]
pub struct G(Rc<Inner>);

#[derive(Default)]
struct Inner {
    typed: RefCell<HashMap<TypeId, Box<dyn Any>>>,
    named: RefCell<BTreeMap<String, Value>>,
}

impl G {
    /// Keeps a value in place of any other of its type.
    pub fn set<T: 'static>(&self, value: T) {
        let mut all = self.0.typed.borrow_mut();
        all.insert(TypeId::of::<T>(), Box::new(value));
    }

    /// A copy of the value of that type.
    pub fn get<T: Clone + 'static>(&self) -> Option<T> {
        let all = self.0.typed.borrow();
        all.get(&TypeId::of::<T>())?.downcast_ref().cloned()
    }

    /// Keeps a value by name: `{{ g.user }}` in a template.
    pub fn set_named(&self, name: &str, value: impl Serialize) {
        let value = Value::from_serialize(value);
        self.0.named.borrow_mut().insert(name.to_owned(), value);
    }

    /// The value of that name, if it is a `T`.
    pub fn get_named<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let value = self.0.named.borrow().get(name)?.clone();
        T::deserialize(value).ok()
    }

    /// All values with names, for a template.
    pub(crate) fn named(&self) -> Value {
        self.0.named.borrow().clone().into()
    }
}
