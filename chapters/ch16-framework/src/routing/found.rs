//! What is known of a path when a rule has matched.

use super::compiled::Compiled;
use super::map::Map;
use super::rule::Rule;
use super::tree::Captures;

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
        let texts = self.captures.as_slice().iter().copied();
        let defaults = self.rule().defaults.iter();
        names.zip(texts).chain(defaults.map(|(name, text)| (&**name, &**text)))
    }

    /// What the variables are, in the rule's order, without defaults.
    pub fn captures(&self) -> &Captures<'p> {
        &self.captures
    }

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
