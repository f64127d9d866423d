//! `value; key=value; key="quoted value"`: media types and dispositions.

use percent_encoding::percent_decode_str;

/// The most parameters of one field; what comes after them is left out.
const MOST: usize = 64;

/// A value with its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What stands before the first `;`, without spaces.
    pub value: String,
    parameters: Vec<Parameter>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Parameter {
    key: String,
    value: String,
    /// It was `key*=…`.
    extended: bool,
}

impl Options {
    /// The parameter of that name, in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.iter();
        all.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All parameters, each name once.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|one| (&*one.key, &*one.value))
    }
}

/// Reads a field such as `Content-Type` (Werkzeug's `parse_options_header`).
///
/// Parameters that are broken are left out. `\"` and `\\` in quotes are
/// undone, and so is `%22`, by which browsers write a quote in a file's name.
/// `key*=UTF-8''…` (RFC 8187) is decoded, parts `key*0`, `key*1` (RFC 2231)
/// are put together. Of several of one name the last counts, as in Werkzeug,
/// but `key*` before `key` (RFC 6266, section 4.3).
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
        let mut value = text;
        let extended = key.ends_with('*');
        if extended {
            key.pop();
            value = unpacked(&value, charset);
        }
        let part = key.split_once('*').filter(|(_, number)| is_number(number));
        let part = part.map(|(name, number)| (name.to_owned(), number == "0"));
        let (key, first) = part.unwrap_or((key, true));
        let room = self.parameters.len() < MOST;
        let mut all = self.parameters.iter_mut();
        match all.find(|known| known.key == key) {
            Some(known) if !first => known.value.push_str(&value),
            Some(known) if extended || !known.extended => {
                *known = Parameter { key, value, extended };
            }
            None if first && room => {
                self.parameters.push(Parameter { key, value, extended });
            }
            _ => {}
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `UTF-8''%C2%B5`, decoded. The parts that follow a first one have only the
/// text; they are in the same charset.
fn unpacked(text: &str, charset: &mut String) -> String {
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
            let pair = (clean && end > 0).then(|| (key, unquote(value)));
            (pair, rest)
        }
    };
    let next = rest.find(';').unwrap_or(rest.len());
    Some((pair, &rest[next..]))
}

fn is_token(character: char) -> bool {
    u8::try_from(character).is_ok_and(crate::headers::is_token)
}

/// Browsers write a quote in a file's name so.
fn unquote(text: &str) -> String {
    text.replace("%22", "\"")
}

/// The text up to the quote that ends it, with escapes undone, and the rest.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut plain = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((unquote(&plain), &text[at + 1..])),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_the_last_counts_and_the_extended_one_first() {
        for (field, expected) in [
            ("v; a=1; a=2", "2"),
            ("v; a=plain; a*=UTF-8''%C2%B5", "\u{b5}"),
            ("v; a*=UTF-8''%C2%B5; a=plain", "\u{b5}"),
            ("v; a*0=1; a*1=2; a*2=3", "123"),
        ] {
            let options = parse_options_header(field);
            assert_eq!(options.get("a"), Some(expected), "{field}");
        }
    }

    #[test]
    fn there_is_an_end_of_parameters() {
        let many: String = (0..1000).map(|n| format!("; k{n}=1")).collect();
        assert_eq!(
            parse_options_header(&format!("v{many}")).iter().count(),
            MOST
        );
    }
}
