//! From an endpoint and values back to a path.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::compiled::{Compiled, Piece};
use super::map::Map;
use super::values::Values;

/// What stays as it is in a path (WHATWG URL, "path segment").
const PATH: AsciiSet = keep(NON_ALPHANUMERIC, b"-._~!$&'()*+,/:;=@");
/// What stays as it is in a query; `+` and `&` mean something there.
const QUERY: AsciiSet = keep(NON_ALPHANUMERIC, b"-._~!$'()*,/:;?@");

const fn keep(from: &AsciiSet, bytes: &[u8]) -> AsciiSet {
    let (mut set, mut at) = (from.remove(bytes[0]), 1);
    while at < bytes.len() {
        set = set.remove(bytes[at]);
        at += 1;
    }
    set
}

/// Percent-encodes what must not stand in a path.
pub fn quote_path(text: &str) -> String {
    utf8_percent_encode(text, &PATH).to_string()
}

fn quote_query(text: &str) -> String {
    utf8_percent_encode(text, &QUERY).to_string().replace("%20", "+")
}

/// Why there is no path for an endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// No rule has this endpoint.
    #[error("no path for endpoint '{endpoint}'{}", near(.suggestion))]
    NoEndpoint {
        /// What was asked for.
        endpoint: String,
        /// The endpoint with the most similar name.
        suggestion: Option<String>,
    },
    /// The endpoint's rules need other values.
    #[error("no path for endpoint '{endpoint}': it needs {needs}")]
    NotSuitable {
        /// What was asked for.
        endpoint: String,
        /// What its first rule needs.
        needs: String,
    },
    /// A value is not what its variable takes.
    #[error("no path for endpoint '{endpoint}': {name}: {why}")]
    Value {
        /// What was asked for.
        endpoint: String,
        /// The variable.
        name: String,
        /// What is wrong.
        why: String,
    },
}

fn near(suggestion: &Option<String>) -> String {
    let text = |name| format!(" (is '{name}' meant?)");
    suggestion.as_ref().map(text).unwrap_or_default()
}

impl Map {
    /// The path for `endpoint`: what no variable takes becomes the query.
    ///
    /// Without a method the rules for `GET` come first.
    ///
    /// # Errors
    ///
    /// No such endpoint, or values that do not suit any of its rules.
    pub fn build(
        &self,
        endpoint: &str,
        values: &Values,
        method: Option<&str>,
    ) -> Result<String, BuildError> {
        if method.is_none()
            && let Ok(path) = self.path_for(endpoint, values, Some("GET"), true)
        {
            return Ok(path);
        }
        self.path_for(endpoint, values, method, true)
    }

    /// Whether a rule of `endpoint` has a variable, or a default, `name`.
    pub(crate) fn is_endpoint_expecting(
        &self,
        endpoint: &str,
        name: &str,
    ) -> bool {
        let known = self.by_endpoint.get(endpoint).into_iter().flatten();
        known.copied().any(|at| self.rules[at].names().contains(&name))
    }

    pub(super) fn path_for(
        &self,
        endpoint: &str,
        values: &Values,
        method: Option<&str>,
        query: bool,
    ) -> Result<String, BuildError> {
        let known = self.by_endpoint.get(endpoint).map(Vec::as_slice);
        let known = known.unwrap_or_default().iter();
        let rules = known.map(|&at| &self.rules[at]);
        let suits = |rule: &&Compiled| rule.suits(values, method);
        match (rules.clone().find(suits), rules.clone().next()) {
            (Some(rule), _) => rule.path(values, query),
            (None, Some(rule)) => Err(rule.not_suitable()),
            (None, None) => Err(self.no_endpoint(endpoint)),
        }
    }

    fn no_endpoint(&self, endpoint: &str) -> BuildError {
        let alike = |name: &&String| {
            let alike = strsim::jaro(endpoint, name);
            (alike * 1000.0) as u32
        };
        let names = self.rules.iter().map(|rule| &rule.rule.endpoint);
        let suggestion = names.max_by_key(alike).cloned();
        BuildError::NoEndpoint { endpoint: endpoint.to_owned(), suggestion }
    }
}

impl Compiled {
    fn not_suitable(&self) -> BuildError {
        let names = self.variables.iter().map(|(name, _)| format!("'{name}'"));
        let mut needs: Vec<_> = names.collect();
        if let Some(methods) = &self.rule.methods {
            needs.push(format!("one of the methods {}", methods.join(", ")));
        }
        let endpoint = self.rule.endpoint.clone();
        BuildError::NotSuitable { endpoint, needs: needs.join(", ") }
    }

    /// The path of this rule with `values`.
    pub(super) fn path(
        &self,
        values: &Values,
        query: bool,
    ) -> Result<String, BuildError> {
        let mut path = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Fixed(text) => path += text,
                Piece::Variable(at) => path += &self.variable(*at, values)?,
            }
        }
        let taken = self.names();
        let rest = values.iter().filter(|(name, _)| !taken.contains(name));
        for (at, (name, value)) in rest.filter(|_| query).enumerate() {
            let mark = if at == 0 { '?' } else { '&' };
            let (name, value) = (quote_query(name), quote_query(value));
            let _ = write!(path, "{mark}{name}={value}"); // cannot fail
        }
        Ok(path)
    }

    fn variable(
        &self,
        at: usize,
        values: &Values,
    ) -> Result<String, BuildError> {
        let (name, converter) = &self.variables[at];
        let mut defaults = self.rule.defaults.iter();
        let default = defaults.find(|(known, _)| known == name);
        let default = default.map(|(_, value)| &**value);
        let value = values.get(name).or(default).unwrap_or_default();
        let wrong = |why| BuildError::Value {
            endpoint: self.rule.endpoint.clone(),
            name: name.clone(),
            why,
        };
        converter.to_url(value).map(|text| quote_path(&text)).map_err(wrong)
    }
}
