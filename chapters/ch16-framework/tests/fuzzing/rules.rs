//! Rules that can get in each other's way: for the properties of routing, and
//! for the paths of the fuzz target.

use carafe::routing::{Map, Rule};

pub(crate) const RULES: [&str; 14] = [
    "/",
    "/a",
    "/a/",
    "/b/<x>",
    "/b/<int:x>",
    "/b/<float:x>",
    "/b/<path:x>",
    "/b/<any(a, b):x>",
    "/c/<x>/<int:y>",
    "/c/<path:x>/end",
    "/c/v<int:x>.<int:y>",
    "/<x>/<y>",
    "/<path:x>/",
    "/<uuid:x>",
];

/// A map with these rules, added in that order; each is its own endpoint.
pub(crate) fn map(order: &[usize]) -> Map {
    let rule =
        |&at: &usize| Rule::new(RULES[at], RULES[at]).with_methods(["GET"]);
    Map::with_rules(order.iter().map(rule)).expect("good rules")
}
