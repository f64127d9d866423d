//! What is known of a path when a rule has matched.

use super::captures::{Captures, Spans};
use super::compiled::Compiled;
use super::map::Map;
use super::rule::Rule;

/// A rule that matches, and what its variables are.
#[derive(Clone, Copy, Debug)]
pub struct Found<'m, 'p> {
    pub(super) compiled: &'m Compiled,
    pub(super) index: usize,
    pub(super) captures: Captures<'p>,
}

impl<'m, 'p> Found<'m, 'p> {
    /// The rule.
    pub fn rule(&self) -> &'m Rule {
        &self.compiled.rule
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
        let names = self.compiled.variable_names();
        let texts = self.captures.texts();
        let defaults = self.rule().defaults.iter();
        names.zip(texts).chain(defaults.map(|(name, text)| (&**name, &**text)))
    }

    /// What the variables are, in the rule's order, without defaults.
    pub fn captures(&self) -> &Captures<'p> {
        &self.captures
    }

    /// The same without the path.
    pub(crate) fn place(&self) -> Place {
        Place { index: self.index, spans: self.captures.spans() }
    }
}

/// Which rule matched a path, and where its variables stand in it: a
/// [`Found`] that borrows nothing.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    index: usize,
    spans: Spans,
}

impl Place {
    /// How many rules were added before the one that matched.
    pub fn index(&self) -> usize {
        self.index
    }
}

impl Map {
    /// Names and texts of the variables in the path that matched, and the
    /// rule's defaults.
    pub(crate) fn values_at<'c>(
        &'c self,
        place: &'c Place,
        path: &'c str,
    ) -> impl Iterator<Item = (&'c str, &'c str)> {
        let found = self.rules.get(place.index);
        let texts = place.spans.texts(path);
        let names = found.into_iter().flat_map(Compiled::variable_names);
        let defaults = found.into_iter().flat_map(Compiled::other_defaults);
        names.zip(texts).chain(defaults)
    }
}
