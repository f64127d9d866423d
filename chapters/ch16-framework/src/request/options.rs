//! `value; key=value; key="quoted value"`: media types and dispositions.

use percent_encoding::percent_decode_str;

/// A value with its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What stands before the first `;`, without spaces.
    pub value: String,
    parameters: Vec<(String, String)>,
}

impl Options {
    /// The parameter of that name, in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.parameters.iter();
        let found = pairs.find(|(key, _)| key == name)?;
        Some(&found.1)
    }

    /// All parameters, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(key, value)| (&**key, &**value))
    }
}

/// Reads a field such as `Content-Type` (Werkzeug's `parse_options_header`).
///
/// Parameters that are broken are left out. `\"` and `\\` in quotes are
/// undone, and so is `%22`, by which browsers write a quote in a file's name.
/// `key*=UTF-8''…` (RFC 8187) is decoded, parts `key*0`, `key*1` (RFC 2231)
/// are put together.
pub fn parse_options_header(field: &str) -> Options {
    let (value, rest) = field.split_once(';').unwrap_or((field, ""));
    let value = value.trim_matches([' ', '\t']).to_owned();
    let mut options = Options { value, parameters: Vec::new() };
    if options.value.is_empty() {
        return options;
    }
    let mut charset = String::new();
    let mut rest = rest;
    while let Some((pair, after)) = next_pair(rest) {
        if let Some((key, text)) = pair {
            options.put(key, text, &mut charset);
        }
        rest = after;
    }
    options
}

impl Options {
    fn put(&mut self, key: &str, text: String, charset: &mut String) {
        let mut key = key.to_ascii_lowercase();
        let mut text = text;
        if key.ends_with('*') {
            key.pop();
            text = extended(&text, charset);
        }
        let part = key.split_once('*').filter(|(_, number)| is_number(number));
        let part = part.map(|(name, number)| (name.to_owned(), number == "0"));
        match part {
            None => self.parameters.push((key, text)),
            Some((name, true)) => self.parameters.push((name, text)),
            Some((name, false)) => {
                let old = self.parameters.iter_mut().find(|(k, _)| *k == name);
                if let Some((_, value)) = old {
                    value.push_str(&text);
                }
            }
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `UTF-8''%C2%B5`, decoded. The parts that follow a first one have only the
/// text; they are in the same charset.
fn extended(text: &str, charset: &mut String) -> String {
    let mut pieces = text.splitn(3, '\'');
    let encoded = match (pieces.next(), pieces.next(), pieces.next()) {
        (Some(name), Some(_), Some(encoded)) => {
            *charset = name.to_ascii_lowercase();
            encoded
        }
        _ => text,
    };
    let bytes = || percent_decode_str(encoded);
    match charset.as_str() {
        "utf-8" => bytes().decode_utf8_lossy().into_owned(),
        "iso-8859-1" => bytes().map(char::from).collect(),
        "ascii" | "us-ascii" => bytes().map(ascii).collect(),
        _ => encoded.to_owned(),
    }
}

fn ascii(byte: u8) -> char {
    if byte.is_ascii() { char::from(byte) } else { char::REPLACEMENT_CHARACTER }
}

/// The pair at the beginning, or nothing when it is broken, and what comes
/// after its `;`.
fn next_pair(text: &str) -> Option<(Option<(&str, String)>, &str)> {
    let text = text.trim_start_matches([' ', '\t', ';']);
    if text.is_empty() {
        return None;
    }
    let mark = text.find(|c| !is_token(c)).unwrap_or(text.len());
    let (key, after) = text.split_at(mark);
    let value = after.strip_prefix('=').filter(|_| !key.is_empty());
    let (pair, rest) = match value {
        None => (None, after),
        Some(quoted) if quoted.starts_with('"') => {
            // Without its end there is no telling what else is in quotes.
            let (value, rest) = unquoted(&quoted[1..])?;
            (Some((key, value)), rest)
        }
        Some(plain) => {
            let end = plain.find(|c| !is_token(c)).unwrap_or(plain.len());
            let (value, rest) = plain.split_at(end);
            let clean = rest.is_empty() || rest.starts_with([' ', '\t', ';']);
            let pair = (clean && end > 0).then(|| (key, value.to_owned()));
            (pair, rest)
        }
    };
    let next = rest.find(';').unwrap_or(rest.len());
    Some((pair, &rest[next..]))
}

fn is_token(character: char) -> bool {
    u8::try_from(character).is_ok_and(crate::headers::is_token)
}

/// The text up to the quote that ends it, with escapes undone, and the rest.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut plain = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((plain.replace("%22", "\""), &text[at + 1..])),
            '\\' => match characters.clone().next() {
                Some((_, next @ ('"' | '\\'))) => {
                    plain.push(next);
                    characters.next();
                }
                _ => plain.push('\\'),
            },
            other => plain.push(other),
        }
    }
    None
}
