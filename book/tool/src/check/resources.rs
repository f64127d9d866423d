//! Nothing is loaded from another host: the book works offline, and tells
//! nobody who reads it.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

use super::{Complaint, html};
use crate::source::{Book, PAGES, entries};

/// What makes a browser load something.
static LOADS: LazyLock<Regex> = LazyLock::new(|| {
    let tags = r#"<(?:script|img|iframe|link|source|video|audio|image|use)"#;
    let names = r#"(?:xlink:href|src|href)"#;
    let there = r#"(?:https?:)?//[^"')\s]+"#;
    let rules = r#"(?:url\(\s*["']?|@import\s+["'])"#;
    Regex::new(&format!(
        r#"{tags}\b[^>]*?\s{names}\s*=\s*["']({there})|{rules}({there})"#
    ))
    .expect("a valid pattern")
});

/// Complains of whatever a page, a figure or the theme loads from elsewhere.
pub fn check(book: &Book) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for page in &book.pages {
        for (html, line) in html::Rendered::of(book, page).html {
            complaints.extend(loads(&html).map(|(_, what)| {
                Complaint::new(&page.path, line, elsewhere(&what))
            }));
        }
    }
    for path in files(book) {
        let file = path.strip_prefix(&book.root).unwrap_or(&path);
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        complaints.extend(
            loads(&text).map(|(line, what)| {
                Complaint::new(file, line, elsewhere(&what))
            }),
        );
    }
    complaints
}

/// The complaint about an address on another host.
pub(super) fn elsewhere(what: &str) -> String {
    format!("{what} would be loaded from another host")
}

fn loads(text: &str) -> impl Iterator<Item = (usize, String)> {
    LOADS.captures_iter(text).filter_map(|found| {
        let what = found.get(1).or(found.get(2))?;
        let line = text[..what.start()].matches('\n').count() + 1;
        Some((line, what.as_str().to_owned()))
    })
}

/// Figures, and everything of the theme.
fn files(book: &Book) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let folders =
        [Path::new(PAGES).join("figures"), PathBuf::from("book/theme")];
    let mut open: Vec<PathBuf> =
        folders.iter().map(|folder| book.root.join(folder)).collect();
    while let Some(folder) = open.pop() {
        for path in entries(&folder).unwrap_or_default() {
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn a_script_from_elsewhere_is_a_complaint() {
        let fake = Fake::new();
        let script = "<script src=\"https://x.org/a.js\"></script>\n\n";
        fake.chapter("Run `", &format!("{script}Run `"));
        assert_eq!(
            fake.said(check),
            "book/src/01-echo.md:7: https://x.org/a.js would be loaded from \
             another host"
        );
    }

    #[test]
    fn a_font_from_elsewhere_is_a_complaint() {
        let fake = Fake::new();
        let css = "a {}\nb { src: url(\"//fonts.org/a.woff2\") }\n";
        fake.write("book/theme/a.css", css);
        assert!(fake.said(check).starts_with("book/theme/a.css:2: //fonts"));
    }

    #[test]
    fn links_that_a_reader_follows_may_lead_anywhere() {
        let fake = Fake::new();
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        fake.write("book/src/figures/a.svg", svg);
        let link = "<a href=\"https://x.org/\">x</a> Run `";
        fake.chapter("Run `", link);
        assert_eq!(fake.said(check), "");
    }
}
