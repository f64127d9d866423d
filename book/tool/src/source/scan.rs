//! Finds fences, headings and directives in the lines of a page.

use std::sync::LazyLock;

use regex::Regex;

use super::words::split;

/// A code block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The line of its opening fence.
    pub line: usize,
    /// What stands behind the opening fence: `console,server=echo`.
    pub info: String,
    /// The lines between the fences, without the fence's indentation.
    pub body: Vec<String>,
    /// The indentation, or the marks of a quote, before the fence.
    pub prefix: String,
}

impl Fence {
    /// The first word of the info string.
    pub fn language(&self) -> &str {
        self.info.split([',', ' ']).next().unwrap_or_default()
    }

    /// The words behind the language, split at commas.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.info.split(',').skip(1).map(str::trim)
    }

    /// The value of `key=value` among the words.
    pub fn value(&self, key: &str) -> Option<&str> {
        let (_, words) = self.info.split_once(',')?;
        let mut words = split(words).into_iter();
        words.find_map(|(word, value)| (word == key).then_some(value.trim()))
    }

    /// The line of its closing fence.
    pub fn end(&self) -> usize {
        self.line + self.body.len() + 1
    }
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its line.
    pub line: usize,
    /// 1 to 6.
    pub level: usize,
    /// Its text, as Markdown.
    pub text: String,
    /// The id that the page gives it: `{#like-this}`.
    pub id: Option<String>,
}

/// A directive: `{{#name args}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// Its line.
    pub line: usize,
    /// `listing`, `wire`, …
    pub name: String,
    /// What follows the name, trimmed.
    pub args: String,
    /// The directive as it stands on the page.
    pub text: String,
    /// Whether nothing else is on its line.
    pub alone: bool,
}

/// What [`scan`] found, each in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) fences: Vec<Fence>,
    pub(super) headings: Vec<Heading>,
    pub(super) directives: Vec<Directive>,
}

/// Reads a page, line by line.
pub(super) fn scan(lines: &[String]) -> Scan {
    let mut found = Scan::default();
    let mut open: Option<(Fence, String)> = None;
    for (line, number) in lines.iter().zip(1..) {
        let (prefix, rest) = split_prefix(line);
        if let Some((fence, mark)) = &mut open {
            if closes(rest, mark) {
                found.fences.extend(open.take().map(|(fence, _)| fence));
            } else {
                fence.body.push(unprefix(line, &fence.prefix));
            }
        } else if let Some((mark, info)) = fence_start(rest) {
            let fence = Fence {
                line: number,
                info: info.to_owned(),
                body: Vec::new(),
                prefix: prefix.to_owned(),
            };
            open = Some((fence, mark.to_owned()));
        } else {
            found.headings.extend(heading(line, number));
            found.directives.extend(directives(line, number));
        }
    }
    // A fence that is never closed ends with the page.
    found.fences.extend(open.map(|(fence, _)| fence));
    found
}

/// The fences of a Markdown text.
pub(crate) fn fences(text: &str) -> Vec<Fence> {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    scan(&lines).fences
}

/// Splits white space and quote marks from what follows.
fn split_prefix(line: &str) -> (&str, &str) {
    let at = line.find(|c| c != ' ' && c != '>').unwrap_or(line.len());
    line.split_at(at)
}

/// A line without the prefix of its fence, or as much of it as is there.
fn unprefix(line: &str, prefix: &str) -> String {
    let same = |(a, b): &(char, char)| a == b;
    let len = line.chars().zip(prefix.chars()).take_while(same).count();
    line[len..].to_owned()
}

fn fence_start(rest: &str) -> Option<(&str, &str)> {
    let mark = rest.chars().next().filter(|&c| c == '`' || c == '~')?;
    let end = rest.find(|c| c != mark).unwrap_or(rest.len());
    let info = rest[end..].trim();
    (end >= 3 && !(mark == '`' && info.contains('`')))
        .then_some((&rest[..end], info))
}

fn closes(rest: &str, mark: &str) -> bool {
    let rest = rest.trim_end();
    let same = rest.chars().all(|c| mark.starts_with(c));
    rest.len() >= mark.len() && same
}

fn heading(line: &str, number: usize) -> Option<Heading> {
    let level = line.find(|c| c != '#')?;
    let text = line[level..].strip_prefix(' ')?.trim();
    if !(1..=6).contains(&level) {
        return None;
    }
    let (text, id) = match text.rsplit_once("{#") {
        Some((text, id)) if id.ends_with('}') && !text.ends_with('{') => {
            (text.trim(), Some(id.trim_end_matches('}').to_owned()))
        }
        _ => (text, None),
    };
    Some(Heading { line: number, level, text: text.to_owned(), id })
}

static DIRECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\\?\{\{#([a-z_-]+)\s*([^}]*)\}\}").expect("a valid pattern")
});

fn directives(line: &str, number: usize) -> Vec<Directive> {
    let mut found = Vec::new();
    for part in DIRECTIVE.captures_iter(line) {
        let (Some(all), Some(name), Some(args)) =
            (part.get(0), part.get(1), part.get(2))
        else {
            continue;
        };
        // In a code span, or behind a backslash, it is only talked about.
        let in_code = line[..all.start()].matches('`').count() % 2 == 1;
        if in_code || all.as_str().starts_with('\\') {
            continue;
        }
        let (_, rest) = split_prefix(line);
        found.push(Directive {
            line: number,
            name: name.as_str().to_owned(),
            args: args.as_str().trim().to_owned(),
            text: all.as_str().to_owned(),
            alone: rest.trim() == all.as_str(),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> Scan {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        scan(&lines)
    }

    #[test]
    fn a_fence_knows_its_line_its_words_and_its_body() {
        let found =
            scanned("# A\n\n- x\n  ```console,server=a,part\n  $ b\n  ```\n");
        let fence = &found.fences[0];
        assert_eq!((fence.line, fence.language()), (4, "console"));
        assert_eq!(fence.value("server"), Some("a"));
        assert_eq!(fence.words().last(), Some("part"));
        assert_eq!(fence.body, ["$ b"]);
        assert_eq!(fence.end(), 6);
    }

    #[test]
    fn headings_and_directives_in_a_fence_are_none() {
        let found =
            scanned("```text\n# no\n{{#wire ch01 no}}\n```\n## Yes {#id}");
        assert_eq!(found.headings.len(), 1);
        assert_eq!(found.headings[0].text, "Yes");
        assert_eq!(found.headings[0].id.as_deref(), Some("id"));
        assert!(found.directives.is_empty());
    }

    #[test]
    fn a_directive_in_a_code_span_is_only_talked_about() {
        let found = scanned("`{{#wire a b}}` and\n{{#answers A01  C04}} end");
        assert_eq!(found.directives.len(), 1);
        let directive = &found.directives[0];
        assert_eq!((directive.line, directive.alone), (2, false));
        assert_eq!(directive.args, "A01  C04");
    }

    #[test]
    fn a_longer_fence_may_hold_a_shorter_one() {
        let found = scanned("````text\n```\nx\n```\n````\n{{#chapters}}");
        assert_eq!(found.fences.len(), 1);
        assert_eq!(found.fences[0].body.len(), 3);
        assert!(found.directives[0].alone);
    }
}
