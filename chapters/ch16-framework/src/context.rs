//! What belongs to one request while it is answered.

use std::any::{Any, TypeId};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::app::App;
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
        let place = OnceCell::new();
        Context { app, request, place, path, g, session, after, failed }
    }

    pub(crate) fn set_place(&self, place: Place) {
        let _ = self.place.set(place); // once for each request
    }

    /// The request.
    pub fn request(&self) -> &Request<'r> {
        &self.request
    }

    /// The application that answers it.
    pub fn app(&self) -> &'r App {
        self.app
    }

    /// The path that was asked for, decoded.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The rule that matched; `None` for a 404 or 405.
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

    /// What the variables of the rule are: name and text.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        let place = self.place.get();
        place.into_iter().flat_map(|at| self.app.values(at, &self.path))
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
        let mut session = self.session.borrow_mut();
        if let Some(session) = &*session {
            return Ok(session.clone());
        }
        let settings = self.app.settings()?;
        let sent = self.request.cookies().get(&settings.cookie_name);
        let opened = Session::open(settings, sent.map(String::as_str));
        Ok(session.insert(opened).clone())
    }

    pub(crate) fn opened_session(&self) -> Option<Session> {
        self.session.borrow().clone()
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
        mut values: Values,
    ) -> Result<String, BuildError> {
        let external = values.take("_external").is_some_and(|v| v == "true");
        let scheme = values.take("_scheme");
        let (anchor, method) = (values.take("_anchor"), values.take("_method"));
        let endpoint = self.absolute(endpoint);
        let map = self.app.map_or_empty();
        let path = map.build(&endpoint, &values, method.as_deref())?;
        let root = crate::routing::quote_path(&self.request.root_path());
        let mut url = format!("{}{path}", root.trim_end_matches('/'));
        if external || scheme.is_some() {
            let used = self.request.scheme();
            let scheme = scheme.as_deref().unwrap_or(&used);
            url = format!("{scheme}://{}{url}", self.request.host());
        }
        if let Some(anchor) = anchor {
            url = format!("{url}#{}", crate::routing::quote_path(&anchor));
        }
        Ok(url)
    }

    /// `.show` → `blog.show`, while the blueprint `blog` answers.
    fn absolute(&self, endpoint: &str) -> String {
        let Some(own) = endpoint.strip_prefix('.') else {
            return endpoint.to_owned();
        };
        let current = self.endpoint().unwrap_or_default();
        match current.rsplit_once('.') {
            Some((blueprint, _)) => format!("{blueprint}.{own}"),
            None => own.to_owned(),
        }
    }
}

/// State of one request, one value of each type. Clones are the same.
#[derive(Clone, Default)]
pub struct G(Rc<RefCell<HashMap<TypeId, Box<dyn Any>>>>);

impl G {
    /// Keeps a value in place of any other of its type.
    pub fn set<T: 'static>(&self, value: T) {
        self.0.borrow_mut().insert(TypeId::of::<T>(), Box::new(value));
    }

    /// A copy of the value of that type.
    pub fn get<T: Clone + 'static>(&self) -> Option<T> {
        let all = self.0.borrow();
        all.get(&TypeId::of::<T>())?.downcast_ref().cloned()
    }
}
