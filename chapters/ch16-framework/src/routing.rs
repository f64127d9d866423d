//! Which view answers which path: rules, and the map that holds them.
//!
//! A [`Rule`] is written as in Flask: `/user/<int:id>/<path:rest>`. A [`Map`]
//! cuts all rules at their slashes and keeps them as a tree of states. A path
//! walks down that tree, one segment at a time, so that a map with a
//! thousand rules asks about as many questions as a map with ten.
//!
//! The order in which rules were added does not matter. At each state what is
//! fixed is tried before what is variable, and of the variable parts the one
//! that says more is tried first.
//!
//! # Layout
//!
//! * `parse`: the text of a rule, as tokens; what a converter is given.
//! * `converter`: what a variable may be; `numbers`: `int` and `float`.
//! * `rule`: a rule and what it was told; `compiled`: the same, read.
//! * `part`: one segment that has variables in it.
//! * `tree`: the states, and the walk.
//! * `map`: all rules; `find`: matching with all that belongs to it:
//!   redirects, 404, 405; `found`, `captures`: what is known then.
//! * `build`: from an endpoint and `values` back to a path.
//!
//! Werkzeug's subdomains, host matching and WebSocket rules are left out.

mod build;
mod captures;
mod compiled;
mod converter;
mod find;
mod found;
mod map;
mod numbers;
mod parse;
mod part;
mod rule;
mod tree;
mod values;

pub use build::{BuildError, quote_path};
pub use captures::Captures;
pub use converter::{Converter, Converters};
pub use find::Outcome;
pub use found::{Found, Place};
pub use map::Map;
pub use parse::{Arguments, RuleError, parse_arguments};
pub use rule::Rule;
pub use values::Values;

/// The most variables of a rule.
pub const MAX_VARIABLES: usize = 16;
