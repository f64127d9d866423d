//! A rule, read and ready for use.

use std::cmp::Reverse;
use std::sync::Arc;

use super::build::quote_path;
use super::converter::{Converter, Converters};
use super::parse::{RuleError, Token, parse_arguments, tokens};
use super::part::{Builder, Part};
use super::rule::Rule;
use super::values::Values;

/// What a path for a rule is put together from.
pub(super) enum Piece {
    /// Percent-encoded already.
    Fixed(String),
    /// The variable with this index.
    Variable(usize),
}

/// A rule, ready for use.
pub(super) struct Compiled {
    pub(super) rule: Rule,
    pub(super) strict: bool,
    pub(super) merge: bool,
    pub(super) variables: Vec<(String, Arc<dyn Converter>)>,
    pub(super) pieces: Vec<Piece>,
    /// Rules that answer the same, with a variable at its default.
    pub(super) shorter: Vec<usize>,
}

impl std::fmt::Debug for Compiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.rule.fmt(f)
    }
}

impl Compiled {
    /// Reads the rule; its parts are for the tree.
    pub(super) fn new(
        rule: Rule,
        converters: &Converters,
        (strict, merge): (bool, bool),
    ) -> Result<(Self, Vec<Part>), RuleError> {
        let mut compiled = Compiled {
            strict: rule.strict_slashes.unwrap_or(strict),
            merge: rule.merge_slashes.unwrap_or(merge),
            variables: Vec::new(),
            pieces: Vec::new(),
            shorter: Vec::new(),
            rule,
        };
        let text = compiled.rule.text.clone();
        let parts = compiled.read(&text, converters)?;
        Ok((compiled, parts))
    }

    fn read(
        &mut self,
        text: &str,
        converters: &Converters,
    ) -> Result<Vec<Part>, RuleError> {
        let mut tokens = tokens(text)?;
        if self.merge {
            let both = |a: &mut Token<'_>, b: &mut Token<'_>| {
                *a == Token::Slash && *b == Token::Slash
            };
            tokens.dedup_by(both);
        }
        let (mut parts, mut part) = (Vec::new(), Builder::default());
        for token in &tokens[1..] {
            match *token {
                Token::Slash if part.takes_rest => part.slash(),
                Token::Slash => parts.push(part.finish(text, false)?),
                Token::Fixed(fixed) => part.fixed(fixed),
                Token::Variable { converter, arguments, name } => {
                    let made = find(text, converters, converter, arguments)?;
                    let bare = bare(converter, arguments);
                    part.variable(&bare, Arc::clone(&made));
                    self.variables.push((name.to_owned(), made));
                }
            }
        }
        let ends_with_slash = tokens.len() > 1
            && tokens.last() == Some(&Token::Slash)
            && part.takes_rest;
        parts.push(part.finish(text, true)?);
        if ends_with_slash {
            parts.push(Part::Fixed(String::new()));
        }
        self.pieces = self.pieces(&tokens);
        Ok(parts)
    }

    fn pieces(&self, tokens: &[Token<'_>]) -> Vec<Piece> {
        let mut variables = 0..;
        let piece = |token: &Token<'_>| match *token {
            Token::Slash => Piece::Fixed("/".to_owned()),
            Token::Fixed(text) => Piece::Fixed(quote_path(text)),
            Token::Variable { .. } => {
                Piece::Variable(variables.next().unwrap_or_default())
            }
        };
        tokens.iter().map(piece).collect()
    }

    /// Of the variables, in order.
    pub(super) fn variable_names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| &**name)
    }

    /// Defaults of what is no variable: name and text.
    pub(super) fn other_defaults(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.rule.defaults.iter();
        let all = all.map(|(name, text)| (&**name, &**text));
        all.filter(|(name, _)| self.variable_names().all(|own| own != *name))
    }

    /// All names: of variables and of defaults.
    pub(super) fn names(&self) -> Vec<&str> {
        let defaults = self.rule.defaults.iter().map(|(name, _)| &**name);
        let own = self.variables.iter().map(|(name, _)| &**name);
        let mut all: Vec<_> = own.chain(defaults).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Of the rules of an endpoint, the one with the lesser value is tried
    /// first: no alias, more variables, more defaults.
    pub(super) fn order_of_building(&self) -> impl Ord + use<> {
        let variables = Reverse(self.names().len());
        (self.rule.alias, variables, Reverse(self.rule.defaults.len()))
    }

    /// Whether this rule says by its defaults what `other` says in full.
    pub(super) fn is_shorter_than(&self, other: &Compiled) -> bool {
        !self.rule.build_only
            && self.rule.defaults.len() > other.rule.defaults.len()
            && self.rule.endpoint == other.rule.endpoint
            && self.names() == other.names()
    }

    /// Whether `values` are enough for a path, with this method.
    pub(super) fn suits(&self, values: &Values, method: Option<&str>) -> bool {
        let defaults = &self.rule.defaults;
        let default = |name: &str| defaults.iter().any(|(key, _)| key == name);
        let mut names = self.variables.iter().map(|(name, _)| name);
        method.is_none_or(|method| self.rule.takes(method))
            && names.all(|name| default(name) || values.get(name).is_some())
            && defaults.iter().all(|(name, default)| {
                values.get(name).is_none_or(|value| value == default)
            })
    }
}

fn find(
    rule: &str,
    converters: &Converters,
    name: &str,
    arguments: &str,
) -> Result<Arc<dyn Converter>, RuleError> {
    let unknown = || RuleError::NoConverter {
        rule: rule.to_owned(),
        converter: name.to_owned(),
    };
    let make = converters.get(name).ok_or_else(unknown)?;
    let made = parse_arguments(arguments).and_then(|all| make(&all));
    made.map_err(|why| RuleError::malformed(rule, format!("{name}: {why}")))
}

/// A variable without its name, so that `<a>` and `<string:b>` are the same.
fn bare(converter: &str, arguments: &str) -> String {
    let converter = if converter == "default" { "string" } else { converter };
    format!("<{converter}({arguments})>")
}
