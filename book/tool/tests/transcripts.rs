//! Transcripts that are true pass, and each kind of lie is caught where it
//! stands.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use book::check::console::{Page, Report, check, update};

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
while test ! -e asked; do sleep 0.01; done
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
fn the_pages_port_goes_to_the_shell_as_the_real_one_and_comes_back() {
    let text = server(
        ",server=s",
        &["got 9001 127.0.0.1:9001", "^C", "stopped"],
    ) + &block(
        ",with=s",
        &[
            "$ echo got 9001 $SERVE_ADDR >asked; cat asked; wc -c <asked",
            "got 9001 127.0.0.1:9001",
            // The real port has five digits.
            "26",
        ],
    );
    assert_eq!(told(&with_server(&text).check()), [""; 0]);
}

#[test]
fn what_a_server_prints_is_compared_to_its_end() {
    let ask = block(",with=s", &["$ echo hi >asked"]);
    for (lines, complaint) in [
        (&["bye", "^C", "stopped"][..], "page.md:4: the page says `bye`"),
        (&["hi", "^C", "gone"], "page.md:6: the page says `gone`"),
        (&["hi", "^C"], "page.md:6: the page says no more"),
        (&["hi", "more"], "page.md:5: the page says `more`"),
    ] {
        let book = with_server(&(server(",server=s,deadline=1", lines) + &ask));
        let wrong = told(&book.check());
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        assert!(wrong[0].starts_with(complaint), "{}", wrong[0]);
        assert!(is_gone(&book, "pid"));
    }
}

#[test]
fn a_server_without_ctrl_c_may_say_more_than_its_page() {
    let text =
        server(",server=s", &[]) + &block(",with=s", &["$ echo hi >asked"]);
    let book = with_server(&text);
    assert_eq!(told(&book.check()), [""; 0]);
    assert!(is_gone(&book, "pid"));
}

#[test]
fn a_server_that_is_never_ready_is_one_complaint() {
    let page = block(",server=s,deadline=1", &["$ echo up; exec sleep 60"])
        + &block(",with=s", &["$ false"]);
    let wrong = complaints(&page);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].starts_with("page.md:2: the server `echo up"));
    assert!(wrong[0].ends_with("within 1 s; its last line: `up`"));
}

#[test]
fn a_block_whose_server_is_not_there_is_named() {
    let wrong = complaints(&block(",with=s", &["$ true"]));
    let said = "page.md:1: no block `server=s` stands before this one";
    assert_eq!(wrong, [said]);
}

#[test]
fn a_server_that_stays_after_ctrl_c_is_named_and_ended() {
    let command = "$ trap '' INT; echo $$ >pid; \
         echo listening on 127.0.0.1:9001; while :; do sleep 0.01; done";
    let lines = [command, "listening on 127.0.0.1:9001", "^C"];
    let book = Book::new(&block(",server=s,deadline=1", &lines));
    let wrong = told(&book.check());
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].contains("has not ended 1 s after Ctrl-C"), "{wrong:?}");
    assert!(is_gone(&book, "pid"));
}

#[test]
fn a_command_that_does_not_end_is_named_and_ended() {
    let line = "$ echo $$ >pid; echo waiting; exec sleep 60";
    let book = Book::new(&block(",deadline=1", &[line, "waiting"]));
    let wrong = told(&book.check());
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].starts_with("page.md:2: `echo $$ >pid;"));
    assert!(wrong[0].ends_with("after 1 s; its last line: `waiting`"));
    assert!(is_gone(&book, "pid"));
}

#[test]
fn what_a_command_leaves_behind_is_ended() {
    let line = "$ sleep 60 & echo $! >pid; echo done";
    let book = Book::new(&block("", &[line, "done"]));
    assert_eq!(told(&book.check()), [""; 0]);
    assert!(is_gone(&book, "pid"));
}

