//! Matching: the walk, and what follows from it.

use super::build::{Values, quote_path};
use super::converter::Converters;
use super::parse::RuleError;
use super::rule::{Compiled, Rule};
use super::tree::{Captures, Step, Tree, Walk};

/// Rules, and the tree that finds one of them for a path.
pub struct Map {
    pub(super) rules: Vec<Compiled>,
    tree: Tree,
    converters: Converters,
    strict_slashes: bool,
    merge_slashes: bool,
}

/// A rule that matches, and what its variables are.
#[derive(Clone, Copy, Debug)]
pub struct Found<'m, 'p> {
    rule: &'m Rule,
    index: usize,
    names: &'m [(String, std::sync::Arc<dyn super::Converter>)],
    captures: Captures<'p>,
}

impl<'m, 'p> Found<'m, 'p> {
    /// The rule.
    pub fn rule(&self) -> &'m Rule {
        self.rule
    }

    /// How many rules were added before this one.
    pub fn index(&self) -> usize {
        self.index
    }

    /// What the variable `name` is, or its default.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values().find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Every variable and default: name and text.
    pub fn values(&self) -> impl Iterator<Item = (&'m str, &str)> {
        let names = self.names.iter().map(|(name, _)| &**name);
        let texts = self.captures.as_slice().iter().copied();
        let defaults = self.rule.defaults.iter();
        names.zip(texts).chain(defaults.map(|(name, text)| (&**name, &**text)))
    }

    /// What the variables are, in the rule's order, without defaults.
    pub fn captures(&self) -> &Captures<'p> {
        &self.captures
    }
}

/// Which rule matched a path, and where its variables stand in it: a
/// [`Found`] that borrows nothing.
#[derive(Clone, Debug)]
pub struct Place {
    index: usize,
    spans: Vec<(usize, usize)>,
}

impl Place {
    /// How many rules were added before the one that matched.
    pub fn index(&self) -> usize {
        self.index
    }
}

impl Found<'_, '_> {
    /// The same without the path, which must be the one that matched.
    pub(crate) fn place(&self, path: &str) -> Place {
        let start = path.as_ptr() as usize;
        let texts = self.captures.as_slice().iter();
        let span = |text: &&str| {
            let from = (text.as_ptr() as usize).wrapping_sub(start);
            (from, from.wrapping_add(text.len()))
        };
        Place { index: self.index, spans: texts.map(span).collect() }
    }
}

impl Map {
    /// Names and texts of a path's variables, and the rule's defaults.
    pub(crate) fn values_at<'c>(
        &'c self,
        place: &'c Place,
        path: &'c str,
    ) -> impl Iterator<Item = (&'c str, &'c str)> {
        let found = self.rules.get(place.index);
        let text = move |&(from, to): &(usize, usize)| path.get(from..to);
        let texts = place.spans.iter().map(text).map(Option::unwrap_or_default);
        let names = found.into_iter().flat_map(Compiled::variable_names);
        let defaults = found.into_iter().flat_map(Compiled::other_defaults);
        names.zip(texts).chain(defaults)
    }
}

impl std::fmt::Debug for dyn super::Converter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.pattern())
    }
}

/// What a map says about a path.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "it is the usual one")]
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

impl Default for Map {
    fn default() -> Self {
        Map::new(Converters::default())
    }
}

impl Map {
    /// A map without rules: strict about a slash at the end, and with slashes
    /// that stand together taken as one.
    pub fn new(converters: Converters) -> Self {
        Map {
            rules: Vec::new(),
            tree: Tree::new(),
            converters,
            strict_slashes: true,
            merge_slashes: true,
        }
    }

    /// A map with these rules.
    ///
    /// # Errors
    ///
    /// As [`add`](Map::add).
    pub fn with_rules(
        rules: impl IntoIterator<Item = Rule>,
    ) -> Result<Self, RuleError> {
        let mut map = Map::default();
        rules.into_iter().try_for_each(|rule| map.add(rule))?;
        Ok(map)
    }

    /// What holds for rules that are added later and do not say it: are a
    /// slash more or less at the end, or two slashes together, another path?
    pub fn slashes(&mut self, strict: bool, merge: bool) {
        (self.strict_slashes, self.merge_slashes) = (strict, merge);
    }

    /// Adds a rule.
    ///
    /// # Errors
    ///
    /// A text that is no rule, an unknown converter, and a rule that answers
    /// what another one answers already.
    pub fn add(&mut self, rule: Rule) -> Result<(), RuleError> {
        let slashes = (self.strict_slashes, self.merge_slashes);
        let (mut new, parts) = Compiled::new(rule, &self.converters, slashes)?;
        let index = self.rules.len();
        if !new.rule.build_only {
            for &other in self.tree.add(parts, index) {
                conflict(&new.rule, &self.rules[other].rule)?;
            }
        }
        for (at, known) in self.rules.iter_mut().enumerate() {
            if known.is_shorter_than(&new) {
                new.shorter.push(at);
            } else if new.is_shorter_than(known) {
                known.shorter.push(index);
            }
        }
        self.rules.push(new);
        Ok(())
    }

    /// The rules, in the order in which they were added.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|compiled| &compiled.rule)
    }

    /// Finds the rule for a path (decoded) and a method.
    pub fn find<'p>(&self, path: &'p str, method: &str) -> Outcome<'_, 'p> {
        let rest = path.trim_start_matches('/');
        let rest = (!path.is_empty()).then_some(rest);
        let mut walk = Walk::new(&self.rules, method);
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
            let mut again = Walk::new(&self.rules, walk.method);
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
        let names = &*compiled.variables;
        let found = Found { rule: &compiled.rule, index, names, captures };
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

impl std::fmt::Debug for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.rules().map(Rule::text)).finish()
    }
}

fn conflict(new: &Rule, known: &Rule) -> Result<(), RuleError> {
    match new.common_methods(known) {
        None => Ok(()),
        Some(methods) => Err(RuleError::Conflict {
            rule: new.text.clone(),
            other: known.text.clone(),
            methods,
        }),
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
