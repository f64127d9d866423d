//! A rule: which paths, which methods, whose endpoint.

use std::sync::Arc;

use super::build::{Values, quote_path};
use super::converter::{Converter, Converters};
use super::parse::{RuleError, Token, parse_arguments, tokens};
use super::part::{Builder, Part};

/// Says which paths lead to an endpoint.
#[derive(Clone, Debug)]
pub struct Rule {
    pub(super) text: String,
    pub(super) endpoint: String,
    /// `None`: every method.
    pub(super) methods: Option<Vec<String>>,
    pub(super) strict_slashes: Option<bool>,
    pub(super) merge_slashes: Option<bool>,
    pub(super) defaults: Vec<(String, String)>,
    pub(super) alias: bool,
    pub(super) build_only: bool,
}

impl Rule {
    /// The paths of `text` lead to `endpoint`, with every method.
    pub fn new(text: &str, endpoint: &str) -> Self {
        Rule {
            text: text.to_owned(),
            endpoint: endpoint.to_owned(),
            methods: None,
            strict_slashes: None,
            merge_slashes: None,
            defaults: Vec::new(),
            alias: false,
            build_only: false,
        }
    }

    /// Only with these methods. `GET` brings `HEAD` with it.
    #[must_use]
    pub fn methods<M: AsRef<str>>(
        mut self,
        methods: impl IntoIterator<Item = M>,
    ) -> Self {
        let upper = |method: M| method.as_ref().to_ascii_uppercase();
        let mut all: Vec<String> = methods.into_iter().map(upper).collect();
        if all.iter().any(|method| method == "GET") {
            all.push("HEAD".to_owned());
        }
        all.sort();
        all.dedup();
        self.methods = Some(all);
        self
    }

    /// The same for a rule that a route has given back.
    pub fn set_methods<M: AsRef<str>>(
        &mut self,
        methods: impl IntoIterator<Item = M>,
    ) -> &mut Self {
        *self = self.clone().methods(methods);
        self
    }

    /// Another endpoint than the view's name.
    pub fn set_name(&mut self, endpoint: &str) -> &mut Self {
        self.endpoint = endpoint.to_owned();
        self
    }

    /// As [`Rule::default`], for a rule that a route has given back.
    pub fn set_default(
        &mut self,
        name: &str,
        value: impl ToString,
    ) -> &mut Self {
        *self = self.clone().default(name, value);
        self
    }

    /// Below a blueprint's prefix, and in its name.
    pub(crate) fn put_below(&mut self, prefix: &str, name: &str) {
        if !prefix.is_empty() && !self.text.is_empty() {
            let (above, below) = (prefix.trim_end_matches('/'), &*self.text);
            self.text = format!("{above}/{}", below.trim_start_matches('/'));
        } else {
            self.text.insert_str(0, prefix);
        }
        self.endpoint = format!("{name}.{}", self.endpoint);
    }

    /// Whether a slash too many or too few at the end is another path. The
    /// map's setting if it is not said.
    #[must_use]
    pub fn strict_slashes(mut self, strict: bool) -> Self {
        self.strict_slashes = Some(strict);
        self
    }

    /// Whether slashes that stand together are one. The map's setting if it
    /// is not said.
    #[must_use]
    pub fn merge_slashes(mut self, merge: bool) -> Self {
        self.merge_slashes = Some(merge);
        self
    }

    /// What a variable is that the rule itself does not have.
    #[must_use]
    pub fn default(mut self, name: &str, value: impl ToString) -> Self {
        self.defaults.push((name.to_owned(), value.to_string()));
        self
    }

    /// Another path to the same endpoint: leads to the main one.
    #[must_use]
    pub fn alias(mut self) -> Self {
        self.alias = true;
        self
    }

    /// Only for building paths: never matches.
    #[must_use]
    pub fn build_only(mut self) -> Self {
        self.build_only = true;
        self
    }

    /// The rule as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it leads.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Its methods, in alphabetical order; `None` means every method.
    pub fn allowed(&self) -> Option<&[String]> {
        self.methods.as_deref()
    }

    pub(super) fn takes(&self, method: &str) -> bool {
        self.methods
            .as_ref()
            .is_none_or(|all| all.iter().any(|known| known == method))
    }

    /// The methods that this rule and `other` both take.
    pub(super) fn common_methods(&self, other: &Rule) -> Option<String> {
        match (&self.methods, &other.methods) {
            (None, None) => Some("every method".to_owned()),
            (Some(some), None) | (None, Some(some)) => Some(some.join(", ")),
            (Some(ours), Some(theirs)) => {
                let both = ours.iter().filter(|method| theirs.contains(method));
                let both: Vec<_> = both.map(String::as_str).collect();
                (!both.is_empty()).then(|| both.join(", "))
            }
        }
    }
}

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
