//! Who starts the checker, and what becomes of it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use book::check::console::{Page, check};

use super::{block, is_gone, server, told, with_server};

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
        .args([
            "--ignored",
            "--exact",
            "surroundings::run_the_page_of_the_environment",
        ])
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
    shell.args([
        "--ignored",
        "--exact",
        "surroundings::run_a_page_with_ctrl_c",
    ]);
    let done = shell.output().expect("a shell");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}
