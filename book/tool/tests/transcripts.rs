//! Transcripts that are true pass, and each kind of lie is caught where it
//! stands.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use book::check::console::{Page, Report, check, update};

#[path = "transcripts/packages.rs"]
mod packages;
#[path = "transcripts/servers.rs"]
mod servers;
#[path = "transcripts/surroundings.rs"]
mod surroundings;

/// A root folder with one page in it.
struct Book {
    root: tempfile::TempDir,
    page: Page,
}

impl Book {
    fn new(text: &str) -> Book {
        let root = tempfile::tempdir().expect("a folder");
        fs::write(root.path().join("page.md"), text).expect("a page");
        let page = Page { path: "page.md".into(), text: text.to_owned() };
        Book { root, page }
    }

    fn path(&self) -> &Path {
        self.root.path()
    }

    fn check(&self) -> Report {
        check(self.path(), std::slice::from_ref(&self.page), false)
    }

    /// Rewrites the page and reads it again.
    fn update(&mut self) -> (Report, String) {
        let pages = std::slice::from_ref(&self.page);
        let report = update(self.path(), pages, false);
        self.page.text =
            fs::read_to_string(self.path().join("page.md")).expect("a page");
        (report, self.page.text.clone())
    }
}

fn complaints(text: &str) -> Vec<String> {
    told(&Book::new(text).check())
}

fn told(report: &Report) -> Vec<String> {
    report.complaints.iter().map(ToString::to_string).collect()
}

/// One block: words of the fence, its lines.
fn block(words: &str, lines: &[&str]) -> String {
    format!("```console{words}\n{}\n```\n", lines.join("\n"))
}

/// A server of one shell line: prints its lines, writes its id into `pid`,
/// and ends by Ctrl-C with a last word.
fn server(words: &str, after: &[&str]) -> String {
    let command = "$ sh server";
    let mut lines = vec![command, "listening on 127.0.0.1:9001"];
    lines.extend(after);
    block(words, &lines)
}

const SERVER: &str = "echo $$ >pid
trap 'echo stopped; exit 0' INT TERM
echo listening on 127.0.0.1:40123
while test ! -s asked; do sleep 0.01; done
cat asked
while :; do sleep 0.01; done
";

fn with_server(text: &str) -> Book {
    let book = Book::new(text);
    fs::write(book.path().join("server"), SERVER).expect("a script");
    book
}

/// Waits until nothing runs with the id that a script wrote into a file.
fn is_gone(book: &Book, file: &str) -> bool {
    let id = fs::read_to_string(book.path().join(file)).expect("an id");
    let until = Instant::now() + Duration::from_secs(10);
    while Instant::now() < until {
        let seen = fs::read_to_string(format!("/proc/{}/stat", id.trim()));
        if !seen.is_ok_and(|stat| !stat.contains(") Z ")) {
            return true;
        }
        std::thread::yield_now();
    }
    false
}

#[test]
fn a_true_page_passes() {
    let page = block("", &["$ printf 'a\\nb\\n'", "a", "b", "$ echo c", "c"])
        + &block(",status=3", &["$ echo no >&2; exit 3", "no"])
        + &block(",input=x y\\n", &["$ cat", "x y"])
        + &block(",part", &["$ printf '1\\n2\\n3\\n'", "1", "3"])
        + &block(",norun=never", &["$ false", "nonsense"])
        + &block("", &["$ echo at 12:30:01, pid $$", "at 08:00:00, pid 1"])
        + &block("", &["$ seq 5", "1", "...", "5"]);
    assert_eq!(complaints(&page), [""; 0]);
}

#[test]
fn a_stale_line_is_named_with_its_page_and_line() {
    let page = format!("# T\n\n{}", block("", &["$ seq 2", "1", "3"]));
    assert_eq!(
        complaints(&page),
        ["page.md:6: the page says `3`, the run prints `2`"]
    );
}

#[test]
fn a_line_too_many_and_a_line_too_few_are_named() {
    assert_eq!(
        complaints(&block("", &["$ echo a", "a", "b"])),
        ["page.md:4: the page says `b`, the run prints no more"]
    );
    assert_eq!(
        complaints(&block("", &["$ seq 2", "1"])),
        ["page.md:4: the page says no more, the run prints `2`"]
    );
}

#[test]
fn another_exit_status_is_named() {
    let wrong = complaints(&block("", &["$ exit 4"]));
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].starts_with("page.md:2: `exit 4` ended with exit st"));
    assert!(wrong[0].contains("status 4, the fence says 0"));
    let killed = block(",status=143", &["$ kill -s TERM $$"]);
    assert_eq!(complaints(&killed), [""; 0]);
}

#[test]
fn a_form_that_is_wrong_is_named() {
    let wrong = complaints(&block(",sever=a", &["$ true"]));
    assert!(wrong[0].starts_with("page.md:1: unknown word `sever`"));
    let wrong = complaints(&block("", &["true"]));
    assert!(wrong[0].starts_with("page.md:2: a console block begins with"));
}

#[test]
fn a_missing_program_is_a_line_and_under_ci_a_complaint() {
    let text = block(",needs=no-such-program", &["$ no-such-program"])
        + &block(",needs=sh+no-such-program,server=a", &["$ x"])
        + &block(",with=a", &["$ y"]);
    let book = Book::new(&text);
    let report = book.check();
    assert_eq!(told(&report), [""; 0]);
    assert_eq!(
        report.skipped,
        ["skipped 3 blocks: no-such-program is not installed"]
    );
    let strict = check(book.path(), std::slice::from_ref(&book.page), true);
    assert_eq!(told(&strict)[0], "page.md:1: no-such-program is not installed");
    assert_eq!(strict.complaints.len(), 3);
}

#[test]
fn an_update_writes_what_the_run_prints_and_then_nothing() {
    let text = String::from("# T\n\n")
        + &block("", &["$ seq 3", "1", "stale", "[..]", "$ echo a", "b"])
        + "> ```console\n> $ echo q\n> ```\n"
        + &server(",server=s", &["old", "^C"])
        + &block(",with=s", &["$ echo 9001 >asked", "x"]);
    let mut book = with_server(&text);
    let (report, new) = book.update();
    assert_eq!(told(&report), [""; 0]);
    assert_eq!(report.rewritten, [Path::new("page.md")]);
    let expected = String::from("# T\n\n")
        + &block("", &["$ seq 3", "1", "2", "[..]", "$ echo a", "a"])
        + "> ```console\n> $ echo q\n> q\n> ```\n"
        + &server(",server=s", &["9001", "^C", "stopped"])
        + &block(",with=s", &["$ echo 9001 >asked"]);
    assert_eq!(new, expected);
    fs::remove_file(book.path().join("asked")).expect("was written");
    let (report, again) = book.update();
    assert_eq!((told(&report), again), (vec![], expected));
    assert!(report.rewritten.is_empty());
}

#[test]
fn pages_are_run_from_the_root_and_in_any_number() {
    let book = Book::new("");
    let pages: Vec<Page> = (0..5)
        .map(|n| Page {
            path: format!("{n}.md").into(),
            text: block("", &["$ ls -d page.md", "page.md", &n.to_string()]),
        })
        .collect();
    let report = check(book.path(), &pages, false);
    let files: Vec<_> = report.complaints.iter().map(|c| &c.file).collect();
    assert_eq!(
        files,
        ["0.md", "1.md", "2.md", "3.md", "4.md"]
            .map(Path::new)
            .iter()
            .collect::<Vec<_>>()
    );
}
