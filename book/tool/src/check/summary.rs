//! The table of contents agrees with the tower.

use std::path::Path;

use super::Complaint;
use crate::source::{Book, PAGES};

/// An entry of SUMMARY.md.
#[derive(Debug, PartialEq, Eq)]
struct Entry<'a> {
    line: usize,
    title: &'a str,
    /// Empty for a draft.
    page: &'a str,
    /// A chapter stands in a list; what stands around does not.
    chapter: bool,
}

/// Complains of parts, titles and pages that are not as in `tower.toml`, of
/// chapters that are written and still drafts, and of pages left out.
pub fn check(book: &Book) -> Vec<Complaint> {
    let file = Path::new(PAGES).join("SUMMARY.md");
    let entries: Vec<Entry<'_>> =
        lines(book).filter_map(|(text, line)| entry(text, line)).collect();
    let end = book.summary.len().max(1);
    let left_out = book
        .pages
        .iter()
        .filter(|page| !entries.iter().any(|entry| entry.page == page.name));
    let mut wrong = chapters(book, &entries, end);
    wrong.extend(parts(book, end));
    wrong.extend(
        left_out.map(|page| (end, format!("{} is left out", page.name))),
    );
    wrong
        .into_iter()
        .map(|(line, why)| Complaint::new(&file, line, why))
        .collect()
}

/// What is wrong, and where.
type Wrong = Vec<(usize, String)>;

/// Each line of SUMMARY.md with its number.
fn lines(book: &Book) -> impl Iterator<Item = (&str, usize)> {
    book.summary.iter().map(String::as_str).zip(1..)
}

/// The chapters, beside the floors.
fn chapters(book: &Book, entries: &[Entry<'_>], end: usize) -> Wrong {
    let mut wrong = Vec::new();
    let mut found = entries.iter().filter(|entry| entry.chapter);
    for floor in &book.tower.floors {
        let page = book.page_of(floor).map_or("", |_| floor.page.as_str());
        match found.next() {
            None => wrong.push((end, format!("{} is missing", floor.title))),
            Some(entry) if entry.title != floor.title => wrong.push((
                entry.line,
                format!(
                    "{:?} should be floor {}, {:?}",
                    entry.title, floor.number, floor.title
                ),
            )),
            Some(entry) if entry.page != page => wrong.push((
                entry.line,
                format!(
                    "{:?} leads to {:?}, and should lead to {page:?}",
                    entry.title, entry.page
                ),
            )),
            Some(_) => {}
        }
    }
    wrong.extend(found.map(|e| (e.line, format!("{:?} is no floor", e.title))));
    wrong
}

/// The headings, beside the parts.
fn parts(book: &Book, end: usize) -> Wrong {
    let mut wrong = Vec::new();
    // The first heading is that of the file.
    let headings =
        lines(book).filter(|(text, _)| text.starts_with("# ")).skip(1);
    let mut headings = headings.map(|(text, line)| (&text[2..], line));
    for part in &book.tower.parts {
        match headings.next() {
            None => {
                wrong.push((end, format!("part {:?} is missing", part.title)));
            }
            Some((text, line)) if !text.ends_with(&part.title) => {
                wrong.push((line, format!("this part is {:?}", part.title)));
            }
            Some(_) => {}
        }
    }
    wrong
}

fn entry(text: &str, line: usize) -> Option<Entry<'_>> {
    let rest = text.trim_start();
    let bare = rest.strip_prefix("- ").unwrap_or(rest);
    let (title, page) = bare.strip_prefix('[')?.split_once("](")?;
    let page = page.strip_suffix(')')?;
    Some(Entry { line, title, page, chapter: bare != rest })
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    const FILE: &str = "book/src/SUMMARY.md";

    fn said(from: &str, to: &str) -> String {
        let fake = Fake::new();
        fake.change(FILE, from, to);
        fake.said(check)
    }

    #[test]
    fn titles_and_parts_are_those_of_the_tower() {
        assert_eq!(
            said("[Echo]", "[Ecco]"),
            format!("{FILE}:7: \"Ecco\" should be floor 01, \"Echo\"")
        );
        assert_eq!(
            said("I · Sockets", "I · Socks"),
            format!("{FILE}:5: this part is \"Sockets\"")
        );
        let missing = said("- [Frames]()\n", "");
        assert!(missing.ends_with("Frames is missing"), "{missing}");
        let more = said("- [Frames]()", "- [Frames]()\n- [More]()");
        assert!(more.ends_with(":9: \"More\" is no floor"), "{more}");
    }

    #[test]
    fn a_written_chapter_is_no_draft() {
        let draft = said("(01-echo.md)", "()");
        assert!(draft.contains(":7: \"Echo\" leads to \"\""), "{draft}");
        assert!(draft.contains("01-echo.md is left out"), "{draft}");
    }

    #[test]
    fn a_page_left_out_is_a_complaint() {
        let fake = Fake::new();
        fake.write("book/src/lost.md", "# Lost\n");
        assert!(fake.said(check).ends_with("lost.md is left out"));
    }
}
