//! The states that a path walks through.

use std::collections::HashMap;

use super::captures::Captures;
use super::compiled::Compiled;
use super::part::{Open, Part};

/// A place in the tree: what has been matched so far.
// ANCHOR: state
#[derive(Default)]
struct State {
    /// The next segment is exactly this.
    fixed: HashMap<String, usize>,
    /// The next segment has variables; what is tried first stands first.
    open: Vec<(Open, usize)>,
    /// Rules that end here.
    rules: Vec<usize>,
}
// ANCHOR_END: state

/// How a walk ended.
pub(super) enum Step {
    /// No rule.
    None,
    /// This one.
    Rule(usize),
    /// A rule would match if the path ended with a slash.
    Slash,
}

/// One walk through the tree.
pub(super) struct Walk<'w, 'p> {
    pub(super) rules: &'w [Compiled],
    pub(super) method: &'w str,
    pub(super) captures: Captures<'p>,
    /// Rules whose path matches, but not their methods.
    pub(super) others: Vec<usize>,
}

impl<'w, 'p> Walk<'w, 'p> {
    pub(super) fn new(
        rules: &'w [Compiled],
        method: &'w str,
        path: &'p str,
    ) -> Self {
        let captures = Captures::new(path);
        Walk { rules, method, captures, others: Vec::new() }
    }

    /// The first of `candidates` that takes the method.
    fn choose(
        &mut self,
        candidates: &[usize],
        mut wanted: impl FnMut(&Compiled) -> bool,
    ) -> Option<usize> {
        for &at in candidates {
            let compiled = &self.rules[at];
            if !wanted(compiled) {
                continue;
            }
            if compiled.rule.takes(self.method) {
                return Some(at);
            }
            self.others.push(at);
        }
        None
    }
}

/// All rules of a map, cut at their slashes.
pub(super) struct Tree {
    states: Vec<State>,
}

impl Tree {
    pub(super) fn new() -> Self {
        Tree { states: vec![State::default()] }
    }

    /// Adds a rule; the rules that end at the same place.
    pub(super) fn add(&mut self, parts: Vec<Part>, rule: usize) -> &[usize] {
        let mut at = 0;
        for part in parts {
            at = match part {
                Part::Fixed(text) => self.fixed(at, text),
                Part::Open(open) => self.open(at, open),
            };
        }
        let state = &mut self.states[at];
        state.rules.push(rule);
        let (_, others) = state.rules.split_last().unwrap_or((&0, &[]));
        others
    }

    fn fixed(&mut self, at: usize, text: String) -> usize {
        let next = self.states.len();
        let next = *self.states[at].fixed.entry(text).or_insert(next);
        self.grow(next)
    }

    fn open(&mut self, at: usize, part: Open) -> usize {
        let next = self.states.len();
        let all = &mut self.states[at].open;
        let place =
            all.binary_search_by(|(known, _)| known.order().cmp(&part.order()));
        let next = match place {
            Ok(place) => all[place].1,
            Err(place) => {
                all.insert(place, (part, next));
                next
            }
        };
        self.grow(next)
    }

    fn grow(&mut self, next: usize) -> usize {
        if next == self.states.len() {
            self.states.push(State::default());
        }
        next
    }

    /// Walks from the root. `rest` is the path without its first slash;
    /// `None` is the empty path.
    pub(super) fn walk<'p>(
        &self,
        rest: Option<&'p str>,
        walk: &mut Walk<'_, 'p>,
    ) -> Step {
        self.step(&self.states[0], rest, walk)
    }

    // ANCHOR: step
    fn step<'p>(
        &self,
        state: &State,
        rest: Option<&'p str>,
        walk: &mut Walk<'_, 'p>,
    ) -> Step {
        let Some(text) = rest else { return self.end(state, walk) };
        let (segment, tail) = match text.split_once('/') {
            Some((segment, tail)) => (segment, Some(tail)),
            None => (text, None),
        };
        if let Some(&next) = state.fixed.get(segment) {
            match self.step(&self.states[next], tail, walk) {
                Step::None => {}
                found => return found,
            }
        }
        self.variables(state, (text, segment, tail), walk)
    }
    // ANCHOR_END: step

    fn variables<'p>(
        &self,
        state: &State,
        (text, segment, tail): (&'p str, &'p str, Option<&'p str>),
        walk: &mut Walk<'_, 'p>,
    ) -> Step {
        for (part, next) in &state.open {
            let before = walk.captures.length();
            let rest =
                if part.takes_rest { (text, None) } else { (segment, tail) };
            if let Some(left) = part.step(rest.0, rest.1, &mut walk.captures) {
                match self.step(&self.states[*next], left, walk) {
                    Step::None => {}
                    found => return found,
                }
            }
            walk.captures.truncate(before);
        }
        if text.is_empty() {
            let lax = |compiled: &Compiled| !compiled.strict;
            return rule(walk.choose(&state.rules, lax));
        }
        Step::None
    }

    /// The path ends at `state`.
    fn end(&self, state: &State, walk: &mut Walk<'_, '_>) -> Step {
        if let Some(at) = walk.choose(&state.rules, |_| true) {
            return Step::Rule(at);
        }
        let Some(&next) = state.fixed.get("") else { return Step::None };
        let rules = self.states[next].rules.iter();
        let mut takes =
            rules.filter(|&&at| walk.rules[at].rule.takes(walk.method));
        match takes.next() {
            Some(&at) if walk.rules[at].strict => Step::Slash,
            Some(&at) => Step::Rule(at),
            None => Step::None,
        }
    }
}

fn rule(found: Option<usize>) -> Step {
    found.map_or(Step::None, Step::Rule)
}
