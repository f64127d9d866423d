//! Figures go with both themes, are readable on a phone, and are shown.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::Complaint;
use crate::source::{Book, PAGES, entries, file_name};

/// How wide a figure may be, in its own units: text of 11 units is to stay
/// readable on a phone.
const WIDTHS: std::ops::RangeInclusive<f64> = 300.0..=480.0;

static COLOR: LazyLock<Regex> = LazyLock::new(|| {
    let names = r"\b(fill|stroke|color|stop-color)";
    let values = r"(#\w+|[a-z][\w(-]*)";
    Regex::new(&format!(r#"{names}\s*[=:]\s*["']?\s*{values}"#))
        .expect("a valid pattern")
});
static VIEW_BOX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"viewBox="\S+ \S+ (\S+) \S+""#).expect("a valid pattern")
});

/// Complains of figures with colors of their own, too wide or too narrow,
/// on no page, or shown as images, which have no theme.
pub fn check(book: &Book) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let figures = Path::new(PAGES).join("figures");
    let shown: BTreeSet<&str> = book
        .pages
        .iter()
        .flat_map(|page| page.directives("figure"))
        .map(|directive| directive.args.as_str())
        .collect();
    for path in entries(&book.root.join(&figures)).unwrap_or_default() {
        let name = file_name(&path);
        let Some(stem) = name.strip_suffix(".svg") else { continue };
        let file = figures.join(&name);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for (line, why) in wrong(&text) {
            complaints.push(Complaint::new(&file, line, why));
        }
        if !shown.contains(stem) {
            let why = "the figure is on no page";
            complaints.push(Complaint::new(&file, 1, why));
        }
    }
    for page in &book.pages {
        for (line, number) in page.lines.iter().zip(1..) {
            if line.contains("](figures/") && line.contains("![") {
                let why = "a figure is shown by `{{#figure NAME}}`: as an \
                           image it has no colors";
                complaints.push(Complaint::new(&page.path, number, why));
            }
        }
    }
    complaints
}

fn wrong(svg: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, number) in svg.lines().zip(1..) {
        for color in COLOR.captures_iter(line) {
            let value = &color[2];
            if !matches!(value, "none" | "currentColor" | "context-stroke") {
                found.push((
                    number,
                    format!(
                        "{} {value}: figures have the classes of \
                         book/theme/figures.css, not colors",
                        &color[1]
                    ),
                ));
            }
        }
    }
    let width = VIEW_BOX.captures(svg).and_then(|v| v[1].parse().ok());
    match width {
        Some(width) if WIDTHS.contains(&width) => {}
        Some(width) => found.push((
            1,
            format!("the viewBox is {width} units wide; 400 are readable"),
        )),
        None => found.push((1, "the figure has no viewBox".to_owned())),
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    const FILE: &str = "book/src/figures/queue.svg";

    fn said(inside: &str) -> String {
        let fake = Fake::new();
        fake.chapter("Run `", "{{#figure queue}}\n\nRun `");
        let svg = "<svg viewBox=\"0 0 400 9\" role=\"img\">\n";
        let title = "<title>A</title>\n";
        fake.write(FILE, &format!("{svg}{title}{inside}\n</svg>\n"));
        assert_eq!(fake.said(super::super::directives), "");
        fake.said(check)
    }

    #[test]
    fn a_color_of_its_own_is_a_complaint() {
        assert_eq!(said("<path class=\"client\" fill=\"none\"/>"), "");
        for shape in [
            "<rect fill=\"#fff\"/>",
            "<rect style=\"stroke: red\"/>",
            "<rect fill='rgb(1,2,3)'/>",
        ] {
            let said = said(shape);
            assert!(said.starts_with(&format!("{FILE}:3: ")), "{said}");
        }
    }

    #[test]
    fn a_figure_on_no_page_and_one_too_wide_are_complaints() {
        let fake = Fake::new();
        fake.write(FILE, "<svg viewBox=\"0 0 900 9\"/>");
        assert_eq!(
            fake.said(check),
            format!(
                "{FILE}:1: the viewBox is 900 units wide; 400 are readable\n\
                 {FILE}:1: the figure is on no page"
            )
        );
    }

    #[test]
    fn a_figure_as_an_image_is_a_complaint() {
        let fake = Fake::new();
        fake.chapter("Run `", "![Q](figures/queue.svg)\n\nRun `");
        assert!(fake.said(check).starts_with("book/src/01-echo.md:7: a fig"));
    }
}
