//! Routes, hooks and handlers, and the order in which they run.

use minijinja::Value;

use crate::blueprint::Blueprint;
use crate::routing::Rule;
use crate::{Context, Error, Response};

/// A view, with the types of its arguments forgotten.
pub(crate) type Answer =
    dyn Fn(&Context<'_>) -> Result<Response, Error> + Send + Sync;

type Before =
    dyn Fn(&Context<'_>) -> Result<Option<Response>, Error> + Send + Sync;
type After = dyn Fn(&Context<'_>, Response) -> Response + Send + Sync;
type Teardown = dyn Fn(&Context<'_>) + Send + Sync;
type Processor = dyn Fn(&Context<'_>) -> Value + Send + Sync;
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
pub(crate) struct Group {
    parent: Option<usize>,
    pub(crate) before: Vec<Box<Before>>,
    pub(crate) after: Vec<Box<After>>,
    pub(crate) teardown: Vec<Box<Teardown>>,
    pub(crate) processors: Vec<Box<Processor>>,
    pub(crate) by_type: Vec<Box<Handler>>,
    pub(crate) by_status: Vec<(u16, Box<Handler>)>,
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

    pub(crate) fn own(&mut self) -> &mut Group {
        &mut self.groups[0]
    }

    pub(crate) fn add(&mut self, rule: Rule, answer: Box<Answer>) -> &mut Rule {
        self.routes.push(Route { rule, answer, group: 0 });
        let last = self.routes.len() - 1;
        &mut self.routes[last].rule
    }

    pub(crate) fn take_in(&mut self, blueprint: Blueprint) {
        let (name, prefix, scope) = blueprint.into_parts();
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

    /// What the context processors say, the outermost group's first.
    pub(crate) fn processed(&self, context: &Context<'_>) -> Vec<Value> {
        if self.groups.iter().all(|group| group.processors.is_empty()) {
            return Vec::new();
        }
        let chain = self.chain(context.index());
        let groups = chain.iter().map(|at| &self.groups[*at]);
        groups
            .flat_map(|group| &group.processors)
            .map(|processor| processor(context))
            .collect()
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
