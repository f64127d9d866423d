//! The text of a rule, as tokens.

use super::MAX_VARIABLES;

/// Why a rule cannot be used: a mistake in the program, found when the map
/// is made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The text is not a rule.
    #[error("{rule:?} is not a rule: {why}")]
    Malformed {
        /// The rule as it was given.
        rule: String,
        /// What is wrong with it.
        why: String,
    },
    /// A variable names a converter that nobody added.
    #[error("{rule:?}: there is no converter {converter:?}")]
    NoConverter {
        /// The rule as it was given.
        rule: String,
        /// The name that was not found.
        converter: String,
    },
    /// Two rules answer the same paths and a method of both is the same.
    #[error("{rule:?} answers what {other:?} answers already ({methods})")]
    Conflict {
        /// The rule that came second.
        rule: String,
        /// The one that was there.
        other: String,
        /// The methods of both.
        methods: String,
    },
}

impl RuleError {
    pub(super) fn malformed(rule: &str, why: impl Into<String>) -> Self {
        RuleError::Malformed { rule: rule.to_owned(), why: why.into() }
    }
}

/// A piece of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Slash,
    Fixed(&'t str),
    Variable { converter: &'t str, arguments: &'t str, name: &'t str },
}

/// Cuts a rule into tokens.
pub(super) fn tokens(rule: &str) -> Result<Vec<Token<'_>>, RuleError> {
    if !rule.starts_with('/') {
        return Err(RuleError::malformed(rule, "it must begin with a slash"));
    }
    let (mut tokens, mut names, mut rest) = (Vec::new(), Vec::new(), rule);
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '/' => (Token::Slash, 1),
            '<' => variable(rest).ok_or_else(|| {
                RuleError::malformed(rule, format!("see at {rest:?}"))
            })?,
            _ => {
                let end = rest.find(['/', '<']).unwrap_or(rest.len());
                (Token::Fixed(&rest[..end]), end)
            }
        };
        if let Token::Variable { name, .. } = token {
            if names.contains(&name) {
                let why = format!("it has {name:?} twice");
                return Err(RuleError::malformed(rule, why));
            }
            names.push(name);
        }
        tokens.push(token);
        rest = &rest[length..];
    }
    if names.len() > MAX_VARIABLES {
        let why = format!("it has more than {MAX_VARIABLES} variables");
        return Err(RuleError::malformed(rule, why));
    }
    Ok(tokens)
}

/// `<name>`, `<converter:name>` or `<converter(arguments):name>`, and its
/// length.
fn variable(text: &str) -> Option<(Token<'_>, usize)> {
    let inner = &text[1..];
    let first = word(inner);
    let after = &inner[first.len()..];
    let (converter, arguments, tail) = match after.chars().next()? {
        '>' => ("default", "", inner),
        ':' => (first, "", &after[1..]),
        '(' => {
            let end = arguments_end(after)?;
            (first, &after[1..end], &after[end + 2..])
        }
        _ => return None,
    };
    let name = word(tail);
    let named = !name.is_empty() && !converter.is_empty();
    let tail = tail[name.len()..].strip_prefix('>').filter(|_| named)?;
    let token = Token::Variable { converter, arguments, name };
    Some((token, text.len() - tail.len()))
}

/// Where the arguments end: at the first `)` with `:name>` behind it.
fn arguments_end(text: &str) -> Option<usize> {
    text.match_indices("):").map(|(at, _)| at).find(|at| {
        let tail = &text[at + 2..];
        let name = word(tail);
        !name.is_empty() && tail[name.len()..].starts_with('>')
    })
}

fn word(text: &str) -> &str {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = text.find(|c| !inside(c)).unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        ""
    } else {
        &text[..end]
    }
}

/// What stands in a converter's parentheses: `"a", min=1`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// What has no name, in order, without quotes.
    pub positional: Vec<String>,
    /// What has a name.
    pub named: Vec<(String, String)>,
}

impl Arguments {
    /// The argument `name`, read as a `T`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn get<T: std::str::FromStr>(
        &self,
        name: &str,
    ) -> Result<Option<T>, String> {
        let found = self.named.iter().find(|(known, _)| known == name);
        let Some((_, text)) = found else { return Ok(None) };
        let wrong = |_| format!("{name}={text} does not fit");
        text.to_ascii_lowercase().parse().map(Some).map_err(wrong)
    }

    /// Refuses what a converter does not know.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), String> {
        if let Some(text) = self.positional.first() {
            return Err(format!("{text:?} needs a name: one of {known:?}"));
        }
        match self.named.iter().find(|(name, _)| !known.contains(&&**name)) {
            Some((name, _)) => Err(format!("there is no {name:?}")),
            None => Ok(()),
        }
    }
}

/// Reads a converter's arguments.
///
/// # Errors
///
/// What cannot be read.
pub fn parse_arguments(text: &str) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let name = word(rest);
        let after = rest[name.len()..].trim_start();
        let named = after.strip_prefix('=').filter(|_| !name.is_empty());
        let (value, tail) = value(named.unwrap_or(rest).trim_start())?;
        match named {
            Some(_) => arguments.named.push((name.to_owned(), value)),
            None => arguments.positional.push(value),
        }
        let tail = tail.trim_start();
        rest = match tail.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if tail.is_empty() => tail,
            None => return Err(format!("cannot read {tail:?}")),
        };
    }
    Ok(arguments)
}

/// One value, and what is behind it.
fn value(text: &str) -> Result<(String, &str), String> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\''))
    {
        let end = text[1..].find(quote).ok_or("a quote is not closed")?;
        return Ok((text[1..=end].to_owned(), &text[end + 2..]));
    }
    let inside = |c: char| c.is_alphanumeric() || "_.-".contains(c);
    let end = text.find(|c| !inside(c)).unwrap_or(text.len());
    if end == 0 {
        return Err(format!("cannot read {text:?}"));
    }
    Ok((text[..end].to_owned(), &text[end..]))
}
