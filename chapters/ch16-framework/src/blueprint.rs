//! Routes, hooks and error handlers that belong together.

use crate::app::{Answer, App, boxed};
use crate::routing::Rule;
use crate::view::View;
use crate::{Context, Error, HttpError, IntoResponse, Response};

type Before =
    dyn Fn(&Context<'_>) -> Result<Option<Response>, Error> + Send + Sync;
type After = dyn Fn(&Context<'_>, Response) -> Response + Send + Sync;
type Teardown = dyn Fn(&Context<'_>) + Send + Sync;
type Handler = dyn Fn(&Context<'_>, &Error) -> Option<Result<Response, Error>>
    + Send
    + Sync;

/// A rule and its view.
pub(crate) struct Route {
    pub(crate) rule: Rule,
    pub(crate) answer: Box<Answer>,
    group: usize,
}

/// The hooks and handlers of the application, or of one blueprint.
#[derive(Default)]
struct Group {
    parent: Option<usize>,
    before: Vec<Box<Before>>,
    after: Vec<Box<After>>,
    teardown: Vec<Box<Teardown>>,
    by_type: Vec<Box<Handler>>,
    by_status: Vec<(u16, Box<Handler>)>,
}

/// An application's routes and groups; the first group is its own.
pub(crate) struct Scope {
    pub(crate) routes: Vec<Route>,
    groups: Vec<Group>,
}

impl Scope {
    pub(crate) fn root() -> Self {
        Scope { routes: Vec::new(), groups: vec![Group::default()] }
    }

    fn own(&mut self) -> &mut Group {
        &mut self.groups[0]
    }

    fn add(&mut self, rule: Rule, answer: Box<Answer>) -> &mut Rule {
        self.routes.push(Route { rule, answer, group: 0 });
        let last = self.routes.len() - 1;
        &mut self.routes[last].rule
    }

    pub(crate) fn take_in(&mut self, blueprint: Blueprint) {
        let Blueprint { name, prefix, scope } = blueprint;
        let first = self.groups.len();
        for mut group in scope.groups {
            group.parent = Some(group.parent.map_or(0, |at| first + at));
            self.groups.push(group);
        }
        for mut route in scope.routes {
            route.rule.put_below(&prefix, &name);
            route.group += first;
            self.routes.push(route);
        }
    }

    /// The groups of a route, the outermost first.
    pub(crate) fn chain(&self, route: Option<usize>) -> Vec<usize> {
        let route = route.and_then(|at| self.routes.get(at));
        let first = route.map_or(0, |route| route.group);
        let parent = |at: &usize| self.groups[*at].parent;
        let mut all: Vec<_> =
            std::iter::successors(Some(first), parent).collect();
        all.reverse();
        all
    }

    pub(crate) fn before(
        &self,
        chain: &[usize],
        context: &Context<'_>,
    ) -> Result<Option<Response>, Error> {
        for hook in chain.iter().flat_map(|at| &self.groups[*at].before) {
            if let Some(response) = hook(context)? {
                return Ok(Some(response));
            }
        }
        Ok(None)
    }

    /// The innermost group's first, the last one added first.
    pub(crate) fn after(
        &self,
        chain: &[usize],
        context: &Context<'_>,
        response: Response,
    ) -> Response {
        let groups = chain.iter().rev().map(|at| &self.groups[*at]);
        let hooks = groups.flat_map(|group| group.after.iter().rev());
        hooks.fold(response, |response, hook| hook(context, response))
    }

    pub(crate) fn teardown(&self, chain: &[usize], context: &Context<'_>) {
        let groups = chain.iter().rev().map(|at| &self.groups[*at]);
        groups
            .flat_map(|group| group.teardown.iter().rev())
            .for_each(|hook| hook(context));
    }

    /// The answer of the innermost handler for an error: by its type first,
    /// then by its status.
    pub(crate) fn handle(
        &self,
        chain: &[usize],
        context: &Context<'_>,
        error: &Error,
    ) -> Option<Result<Response, Error>> {
        let groups = || chain.iter().rev().map(|at| &self.groups[*at]);
        let mut typed = groups().flat_map(|group| &group.by_type);
        typed.find_map(|handler| handler(context, error)).or_else(|| {
            let mut all = groups().flat_map(|group| &group.by_status);
            let found = all.find(|(status, _)| *status == error.status());
            found.and_then(|(_, handler)| handler(context, error))
        })
    }
}

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
    pub fn prefix(mut self, prefix: &str) -> Self {
        self.prefix = prefix.trim_end_matches('/').to_owned();
        self
    }

    /// Takes in another blueprint, below this one's prefix and name.
    pub fn register(&mut self, blueprint: Blueprint) -> &mut Self {
        self.scope.take_in(blueprint);
        self
    }

    fn scope_mut(&mut self) -> &mut Scope {
        &mut self.scope
    }
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
