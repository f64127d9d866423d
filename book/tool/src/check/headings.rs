//! Headings: one title, no level left out, no two with one id.

use std::collections::BTreeMap;

use super::{Complaint, html};
use crate::source::Book;

/// Complains of pages whose headings are no outline.
pub fn check(book: &Book) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for page in &book.pages {
        let rendered = html::Rendered::of(book, page);
        let mut before = 0;
        let mut ids = BTreeMap::new();
        let mut complain = |line, why: String| {
            complaints.push(Complaint::new(&page.path, line, why));
        };
        for heading in &rendered.headings {
            let (level, line) = (heading.level, heading.line);
            match (before, level) {
                (0, 1) => {}
                (0, _) => complain(line, "the page has no title".to_owned()),
                (_, 1) => complain(line, "a second title".to_owned()),
                _ if level > before + 1 => complain(
                    line,
                    format!("a heading of level {level} below one of {before}"),
                ),
                _ => {}
            }
            before = level;
            if let Some(first) = ids.insert(&heading.base_id, line) {
                complain(
                    line,
                    format!(
                        "this heading has the id of the one on line {first}, \
                         `{}`",
                        heading.base_id
                    ),
                );
            }
        }
        if rendered.headings.is_empty() {
            complain(1, "the page has no title".to_owned());
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn a_level_left_out_is_a_complaint() {
        let fake = Fake::new();
        fake.chapter("## Do it", "### Do it");
        assert_eq!(
            fake.said(check),
            "book/src/01-echo.md:9: a heading of level 3 below one of 1"
        );
    }

    #[test]
    fn a_page_has_one_title() {
        let fake = Fake::new();
        fake.chapter("## Do it", "# Do it");
        assert!(
            fake.said(check)
                .starts_with("book/src/01-echo.md:9: a second title")
        );
        let fake = Fake::new();
        fake.write("book/src/start.md", "No title.\n");
        assert_eq!(
            fake.said(check),
            "book/src/start.md:1: the page has no title"
        );
    }

    #[test]
    fn two_headings_with_one_id_are_a_complaint() {
        let fake = Fake::new();
        fake.chapter("### Exercises", "### Do it");
        assert_eq!(
            fake.said(check),
            "book/src/01-echo.md:11: this heading has the id of the one on \
             line 9, `do-it`"
        );
    }
}
