//! Rules alone: a path is looked up, and what its variables are.
//!
//! A resource has five rules; paths are asked for in turns, so that with
//! many rules the processor's caches have to hold all of them.

use std::hint::black_box;

use carafe::routing::{Map, Outcome, Rule, Values};
use matchit::Router;

/// How many rules one resource has.
const RULES: usize = 5;

/// The rules of resource `number`, in our language; `matchit` writes `{id}`
/// for `<int:id>`.
fn rules(number: usize) -> [String; RULES] {
    let root = format!("/resource{number}");
    [
        root.clone(),
        format!("{root}/new"),
        format!("{root}/<int:id>"),
        format!("{root}/<int:id>/parts"),
        format!("{root}/<int:id>/parts/<name>"),
    ]
}

/// So many rules, on both sides, and a path for each.
pub(crate) struct Routes {
    map: Map,
    router: Router<usize>,
    paths: Vec<String>,
}

impl Routes {
    /// Makes `count` rules.
    pub(crate) fn new(count: usize) -> Routes {
        let (mut map, mut router) = (Map::default(), Router::new());
        let rules: Vec<_> = (0..count / RULES).flat_map(rules).collect();
        for (at, rule) in rules.iter().enumerate() {
            let name = format!("endpoint{at}");
            map.add(Rule::new(rule, &name).with_methods(["GET"]))
                .expect("a rule");
            let theirs = rule.replace("<int:id>", "{id}");
            let theirs = theirs.replace("<name>", "{name}");
            router.insert(theirs, at).expect("a rule");
        }
        let path = |rule: &String| {
            rule.replace("<int:id>", "4711").replace("<name>", "lid")
        };
        let paths = rules.iter().map(path).collect();
        let routes = Routes { map, router, paths };
        for (at, path) in routes.paths.iter().enumerate() {
            assert_eq!(routes.ours(path), Some(at), "ours: {path}");
            assert_eq!(routes.theirs(path), Some(at), "matchit: {path}");
        }
        routes
    }

    fn ours(&self, path: &str) -> Option<usize> {
        match black_box(self.map.find(path, "GET")) {
            Outcome::Found(found) => Some(found.index()),
            _ => None,
        }
    }

    fn theirs(&self, path: &str) -> Option<usize> {
        let found = black_box(self.router.at(path));
        found.ok().map(|found| *found.value)
    }

    /// Looks for one path after the other, again and again.
    pub(crate) fn in_turns(&self) -> (impl FnMut(), impl FnMut()) {
        let (mut ours, mut theirs) = (self.paths(), self.paths());
        let next = move || {
            let path = ours.next().unwrap_or_default();
            black_box(self.ours(black_box(path)));
        };
        let their_next = move || {
            let path = theirs.next().unwrap_or_default();
            black_box(self.theirs(black_box(path)));
        };
        (next, their_next)
    }

    /// Makes the path of one endpoint after the other, again and again.
    pub(crate) fn built_in_turns(&self) -> impl FnMut() {
        let values = Values::new().with("id", 4711).with("name", "lid");
        let count = self.paths.len();
        let names: Vec<_> =
            (0..count).map(|at| format!("endpoint{at}")).collect();
        let mut at = 0;
        move || {
            let built = self.map.build(&names[at], &values, None);
            black_box(built.expect("all that it needs"));
            at = (at + 1) % count;
        }
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().cycle().map(String::as_str)
    }
}
