use std::fs;

use tempfile::TempDir;

use crate::source::Book;

/// The expansion of the page `name` of a book of one floor and these files.
fn page_of(name: &str, files: &[(&str, &str)]) -> super::Expanded {
    let root = TempDir::new().unwrap();
    let tower = "[[part]]\ntitle='P'\n[[floor]]\nnumber='01'\npart=1\n\
                 title='Echo'\npage='01.md'\ndirectory='ch01'\n\
                 library='echo'\nidea='i'\nstands_on=[]\n";
    let notes = "[[note]]\nid='C04'\nkind='statement'\ntext='T'\n\
                 chapters=['01']\n";
    let always = [
        ("book/tower.toml", tower),
        ("book/notes.toml", notes),
        ("book/src/SUMMARY.md", ""),
    ];
    for (path, text) in always.iter().chain(files) {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let book = Book::load(root.path()).unwrap();
    super::page(&book, book.page(name).unwrap())
}

/// The expansion of a chapter that is `text`.
fn expanded(text: &str) -> super::Expanded {
    let code =
        "fn a() {\n    // ANCHOR: a\n    b();\n    // ANCHOR_END: a\n}\n";
    let files = [
        ("book/src/appendix.md", "# N\n\n{{#notes-index}}\n"),
        ("book/src/01.md", text),
        ("lib.rs", code),
    ];
    page_of("01.md", &files)
}

fn text(page: &str) -> String {
    let expanded = expanded(page);
    assert_eq!(expanded.complaints, []);
    let lines = expanded.text.lines().count();
    assert_eq!(lines, expanded.origin.len(), "a line without origin");
    expanded.text
}

#[test]
fn a_listing_has_its_path_its_lines_and_its_language() {
    let text = text("# A\n\n{{#listing lib.rs:a}}\n");
    assert!(text.contains("<b>lib.rs</b>"));
    assert!(text.contains("line 3</span>"));
    assert!(text.contains("````rust\nb();\n````"));
}

#[test]
fn a_listing_in_a_list_stays_in_the_list() {
    let text = text("1. x\n\n   {{#listing lib.rs:a}}\n");
    assert!(text.contains("\n   ````rust\n   b();\n   ````"));
}

#[test]
fn a_console_block_loses_the_words_for_the_checks() {
    let text = text(
        "```console,server=echo\n$ run <x>\nout\n^C\n```\n\n\
         ```console,with=echo,needs=nc\n$ nc\n```\n",
    );
    assert!(!text.contains("server=echo"));
    assert!(text.contains("terminal 1 · server"));
    assert!(text.contains("terminal 2 · needs <code>nc</code>"));
    assert!(text.contains("class=\"command\">run &lt;x&gt;</span>"));
    assert!(text.contains("<span class=\"key\">^C</span>"));
}

#[test]
fn a_box_of_the_notes_names_its_ids_and_keeps_its_markdown() {
    let text =
        text("> [!NOTES-SAY] C04 One `send` will do.\n>\n> *No.*\n\nX\n");
    assert!(text.contains("class=\"notes-box say\" role=\"note\""));
    assert!(text.contains("<span id=\"note-c04\"></span>"));
    assert!(text.contains("The notes say</span> One `send` will do."));
    assert!(text.contains("href=\"appendix.html#note-c04\">C04</a>"));
    assert!(text.contains("\n*No.*\n"));
}

#[test]
fn an_id_is_a_target_only_once_on_a_page() {
    let text = text("A {{#answers C04}}\n\nB {{#answers C04}}\n");
    assert_eq!(text.matches("id=\"note-c04\"").count(), 1);
    assert_eq!(text.matches("the notes: ").count(), 2);
}

#[test]
fn back_quotes_in_a_summary_become_code() {
    let text = text("<summary>What is `read`?</summary>\n");
    assert_eq!(text, "<summary>What is <code>read</code>?</summary>\n");
}

#[test]
fn the_appendix_has_every_question_with_its_answer() {
    let question = "<details class=\"check\">\n<summary>Why `x`?</summary>\n\n\
                    See [there](#why).\n\n</details>\n";
    let chapter = format!("# A\n\n## Why\n\n{question}");
    let files = [
        ("book/src/01.md", chapter.as_str()),
        ("book/src/answers.md", "# Answers\n\n{{#check-yourself}}\n"),
    ];
    let text = page_of("answers.md", &files).text;
    assert!(text.contains("## 01 · [Echo](01.html#check-yourself)"));
    assert!(text.contains("<summary>Why <code>x</code>?</summary>"));
    assert!(text.contains("See [there](01.html#why)."));
}

#[test]
fn what_cannot_be_expanded_is_a_complaint_with_its_line() {
    let said = |page: &str| {
        let complaints = expanded(page).complaints;
        complaints.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        said("# A\n\n{{#listing none.rs:a}}\n"),
        ["book/src/01.md:3: none.rs: No such file or directory (os error 2)"]
    );
    for (page, why) in [
        ("{{#lisitng lib.rs:a}}", "no directive is named \"lisitng\""),
        ("{{#listing lib.rs}}", "lib.rs: a listing is path:anchor"),
        ("{{#include x.md}}", "no directive is named \"include\""),
        ("{{#wire ch01}}", "{{#wire ch01}} is written wrong"),
        ("{{#wire ch01 x}}", "book/recordings/ch01-x.json: No such"),
        ("{{#figure x}}", "book/src/figures/x.svg: No such"),
        ("{{#tower 77}}", "the tower has no floor 77"),
        ("{{#exercises 01}}", "exercises/ex01/exercises.toml is missing"),
        ("x {{#tower 01}}", "tower must stand alone on its line"),
        ("{{#answers Z99}}", "the notes have no Z99"),
        ("## A {{#answers C04}}", "answers must not stand in a heading"),
        ("> [!NOTES-ASK] Why?\n> x", "a box is `> [!NOTES-ASK] ID"),
    ] {
        let said = said(page);
        assert_eq!(said.len(), 1, "{page}: {said:?}");
        let line = format!("book/src/01.md:1: {why}");
        assert!(said[0].starts_with(&line), "{page}: {said:?}");
    }
}

#[test]
fn a_complaint_inside_a_box_has_its_own_line() {
    let expanded =
        expanded("# A\n\n> [!NOTES-SAY] C04 X\n>\n> {{#figure none}}\n");
    assert_eq!(expanded.complaints[0].line, 5);
}
