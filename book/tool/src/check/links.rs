//! Links lead somewhere, and pictures say what they show.

use std::collections::BTreeMap;

use super::html::{Link, Rendered};
use super::{Complaint, resources};
use crate::source::{Book, PAGES, Page};

/// Complains of links to pages and fragments that are not there, and of
/// images that are missing or mute.
pub fn check(book: &Book) -> Vec<Complaint> {
    let rendered: BTreeMap<String, (&Page, Rendered)> = book
        .pages
        .iter()
        .map(|page| (page.html(), (page, Rendered::of(book, page))))
        .collect();
    let mut complaints = Vec::new();
    for (page, own) in rendered.values() {
        for link in &own.links {
            if let Some(why) = dead(book, page, link, &rendered) {
                complaints.push(Complaint::new(&page.path, link.line, why));
            }
        }
        for (target, line, alt) in &own.images {
            if let Some(why) = bad_image(book, target, alt) {
                complaints.push(Complaint::new(&page.path, *line, why));
            }
        }
        for (html, line) in &own.html {
            if html.contains("<img") && !html.contains(" alt=\"") {
                let why = "an image without alternative text";
                complaints.push(Complaint::new(&page.path, *line, why));
            }
        }
    }
    complaints
}

/// Why a link is dead, when it is.
fn dead(
    book: &Book,
    page: &Page,
    link: &Link,
    rendered: &BTreeMap<String, (&Page, Rendered)>,
) -> Option<String> {
    let target = &link.target;
    if has_scheme(target) {
        return None;
    }
    let (path, fragment) = match target.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (target.as_str(), None),
    };
    let html = match path {
        "" => page.html(),
        path => match path.strip_suffix(".md") {
            Some(name) => format!("{name}.html"),
            None => path.to_owned(),
        },
    };
    let Some((_, there)) = rendered.get(&html) else {
        let file = book.root.join(PAGES).join(path);
        let known = path == "print.html" || file.is_file();
        return (!known).then(|| format!("the link to {target} is dead"));
    };
    let fragment = fragment?;
    (!there.ids.contains(fragment))
        .then(|| format!("{html} has nothing with the id {fragment}"))
}

/// Whether an address names its protocol: `https:`, `mailto:`.
fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
}

fn bad_image(book: &Book, target: &str, alt: &str) -> Option<String> {
    if alt.trim().is_empty() {
        return Some(format!("the image {target} has no alternative text"));
    }
    if has_scheme(target) || target.starts_with("//") {
        return Some(resources::elsewhere(target));
    }
    let file = book.root.join(PAGES).join(target);
    (!file.is_file()).then(|| format!("the image {target} is missing"))
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    fn said(link: &str) -> String {
        let fake = Fake::new();
        fake.chapter("[the start](start.md#begin-here)", link);
        fake.said(check)
    }

    #[test]
    fn a_link_to_a_page_that_is_not_there_is_dead() {
        assert_eq!(
            said("[frames](03-fixed.md)"),
            "book/src/01-echo.md:7: the link to 03-fixed.md is dead"
        );
        let html = "<a class=\"x\" href=\"nowhere.html\">x</a>";
        assert!(said(html).contains(":7: the link to nowhere.html is dead"));
        assert_eq!(said("[a](https://example.org/) [b](start.html)"), "");
    }

    #[test]
    fn a_fragment_must_be_on_the_page() {
        assert_eq!(
            said("[x](start.md#begin)"),
            "book/src/01-echo.md:7: start.html has nothing with the id begin"
        );
        assert!(said("[x](#nothing)").contains("01-echo.html has nothing"));
        assert_eq!(said("[x](#do-it) [y](#exercise-greet) [z](#note-a01)"), "");
    }

    #[test]
    fn an_image_is_there_and_has_words() {
        assert_eq!(
            said("![](figures/a.svg)"),
            "book/src/01-echo.md:7: the image figures/a.svg has no \
             alternative text"
        );
        assert!(said("![A](figures/a.svg)").contains("a.svg is missing"));
        assert!(said("<img src=\"a.png\">").contains("without alternative"));
        assert!(said("![A](https://x.org/a.png)").contains("another host"));
    }

    #[test]
    fn a_figure_without_a_title_is_a_complaint() {
        let fake = Fake::new();
        fake.chapter("Run `", "{{#figure queue}}\n\nRun `");
        let svg = "<svg viewBox=\"0 0 400 9\" role=\"img\"></svg>";
        fake.write("book/src/figures/queue.svg", svg);
        let said = fake.said(super::super::directives);
        assert!(said.starts_with(
            "book/src/01-echo.md:7: book/src/figures/queue.svg has no <title>"
        ));
    }
}
