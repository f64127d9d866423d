//! The named parts of source files that pages show.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

/// The longest listing that a page may show, in lines.
pub const LONGEST: usize = 25;

static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?://|\{?#|<!--)\s*ANCHOR(_END)?:\s*([\w-]+)")
        .expect("a valid pattern")
});

/// A mark in a source file: the line `// ANCHOR: name` or its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its line.
    pub line: usize,
    /// The part's name.
    pub name: String,
    /// Whether it ends the part.
    pub ends: bool,
}

/// All marks of a file.
pub fn marks(text: &str) -> Vec<Mark> {
    let lines = text.lines().zip(1..);
    lines.filter_map(|(text, line)| mark(text, line)).collect()
}

fn mark(text: &str, line: usize) -> Option<Mark> {
    let found = MARK.captures(text)?;
    let name = found[2].to_owned();
    Some(Mark { line, name, ends: found.get(1).is_some() })
}

/// What a listing shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The lines, common indentation removed, without marks.
    pub lines: Vec<String>,
    /// The first shown line's number in the file.
    pub first: usize,
    /// The last one's.
    pub last: usize,
}

/// The part `name` of a file.
///
/// # Errors
///
/// One sentence: the part is missing, there twice, not ended, empty, or too
/// long.
pub fn excerpt(text: &str, name: &str) -> Result<Excerpt, String> {
    let marks = marks(text);
    let of = |ends| {
        let named = marks.iter().filter(move |m| m.name == name);
        named.filter(move |m| m.ends == ends)
    };
    let starts: Vec<usize> = of(false).map(|m| m.line).collect();
    let ends: Vec<usize> = of(true).map(|m| m.line).collect();
    let (start, end) = match (&starts[..], &ends[..]) {
        ([], _) => return Err(format!("has no anchor {name:?}")),
        ([start], [end]) if start < end => (*start, *end),
        ([_], []) => return Err(format!("anchor {name:?} is not ended")),
        _ => return Err(format!("anchor {name:?} is there twice")),
    };
    let inside = text.lines().zip(1..).skip(start).take(end - start - 1);
    let mut shown: Vec<(&str, usize)> =
        inside.filter(|(text, line)| mark(text, *line).is_none()).collect();
    let blank = |line: &(&str, usize)| line.0.trim().is_empty();
    while shown.last().is_some_and(blank) {
        shown.pop();
    }
    let leading = shown.iter().take_while(|line| blank(line)).count();
    shown.drain(..leading);
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return Err(format!("anchor {name:?} is empty"));
    };
    if shown.len() > LONGEST {
        let len = shown.len();
        return Err(format!(
            "anchor {name:?} has {len} lines; a listing shows {LONGEST}"
        ));
    }
    Ok(Excerpt {
        first: first.1,
        last: last.1,
        lines: dedent(shown.iter().map(|line| line.0)),
    })
}

/// Lines without the indentation that all of them share.
fn dedent<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let full = lines.clone().filter(|line| !line.trim().is_empty());
    let least = full.map(indent).min().unwrap_or(0);
    lines.map(|l| l.get(least..).unwrap_or("").to_owned()).collect()
}

/// The language of a file, for its colors.
pub fn language(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("rs") => "rust",
        Some("py") => "python",
        Some("toml") => "toml",
        Some("html") => "html",
        Some("sh") => "bash",
        Some("c" | "h") => "c",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
fn a() {
    // ANCHOR: outer
    let x = 1;
    // ANCHOR: inner
    if x > 0 {
        x
    }
    // ANCHOR_END: inner

    // ANCHOR_END: outer
}
// ANCHOR: empty
// ANCHOR_END: empty
";

    #[test]
    fn a_mark_is_a_comment_of_any_language() {
        for (open, close) in
            [("//", ""), ("#", ""), ("<!--", " -->"), ("{#", " #}")]
        {
            let file = format!(
                "{open} ANCHOR: a{close}\nx\n{open} ANCHOR_END: a{close}\n"
            );
            let found = excerpt(&file, "a").expect("a part");
            assert_eq!(found.lines, ["x"], "{file}");
        }
    }

    #[test]
    fn an_excerpt_drops_marks_and_indentation_and_keeps_real_lines() {
        let found = excerpt(FILE, "outer").unwrap();
        assert_eq!(found.lines, ["let x = 1;", "if x > 0 {", "    x", "}"]);
        assert_eq!((found.first, found.last), (3, 7));
    }

    #[test]
    fn a_part_that_is_missing_empty_open_or_double_is_refused() {
        let why = |text: &str, name| excerpt(text, name).unwrap_err();
        assert!(why(FILE, "none").contains("no anchor"));
        assert!(why(FILE, "empty").contains("is empty"));
        assert!(why("// ANCHOR: a\nx", "a").contains("not ended"));
        let twice = "// ANCHOR: a\nx\n// ANCHOR_END: a\n".repeat(2);
        assert!(why(&twice, "a").contains("twice"));
    }

    #[test]
    fn a_listing_of_more_than_25_lines_is_refused() {
        let text = |n: usize| {
            let body = "x\n".repeat(n);
            format!("// ANCHOR: a\n{body}// ANCHOR_END: a\n")
        };
        assert!(excerpt(&text(25), "a").is_ok());
        assert!(excerpt(&text(26), "a").unwrap_err().contains("26 lines"));
    }
}
