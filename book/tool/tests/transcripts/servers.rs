//! Servers of a page, and commands that do not end by themselves.

use super::{Book, block, complaints, is_gone, server, told, with_server};

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
        let book = with_server(&(server(",server=s", lines) + &ask));
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
    let page = block(",server=s,deadline=5", &["$ echo up; exec sleep 60"])
        + &block(",with=s", &["$ false"]);
    let wrong = complaints(&page);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].starts_with("page.md:2: the server `echo up"));
    assert!(wrong[0].ends_with("within 5 s; its last line: `up`"));
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
    let book = Book::new(&block(",server=s,deadline=5", &lines));
    let wrong = told(&book.check());
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].contains("has not ended 5 s after Ctrl-C"), "{wrong:?}");
    assert!(is_gone(&book, "pid"));
}

#[test]
fn a_command_that_does_not_end_is_named_and_ended() {
    let line = "$ echo $$ >pid; echo waiting; exec sleep 60";
    let book = Book::new(&block(",deadline=5", &[line, "waiting"]));
    let wrong = told(&book.check());
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].starts_with("page.md:2: `echo $$ >pid;"));
    assert!(wrong[0].ends_with("after 5 s; its last line: `waiting`"));
    assert!(is_gone(&book, "pid"));
}

#[test]
fn what_a_command_leaves_behind_is_ended() {
    let line = "$ sleep 60 & echo $! >pid; echo done";
    let book = Book::new(&block("", &[line, "done"]));
    assert_eq!(told(&book.check()), [""; 0]);
    assert!(is_gone(&book, "pid"));
}
