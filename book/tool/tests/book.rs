//! The real book tells the truth: `cargo test` refuses one that does not.

use std::io::Write;
use std::path::Path;

use book::check;
use book::source::Book;

fn book() -> Book {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = book::root::find(here).expect("the tool is in the repository");
    Book::load(&root).expect("the book can be read")
}

#[test]
fn no_page_lies() {
    let complaints = check::static_checks(&book());
    let lines: Vec<String> =
        complaints.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

#[test]
fn the_book_renders_without_a_warning() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let built = book::render::build_into(&book().root, folder.path());
    let index = built.unwrap_or_else(|e| panic!("{e}"));
    assert!(index.is_file());
}

/// Runs one check that starts programs. What was skipped is said on
/// standard error itself, past the test runner, which would swallow it.
fn run(name: &str) {
    let only = Some(name.to_owned());
    let options = check::Options { only, ..check::Options::default() };
    let report =
        check::run(&book(), &options).unwrap_or_else(|e| panic!("{e}"));
    for line in &report.skipped {
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    let lines: Vec<String> =
        report.complaints.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

#[test]
fn the_pictures_show_what_the_demos_do() {
    run("recordings");
}

#[test]
fn the_transcripts_are_what_the_programs_print() {
    run("transcripts");
}

#[test]
fn the_pages_can_be_read_in_a_browser() {
    run("browser");
}
