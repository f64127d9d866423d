//! Routes, hooks and handlers, and the order in which they run.

use std::any::TypeId;
use std::collections::HashMap;
use std::path::PathBuf;

use minijinja::Value;

use crate::blueprint::Blueprint;
use crate::hooks::{After, Group, Teardown};
use crate::links::Defaults;
use crate::routing::Rule;
use crate::{Context, Error, Response};

/// A view, with the types of its arguments forgotten.
pub(crate) type Answer =
    dyn Fn(&Context<'_>) -> Result<Response, Error> + Send + Sync;

/// A rule and its view.
pub(crate) struct Route {
    pub(crate) rule: Rule,
    pub(crate) answer: Box<Answer>,
    /// The view's type: two functions have two.
    view: TypeId,
    group: usize,
}

/// An application's routes and groups; the first group is its own.
#[derive(Default)]
pub(crate) struct Scope {
    pub(crate) routes: Vec<Route>,
    groups: Vec<Group>,
    /// The blueprints' names, with those they are in.
    names: Vec<String>,
    /// Where static files are.
    pub(crate) folders: Vec<PathBuf>,
    /// Folders of templates, until the application takes them.
    pub(crate) templates: Vec<PathBuf>,
    /// What blueprints have for the whole application.
    whole: Group,
}

impl Scope {
    pub(crate) fn root() -> Self {
        let own = Group { chain: vec![0], ..Group::default() };
        Scope { groups: vec![own], ..Scope::default() }
    }

    pub(crate) fn own(&mut self) -> &mut Group {
        &mut self.groups[0]
    }

    pub(crate) fn whole(&mut self) -> &mut Group {
        &mut self.whole
    }

    /// This is the application's scope: what is for the whole is its own.
    pub(crate) fn settle(&mut self) {
        let whole = std::mem::take(&mut self.whole);
        self.own().extend(whole);
    }

    pub(crate) fn add(
        &mut self,
        rule: Rule,
        answer: Box<Answer>,
        view: TypeId,
    ) -> &mut Rule {
        self.routes.push(Route { rule, answer, view, group: 0 });
        let last = self.routes.len() - 1;
        &mut self.routes[last].rule
    }

    pub(crate) fn take_in(&mut self, blueprint: Blueprint) {
        let (name, prefix, scope) = blueprint.into_parts();
        let first = self.groups.len();
        for mut group in scope.groups {
            group.chain.iter_mut().for_each(|at| *at += first);
            group.chain.insert(0, 0);
            let dot = if group.name.is_empty() { "" } else { "." };
            group.name = format!("{name}{dot}{}", group.name);
            self.groups.push(group);
        }
        for mut route in scope.routes {
            route.rule.put_below(&prefix, &name);
            route.group += first;
            self.routes.push(route);
        }
        let inner = scope.names.iter().map(|inner| format!("{name}.{inner}"));
        self.names.extend(inner);
        self.names.push(name);
        self.folders.extend(scope.folders);
        self.templates.extend(scope.templates);
        self.whole.extend(scope.whole);
    }

    /// What is wrong with the names of blueprints, in words: endpoints are
    /// made of them.
    pub(crate) fn wrong_name(&self) -> Option<String> {
        let twice = |name| self.names.iter().filter(|n| *n == name).count() > 1;
        self.names.iter().find_map(|name| {
            if name.split('.').any(str::is_empty) {
                return Some(format!("a blueprint has no name (\"{name}\")"));
            }
            let says = || format!("two blueprints are called \"{name}\"");
            twice(name).then(says)
        })
    }

    /// Two functions with one name, in words: `url_for` would lead to one of
    /// them, whichever is meant. Who shares a name by `set_name`, or a path,
    /// does it on purpose.
    pub(crate) fn shared_name(&self) -> Option<String> {
        let mut known = HashMap::new();
        let mut routes = self.routes.iter().filter(|at| !at.rule.is_named);
        routes.find_map(|route| {
            let Route { rule, view, .. } = route;
            let (name, path) = (rule.endpoint(), rule.text());
            let (other, first) = known.entry(name).or_insert((view, path));
            (*other != view && *first != path).then(|| {
                format!(
                    "two views are called \"{name}\", at \"{first}\" and at \
                     \"{path}\": give one another name by set_name"
                )
            })
        })
    }

    /// The groups of a route, the outermost first.
    pub(crate) fn chain(&self, route: Option<usize>) -> &[usize] {
        let route = route.and_then(|at| self.routes.get(at));
        &self.groups[route.map_or(0, |route| route.group)].chain
    }

    /// The groups of a chain, the innermost first.
    fn inside_out<'s>(
        &'s self,
        chain: &'s [usize],
    ) -> impl Iterator<Item = &'s Group> {
        chain.iter().rev().map(|at| &self.groups[*at])
    }

    /// Hands the rule's variables to whoever wants to change them.
    pub(crate) fn preprocess(&self, chain: &[usize], context: &Context<'_>) {
        let groups = chain.iter().map(|at| &self.groups[*at]);
        let mut all = groups.flat_map(|group| &group.preprocessors).peekable();
        if context.index().is_none() || all.peek().is_none() {
            return;
        }
        let mut values = context.values().collect();
        all.for_each(|change| change(context, &mut values));
        context.set_values(values);
    }

    /// What `url_for` adds, the innermost group's first.
    pub(crate) fn url_values(&self, context: &Context<'_>) -> Vec<Defaults> {
        let groups = self.groups.iter().rev(); // an inner one comes later
        let all = groups.flat_map(|group| {
            let values = group.url_defaults.iter().rev();
            values.map(|values| (group.name.clone(), values(context)))
        });
        all.collect()
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

    /// The hooks behind a view: the innermost group's first, the last one
    /// added first.
    pub(crate) fn after<'s>(
        &'s self,
        chain: &'s [usize],
    ) -> impl Iterator<Item = &'s After> {
        let groups = self.inside_out(chain);
        groups.flat_map(|group| group.after.iter().rev()).map(|hook| &**hook)
    }

    /// What the context processors say, the outermost group's first.
    pub(crate) fn processed(&self, context: &Context<'_>) -> Vec<Value> {
        if self.groups.iter().all(|group| group.processors.is_empty()) {
            return Vec::new();
        }
        let chain = self.chain(context.index()).iter();
        let groups = chain.map(|at| &self.groups[*at]);
        groups
            .flat_map(|group| &group.processors)
            .map(|processor| processor(context))
            .collect()
    }

    /// The hooks that run last, in the same order.
    pub(crate) fn teardown<'s>(
        &'s self,
        chain: &'s [usize],
    ) -> impl Iterator<Item = &'s Teardown> {
        let groups = self.inside_out(chain);
        groups.flat_map(|group| group.teardown.iter().rev()).map(|hook| &**hook)
    }

    /// The answer of the innermost handler for an error of that type.
    pub(crate) fn by_type(
        &self,
        chain: &[usize],
        context: &Context<'_>,
        error: &Error,
    ) -> Option<Result<Response, Error>> {
        let mut all = self.inside_out(chain).flat_map(|group| &group.by_type);
        all.find_map(|handler| handler(context, error))
    }

    /// The answer of the innermost handler for the error's status.
    pub(crate) fn by_status(
        &self,
        chain: &[usize],
        context: &Context<'_>,
        error: &Error,
    ) -> Option<Result<Response, Error>> {
        let mut all = self.inside_out(chain).flat_map(|group| &group.by_status);
        let found = all.find(|(status, _)| *status == error.status());
        found.and_then(|(_, handler)| handler(context, error))
    }
}
