//! A committed recording must be what the demo does today.

use std::fs;
use std::path::Path;

use book::check::{self, Complaint, Options};
use book::source::Book;
use tempfile::TempDir;

/// A demo that records one byte more than the last time it was asked to.
const MAIN: &str = r##"
fn main() {
    let file = std::env::args().nth(4).expect("demo NAME --record FILE");
    let json = r#"{
  "title": "Hi on port 40000",
  "sides": ["client", "server"],
  "events": [{ "side": 0, "action": "sent", "to": 1, "bytes": "BYTES" }]
}"#;
    std::fs::write(file, json).expect("the file can be written");
}
"##;

const TOWER: &str = "\
[[part]]
title = 'P'
[[floor]]
number = '01'
part = 1
title = 'Echo'
page = '01.md'
directory = 'ch01'
library = 'echo'
idea = 'i'
stands_on = []
";

struct Fixture {
    root: TempDir,
}

impl Fixture {
    fn new() -> Fixture {
        let fixture =
            Fixture { root: tempfile::tempdir().expect("a temporary folder") };
        let package = "[workspace]\n[package]\nname = \"ch01\"\n\
                       version = \"0.1.0\"\nedition = \"2024\"\n";
        fixture.write("Cargo.toml", package);
        fixture.write("src/main.rs", MAIN);
        fixture.write("book/tower.toml", TOWER);
        fixture.write("book/notes.toml", "");
        fixture.write("book/src/SUMMARY.md", "");
        fixture.write("book/src/01.md", "# A\n\n{{#wire ch01 hello}}\n");
        fixture
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        let folder = path.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    fn check(&self, update: bool) -> Vec<Complaint> {
        let book = Book::load(self.root.path()).expect("the book is sound");
        let only = Some("recordings".to_owned());
        check::run(&book, &Options { update, only })
            .expect("the check runs")
            .complaints
    }
}

#[test]
fn a_recording_that_no_demo_gives_is_a_complaint_until_it_is_updated() {
    let fixture = Fixture::new();
    let missing = fixture.check(false);
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].file, Path::new("book/src/01.md"));
    assert_eq!(missing[0].line, 3);
    assert_eq!(fixture.check(true), []);
    assert_eq!(fixture.check(false), []);

    fixture.write("src/main.rs", &MAIN.replace("40000", "50000"));
    assert_eq!(fixture.check(false), [], "only the port differs");

    fixture.write("src/main.rs", &MAIN.replace("BYTES", "BITES"));
    let changed = fixture.check(false);
    assert_eq!(changed.len(), 1);
    let message = &changed[0].message;
    assert!(message.contains("BITES"), "{message}");
    assert!(message.contains("--update"), "{message}");
}

#[test]
fn a_demo_that_does_not_build_is_a_complaint() {
    let fixture = Fixture::new();
    fixture.write("src/main.rs", "fn main() { nothing }\n");
    let said = fixture.check(false);
    assert_eq!(said.len(), 1);
    assert!(said[0].message.starts_with("the demos cannot be built"));
}
