//! What a plain `mdbook build book` starts: the protocol of preprocessors.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use mdbook_driver::MDBook;
use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::Book;

const PROGRAM: &str = env!("CARGO_BIN_EXE_book");

#[test]
fn a_book_goes_in_with_directives_and_comes_out_without() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = book::root::find(here).expect("the tool is in the repository");
    let folder = root.join("book");
    let book = MDBook::load(&folder).expect("mdBook reads the book");
    // As mdBook does it: the folder may be relative, the command starts in it.
    let context = PreprocessorContext::new(
        "book".into(),
        book.config.clone(),
        "html".to_owned(),
    );
    let input = serde_json::to_vec(&(&context, &book.book)).expect("JSON");
    let mut child = Command::new(PROGRAM)
        .arg("preprocess")
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    stdin.write_all(&input).expect("the program reads its input");
    drop(stdin);
    let done = child.wait_with_output().expect("the program ends");
    assert!(done.status.success());
    let made: Book = serde_json::from_slice(&done.stdout).expect("a book");
    assert_eq!(made.items.len(), book.book.items.len());
    let texts: Vec<&str> =
        made.chapters().map(|chapter| chapter.content.as_str()).collect();
    assert!(texts.iter().any(|t| t.contains("<figure class=\"tower\">")));
    assert!(texts.iter().all(|text| !text.contains("{{#tower")));
}

#[test]
fn it_says_which_renderers_it_is_for() {
    let status = |renderer: &str| {
        let mut command = Command::new(PROGRAM);
        command.args(["preprocess", "supports", renderer]);
        command.status().expect("the program starts").code()
    };
    assert_eq!(status("html"), Some(0));
    assert_eq!(status("epub"), Some(1));
}
