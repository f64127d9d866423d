//! Every named part of a chapter's sources is shown on a page.
//!
//! Parts that a page asks for and that are missing, empty, double or too long
//! are complaints of the listing itself, in `directives`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Complaint;
use crate::anchor;
use crate::expand::listing_place;
use crate::source::{Book, files_below};

/// Complains of parts that no page lists, and of ends without a start.
pub fn check(book: &Book) -> Vec<Complaint> {
    let mut used = BTreeSet::new();
    for page in &book.pages {
        for listing in page.directives("listing") {
            if let Ok((path, name)) = listing_place(&listing.args) {
                used.insert((path.to_owned(), name.to_owned()));
            }
        }
    }
    let mut complaints = Vec::new();
    let chapters = files_below(&book.root.join("chapters"));
    let marked = |path: &PathBuf| anchor::language(path) != "text";
    for path in chapters.into_iter().filter(marked) {
        let file = path.strip_prefix(&book.root).unwrap_or(&path);
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        complaints.extend(in_file(file, &text, &used));
    }
    complaints
}

fn in_file(
    file: &Path,
    text: &str,
    used: &BTreeSet<(String, String)>,
) -> Vec<Complaint> {
    let marks = anchor::marks(text);
    let mut complaints = Vec::new();
    for mark in &marks {
        let name = &mark.name;
        let twin = |ends| {
            let named = marks.iter().filter(|m| &m.name == name);
            named.filter(|m| m.ends == ends).count()
        };
        let why = if mark.ends && twin(false) == 0 {
            format!("anchor {name:?} ends and never begins")
        } else if mark.ends {
            continue;
        } else if twin(true) == 0 {
            format!("anchor {name:?} is not ended")
        } else if twin(false) > 1 {
            format!("anchor {name:?} is there twice")
        } else if !used.contains(&key(file, name)) {
            format!("anchor {name:?} is shown on no page")
        } else {
            continue;
        };
        complaints.push(Complaint::new(file, mark.line, why));
    }
    complaints
}

fn key(file: &Path, name: &str) -> (String, String) {
    (file.to_string_lossy().into_owned(), name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::fake::Fake;
    use super::*;

    #[test]
    fn a_part_that_no_page_lists_is_a_complaint_with_its_line() {
        let fake = Fake::new();
        fake.chapter("{{#listing chapters/ch01-echo/src/lib.rs:loop}}", "");
        assert_eq!(
            fake.said(check),
            "chapters/ch01-echo/src/lib.rs:3: anchor \"loop\" is shown on no \
             page"
        );
    }

    #[test]
    fn an_end_without_a_start_is_a_complaint() {
        let fake = Fake::new();
        fake.write("chapters/ch01-echo/src/a.rs", "\n// ANCHOR_END: x\n");
        assert_eq!(
            fake.said(check),
            "chapters/ch01-echo/src/a.rs:2: anchor \"x\" ends and never begins"
        );
    }

    #[test]
    fn what_a_listing_asks_for_must_be_there_and_short() {
        let lib = "chapters/ch01-echo/src/lib.rs";
        let page = "book/src/01-echo.md:5: chapters/ch01-echo/src/lib.rs";
        let fake = Fake::new();
        fake.chapter("lib.rs:loop", "lib.rs:none");
        assert_eq!(
            fake.said(super::super::directives),
            format!("{page} has no anchor \"none\"")
        );
        let fake = Fake::new();
        fake.change(lib, "/// Loops.\npub fn run() {}\n", "");
        assert_eq!(
            fake.said(super::super::directives),
            format!("{page} anchor \"loop\" is empty")
        );
        let fake = Fake::new();
        fake.change(lib, "/// Loops.\n", &"// long\n".repeat(25));
        assert_eq!(
            fake.said(super::super::directives),
            format!("{page} anchor \"loop\" has 26 lines; a listing shows 25")
        );
        let fake = Fake::new();
        fake.change(lib, "/// Loops.", "// ANCHOR: loop");
        assert_eq!(
            fake.said(super::super::directives),
            format!("{page} anchor \"loop\" is there twice")
        );
    }
}
