//! A map: rules, and the tree that finds one of them.

use std::collections::HashMap;

use super::compiled::Compiled;
use super::converter::Converters;
use super::parse::RuleError;
use super::rule::Rule;
use super::tree::Tree;

/// Rules, and the tree that finds one of them for a path.
pub struct Map {
    pub(super) rules: Vec<Compiled>,
    pub(super) tree: Tree,
    /// The rules of an endpoint, in the order in which a path for it is
    /// looked for.
    pub(super) by_endpoint: HashMap<String, Vec<usize>>,
    converters: Converters,
    strict_slashes: bool,
    merge_slashes: bool,
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
            by_endpoint: HashMap::new(),
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
        let alike = self.by_endpoint.entry(new.rule.endpoint.clone());
        let alike = alike.or_default();
        let order = new.order_of_building();
        let before = |at: &usize| self.rules[*at].order_of_building() <= order;
        alike.insert(alike.partition_point(before), index);
        self.rules.push(new);
        Ok(())
    }

    /// The rule that was added after `index` others.
    pub(crate) fn rule(&self, index: usize) -> Option<&Rule> {
        self.rules.get(index).map(|compiled| &compiled.rule)
    }

    /// The rules, in the order in which they were added.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|compiled| &compiled.rule)
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
