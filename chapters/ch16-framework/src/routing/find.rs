//! Matching: the walk, and what follows from it.

use super::build::quote_path;
use super::captures::Captures;
use super::compiled::Compiled;
use super::found::Found;
use super::map::Map;
use super::tree::{Step, Walk};
use super::values::Values;

/// What a map says about a path.
#[derive(Clone, Debug)]
pub enum Outcome<'m, 'p> {
    /// A rule matches.
    Found(Found<'m, 'p>),
    /// The path should be this one (percent-encoded, one slash in front).
    Redirect(String),
    /// Rules match, but only with these methods (in alphabetical order).
    MethodNotAllowed(Vec<&'m str>),
    /// No rule matches.
    NotFound,
}

impl Map {
    /// Finds the rule for a path (decoded) and a method.
    pub fn find<'p>(&self, path: &'p str, method: &str) -> Outcome<'_, 'p> {
        let rest = path.trim_start_matches('/');
        let rest = (!path.is_empty()).then_some(rest);
        let mut walk = Walk::new(&self.rules, method, path);
        match self.tree.walk(rest, &mut walk) {
            Step::Rule(at) => self.found(at, walk.captures, method),
            Step::Slash => redirect(rest.unwrap_or_default(), rest.is_some()),
            Step::None => self.nearly(rest, walk),
        }
    }

    /// No rule: perhaps with fewer slashes, or with another method?
    fn nearly<'m, 'p>(
        &'m self,
        rest: Option<&'p str>,
        mut walk: Walk<'_, 'p>,
    ) -> Outcome<'m, 'p> {
        if let Some(text) = rest.filter(|text| text.contains("//")) {
            let merged = merge(text);
            let mut again = Walk::new(&self.rules, walk.method, &merged);
            match self.tree.walk(Some(&merged), &mut again) {
                Step::Rule(at) if self.rules[at].merge => {
                    return redirect(&merged, false);
                }
                Step::Slash => return redirect(&merged, true),
                Step::Rule(_) => {}
                Step::None => walk.others.append(&mut again.others),
            }
        }
        let others = walk.others.iter().map(|&at| &self.rules[at].rule);
        let methods = others.flat_map(|rule| rule.methods.iter().flatten());
        let mut methods: Vec<_> = methods.map(String::as_str).collect();
        methods.sort_unstable();
        methods.dedup();
        match &*methods {
            [] => Outcome::NotFound,
            _ => Outcome::MethodNotAllowed(methods),
        }
    }

    fn found<'m, 'p>(
        &'m self,
        index: usize,
        captures: Captures<'p>,
        method: &str,
    ) -> Outcome<'m, 'p> {
        let compiled = &self.rules[index];
        let found = Found { compiled, index, captures };
        if compiled.rule.alias || !compiled.shorter.is_empty() {
            let values = found.values().collect();
            if let Some(path) = self.main_path(compiled, &values, method) {
                return Outcome::Redirect(path);
            }
        }
        Outcome::Found(found)
    }

    /// The path to which an alias, or a default in full, leads.
    fn main_path(
        &self,
        compiled: &Compiled,
        values: &Values,
        method: &str,
    ) -> Option<String> {
        if compiled.rule.alias {
            let endpoint = &compiled.rule.endpoint;
            return self.path_for(endpoint, values, Some(method), false).ok();
        }
        let shorter = compiled.shorter.iter().map(|&at| &self.rules[at]);
        let mut suits = shorter.filter(|rule| rule.suits(values, Some(method)));
        suits.find_map(|rule| rule.path(values, false).ok())
    }
}

/// There is exactly one slash in front: `//host/` would be another host.
fn redirect<'m, 'p>(rest: &str, slash: bool) -> Outcome<'m, 'p> {
    let end = if slash { "/" } else { "" };
    Outcome::Redirect(format!("/{}{end}", quote_path(rest)))
}

fn merge(text: &str) -> String {
    let mut merged = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '/' || !merged.ends_with('/') {
            merged.push(c);
        }
    }
    merged
}
