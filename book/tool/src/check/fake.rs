//! A small book in a temporary folder, true until a test makes it lie.

use std::fs;

use tempfile::TempDir;

use super::Complaint;
use crate::source::Book;

/// A book with two floors, of which the first is written.
pub(crate) struct Fake {
    root: TempDir,
}

const TOWER: &str = "\
[[part]]
title = 'Sockets'

[[floor]]
number = '01'
part = 1
title = 'Echo'
page = '01-echo.md'
directory = 'ch01-echo'
library = 'echo'
idea = 'bytes'
stands_on = []

[[floor]]
number = '03'
part = 1
title = 'Frames'
page = '03-fixed.md'
directory = 'ch03-fixed'
library = 'framing'
idea = 'messages'
stands_on = ['01']
";

const NOTES: &str = "\
[[note]]
id = 'A01'
kind = 'topic'
text = 'A server.'
chapters = ['01']

[[note]]
id = 'C04'
kind = 'statement'
text = 'All is sent.'
chapters = ['01', '03']
";

const SUMMARY: &str = "\
# Summary

[Start](start.md)

# I · Sockets

- [Echo](01-echo.md)
- [Frames]()

---

[The notes, answered](notes.md)
";

/// The written chapter: line 3 marks, 5 lists, 7 names, 13 exercises.
pub(crate) const CHAPTER: &str = "\
# Echo

It echoes. {{#answers A01 C04}}

{{#listing chapters/ch01-echo/src/lib.rs:loop}}

Run `cargo run -p ch01`, see [the start](start.md#begin-here).

## Do it

### Exercises

{{#exercises 01}}
";

const LIBRARY: &str = "\
//! Echo.

// ANCHOR: loop
/// Loops.
pub fn run() {}
// ANCHOR_END: loop
";

const EXERCISES: &str = "\
[[exercise]]
name = 'greet'
title = 'Greet'
minutes = 10
page = '01-echo.html'
anchor = 'do-it'
hints = ['a', 'b', 'c']
";

impl Fake {
    /// A book with nothing wrong.
    pub(crate) fn new() -> Fake {
        let fake = Fake { root: tempfile::tempdir().unwrap() };
        fake.write("book/tower.toml", TOWER);
        fake.write("book/notes.toml", NOTES);
        fake.write("book/src/SUMMARY.md", SUMMARY);
        fake.write("book/src/start.md", "# Start\n\n## Begin here\n");
        fake.write("book/src/notes.md", "# Notes\n\n{{#notes-index}}\n");
        fake.write("book/src/01-echo.md", CHAPTER);
        fake.write("chapters/ch01-echo/src/lib.rs", LIBRARY);
        fake.write("chapters/ch01-echo/src/main.rs", "fn main() {}\n");
        fake.write("chapters/ch01-echo/Cargo.toml", "[package]\n");
        fake.write("exercises/ex01/exercises.toml", EXERCISES);
        fake.write("exercises/ex01/src/greet.rs", "//! Say hello.\n");
        fake
    }

    /// Writes a file, and the folders that it is in.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes the chapter with one piece replaced by another.
    pub(crate) fn chapter(&self, from: &str, to: &str) {
        self.change("book/src/01-echo.md", from, to);
    }

    /// Replaces a piece of a file that must have it.
    pub(crate) fn change(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.root.path().join(path)).unwrap();
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, &text.replacen(from, to, 1));
    }

    /// The book as it stands.
    pub(crate) fn book(&self) -> Book {
        Book::load(self.root.path()).unwrap()
    }

    /// What a check says of it, one complaint in a line.
    pub(crate) fn said(&self, check: fn(&Book) -> Vec<Complaint>) -> String {
        let said = check(&self.book());
        let said: Vec<String> = said.iter().map(ToString::to_string).collect();
        said.join("\n")
    }
}

#[test]
fn a_book_that_tells_the_truth_has_no_complaint() {
    assert_eq!(Fake::new().said(super::static_checks), "");
}