#[test]
fn an_update_writes_what_the_run_prints_and_then_nothing() {
    let text = String::from("# T\n\n")
        + &block("", &["$ seq 3", "1", "stale", "[..]", "$ echo a", "b"])
        + "> ```console\n> $ echo q\n> ```\n"
        + &server(",server=s,deadline=1", &["old", "^C"])
        + &block(",with=s", &["$ echo 9001 >asked", "x"]);
    let mut book = with_server(&text);
    let (report, new) = book.update();
    assert_eq!(told(&report), [""; 0]);
    assert_eq!(report.rewritten, [Path::new("page.md")]);
    let expected = String::from("# T\n\n")
        + &block("", &["$ seq 3", "1", "2", "[..]", "$ echo a", "a"])
        + "> ```console\n> $ echo q\n> q\n> ```\n"
        + &server(",server=s,deadline=1", &["9001", "^C", "stopped"])
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

/// A real package: a server on a real port, and its client.
const PROGRAM: &str = r#"
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
fn main() -> std::io::Result<()> {
    let mut words = std::env::args().skip(1);
    let word = words.next().unwrap_or_default();
    let addr = std::env::var("SERVE_ADDR").unwrap_or("127.0.0.1:9001".into());
    if word == "client" {
        let addr = words.next().unwrap_or(addr);
        let mut stream = TcpStream::connect(&addr)?;
        stream.write_all(b"x")?;
        let mut said = String::new();
        stream.read_to_string(&mut said)?;
        println!("{addr} said {said}");
        return Ok(());
    }
    let listener = TcpListener::bind(addr)?;
    println!("listening on {}", listener.local_addr()?);
    for stream in listener.incoming() {
        let mut stream = stream?;
        stream.read_exact(&mut [0])?;
        println!("{} came", stream.peer_addr()?);
        stream.write_all(b"hello")?;
    }
    Ok(())
}
"#;

#[test]
fn a_package_is_built_once_and_serves_on_a_free_port() {
    let text = block(
        ",server=s",
        &[
            "$ cargo run -p ch01",
            "listening on 127.0.0.1:9001",
            "127.0.0.1:51234 came",
            "127.0.0.1:[..] came",
        ],
    ) + &block(
        ",with=s",
        &[
            "$ cargo run -p ch01 -- client",
            "127.0.0.1:9001 said hello",
            "$ cargo run -p ch01 -- client localhost:9001 | cat",
            "localhost:9001 said hello",
        ],
    ) + &block("", &["$ cargo run -p ch77"]);
    let book = Book::new(&text);
    let root = book.path();
    fs::create_dir(root.join("src")).expect("a folder");
    fs::write(root.join("src/main.rs"), PROGRAM).expect("a program");
    let manifest = "[package]\nname = \"ch01\"\nedition = \"2024\"\n";
    fs::write(root.join("Cargo.toml"), manifest).expect("a manifest");
    let wrong = told(&book.check());
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    let said = "page.md:14: cargo build -p ch77 failed: error: ";
    assert!(wrong[0].starts_with(said), "{}", wrong[0]);
}

/// Not a test of its own: what the test below starts and kills.
#[test]
#[ignore = "is run by the test of the killed checker"]
fn run_the_page_of_the_environment() {
    let root = std::env::var("KILLED_ROOT").expect("set by the test");
    let text = server(",server=s", &[])
        + &block(",with=s", &["$ echo >ready; exec sleep 20"]);
    let page = Page { path: "page.md".into(), text };
    check(Path::new(&root), &[page], false);
}

#[test]
fn a_killed_checker_leaves_nothing_behind() {
    let book = with_server("");
    let me = std::env::current_exe().expect("this test's program");
    let mut checker = Command::new(me)
        .args(["--ignored", "--exact", "run_the_page_of_the_environment"])
        .env("KILLED_ROOT", book.path())
        .spawn()
        .expect("starts");
    let until = Instant::now() + Duration::from_secs(20);
    while !book.path().join("ready").exists() {
        assert!(Instant::now() < until, "the page's client never ran");
        std::thread::yield_now();
    }
    checker.kill().expect("runs");
    checker.wait().expect("was started");
    assert!(is_gone(&book, "pid"));
}

/// Not a test of its own: what the test below starts in its own way.
#[test]
#[ignore = "is run by the test of the parent that ignores Ctrl-C"]
fn run_a_page_with_ctrl_c() {
    let book = with_server(
        &(server(",server=s", &["hi", "^C", "stopped"])
            + &block(",with=s", &["$ echo hi >asked"])
            + &block(",status=130", &["$ kill -s INT $$"])
            + &block(",status=131", &["$ ulimit -c 0; kill -s QUIT $$"])),
    );
    assert_eq!(told(&book.check()), [""; 0]);
}

#[test]
fn a_parent_that_ignores_ctrl_c_does_not_hand_that_on() {
    let me = std::env::current_exe().expect("this test's program");
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' INT QUIT; exec \"$0\" \"$@\""]).arg(me);
    shell.args(["--ignored", "--exact", "run_a_page_with_ctrl_c"]);
    let done = shell.output().expect("a shell");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}
