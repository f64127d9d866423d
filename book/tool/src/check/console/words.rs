//! What the words of a `console` fence ask for.

use std::time::Duration;

use crate::source::words::{KNOWN, split};

/// How long a command may take where the fence does not say.
const DEADLINE: Duration = Duration::from_secs(30);

/// What the words of a fence say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) server: Option<String>,
    pub(super) with: Option<String>,
    pub(super) needs: Vec<String>,
    pub(super) status: i32,
    pub(super) input: Option<String>,
    pub(super) part: bool,
    pub(super) norun: bool,
    pub(super) deadline: Duration,
}

impl Default for Words {
    fn default() -> Words {
        Words {
            server: None,
            with: None,
            needs: Vec::new(),
            status: 0,
            input: None,
            part: false,
            norun: false,
            deadline: DEADLINE,
        }
    }
}

/// Reads the words after `console,`.
pub(super) fn parse(text: &str) -> Result<Words, String> {
    let mut words = Words::default();
    for (word, value) in split(text) {
        let known = match (word, value) {
            ("part", "") => {
                words.part = true;
                continue;
            }
            (word, "") if KNOWN.contains(&word) && word != "part" => {
                return Err(format!("`{word}` wants a value: `{word}=…`"));
            }
            (word, value) => (word, value),
        };
        match known {
            ("server", name) => words.server = Some(name.to_owned()),
            ("with", name) => words.with = Some(name.to_owned()),
            ("needs", all) => {
                words.needs = all.split('+').map(str::to_owned).collect();
            }
            ("status", n) => words.status = number(word, n)?,
            ("deadline", n) => {
                let seconds: u32 = number(word, n)?;
                words.deadline = Duration::from_secs(seconds.into());
            }
            ("input", text) => words.input = Some(unescape(text)?),
            ("norun", _) => words.norun = true,
            _ => {
                return Err(format!(
                    "unknown word `{word}` in a console fence; known: {}",
                    KNOWN.join(", ")
                ));
            }
        }
    }
    Ok(words)
}

fn number<N: std::str::FromStr>(word: &str, text: &str) -> Result<N, String> {
    let wrong = |_| format!("`{word}={text}`: not a number");
    text.trim().parse().map_err(wrong)
}

/// The text of `input=` with its escapes replaced.
fn unescape(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match chars.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('0') => '\0',
            Some('\\') => '\\',
            other => {
                let other = other.map(String::from).unwrap_or_default();
                return Err(format!(
                    "`\\{other}` in `input=`: known are \\n \\r \\t \\0 \\\\"
                ));
            }
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_words_are_read() {
        let words = parse(
            "server=a,with=b,needs=ss+nc,status=2,part,deadline=3,input=x\\n",
        );
        let expected = Words {
            server: Some("a".into()),
            with: Some("b".into()),
            needs: vec!["ss".into(), "nc".into()],
            status: 2,
            input: Some("x\n".into()),
            part: true,
            norun: false,
            deadline: Duration::from_secs(3),
        };
        assert_eq!(words, Ok(expected));
    }

    #[test]
    fn commas_belong_to_free_text_unless_a_word_follows() {
        let words = parse("input=a, b,c,part").expect("right words");
        assert_eq!(words.input.as_deref(), Some("a, b,c"));
        assert!(words.part);
        assert!(parse("norun=needs root, and a phone").is_ok());
    }
}
