//! The real book tells the truth: `cargo test` refuses one that does not.

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

#[test]
fn the_pictures_show_what_the_demos_do() {
    let options = check::Options {
        only: Some("recordings".to_owned()),
        ..check::Options::default()
    };
    let complaints = check::run(&book(), &options);
    let complaints = complaints.unwrap_or_else(|e| panic!("{e}"));
    let lines: Vec<String> =
        complaints.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}
