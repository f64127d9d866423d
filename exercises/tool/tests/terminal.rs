//! The real desk in a pseudo-terminal, driven as a learner drives it.
#![cfg(unix)]

mod common;
#[path = "terminal/screen.rs"]
mod screen;

use std::io::Read as _;
use std::thread;
use std::time::Instant;

use common::Fixture;
use screen::{PATIENCE, Terminal, start};

#[test]
fn a_learner_sees_red_solves_it_sees_green_and_moves_on() {
    let fixture = Fixture::new();
    let mut desk = Terminal::open(&fixture, 80, 24);
    desk.wait_for(&["ex01/greet", "RED 0 of 2 tests pass", "0/3"]);
    fixture.solve("ex01/greet");
    desk.wait_for(&["GREEN all 2 tests pass", "1/3", "1/2"]);
    desk.press("n");
    desk.wait_for(&["ex01/double", "RED 0 of 1 tests pass", "1/3"]);
    desk.press("q");
    assert!(desk.end().success());
    desk.is_given_back();
    let (list, _, _) = common::seen(&fixture.learn(&["list"]));
    assert!(list.contains("# ex01/greet"), "it is remembered: {list}");
}

#[test]
fn a_terminal_that_is_closed_takes_the_desk_with_it() {
    let fixture = Fixture::new();
    let (master, mut child) = start(&fixture, 80, 24, "60");
    let mut reader = master.try_clone_reader().expect("a reader");
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        let mut parser = vt100::Parser::new(24, 80, 0);
        while !parser.screen().contents().contains("RED 0 of 2") {
            let count = reader.read(&mut bytes).expect("the desk draws");
            parser.process(&bytes[..count]);
        }
        drop(reader);
        let _ = tell.send(());
    });
    told.recv_timeout(PATIENCE).expect("the desk shows the exercise");
    drop(master); // nobody holds the terminal any more
    let deadline = Instant::now() + PATIENCE;
    while child.try_wait().expect("a child").is_none() {
        if Instant::now() > deadline {
            let _ = child.kill();
            panic!("the desk goes on without a terminal");
        }
        thread::yield_now();
    }
}

#[test]
fn the_desk_builds_the_book_and_says_where_it_is() {
    let fixture = Fixture::new();
    let mut desk = Terminal::open(&fixture, 200, 24);
    let index = fixture.path("book/build/index.html");
    desk.wait_for(&[&format!("book file://{}", index.display())]);
    desk.press("b");
    desk.wait_for(&["/book/build/01-echo.html#greeting"]);
}

#[test]
fn the_chapter_runs_until_ctrl_c_which_comes_back_to_the_desk() {
    let fixture = Fixture::new();
    let mut desk = Terminal::open(&fixture, 80, 24);
    desk.wait_for(&["RED 0 of 2"]);
    desk.press("r");
    desk.wait_for(&["cargo run -q -p ch01", "listening on nothing"]);
    desk.press("\x03");
    desk.wait_for(&["ex01/greet", "RED 0 of 2", "q quit"]);
    desk.press("l");
    desk.wait_for(&["> ", "ex02/shout"]);
}

#[test]
fn ours_is_shown_only_after_yours_passes() {
    let fixture = Fixture::new();
    let mut desk = Terminal::open(&fixture, 80, 24);
    desk.wait_for(&["RED"]);
    desk.press("s");
    desk.wait_for(&["ours is shown once yours passes"]);
    fixture.solve("ex01/greet");
    desk.wait_for(&["GREEN"]);
    desk.press("s");
    desk.wait_for(&["Our solution: solutions/ex01/src/greet.rs"]);
    desk.press("q");
    desk.wait_for(&["GREEN"]);
}

#[test]
fn a_save_of_another_exercise_goes_there() {
    let fixture = Fixture::new();
    let desk = Terminal::open(&fixture, 80, 24);
    desk.wait_for(&["RED 0 of 2"]);
    fixture.solve("ex02/shout");
    desk.wait_for(&["You saved ex02/shout", "GREEN the test passes", "1/3"]);
}

#[test]
fn a_manifest_that_cargo_refuses_is_shown_and_a_deleted_one_comes_back() {
    let fixture = Fixture::new();
    let desk = Terminal::open(&fixture, 80, 24);
    desk.wait_for(&["RED 0 of 2"]);
    fixture.write("exercises/ex01/Cargo.toml", "[package\n");
    desk.wait_for(&["RED cargo refuses to build it", "exercises/ex01/Cargo"]);
    std::fs::remove_file(fixture.path("exercises/ex01/Cargo.toml"))
        .expect("it was there");
    desk.wait_for(&["RED 0 of 2", "Cargo.toml was gone; it is back"]);
}

#[test]
fn a_compile_error_is_shown_as_rustc_shows_it() {
    let fixture = Fixture::new();
    let desk = Terminal::open(&fixture, 80, 24);
    desk.wait_for(&["RED 0 of 2"]);
    let wrong = "pub fn greet(_: &str) -> String {\n    7\n}\n";
    fixture.write("exercises/ex01/src/greet.rs", wrong);
    desk.wait_for(&["RED it does not compile", "error[E0308]: mismatched"]);
    fixture.solve("ex01/greet");
    desk.wait_for(&["GREEN"]);
}

#[test]
fn a_test_that_hangs_is_ended_and_named() {
    let fixture = Fixture::new();
    fixture.edit("exercises/ex01/src/greet.rs", "todo!(", "loop {} panic!(");
    let desk = Terminal::with_deadline(&fixture, 80, 24, "2");
    desk.wait_for(&["RED hangs: `", "did not end in 2 s"]);
}

#[test]
fn a_deleted_source_and_deleted_tests_come_back() {
    let fixture = Fixture::new();
    let desk = Terminal::open(&fixture, 80, 24);
    desk.wait_for(&["RED 0 of 2"]);
    for file in ["exercises/ex01/src/greet.rs", "exercises/ex01/tests/greet.rs"]
    {
        std::fs::remove_file(fixture.path(file)).expect("it was there");
        desk.wait_for(&[&format!("{file} was gone; it is back")]);
    }
    desk.wait_for(&["RED 0 of 2"]);
}

#[test]
fn reset_asks_and_keeps_what_was_there() {
    let fixture = Fixture::new();
    fixture.solve("ex01/greet");
    let mine = fixture.read("exercises/ex01/src/greet.rs");
    let mut desk = Terminal::open(&fixture, 80, 24);
    // What was solved before the desk came is found by checking it.
    desk.wait_for(&["GREEN"]);
    desk.press("x");
    desk.wait_for(&["Make ex01/greet untouched again?"]);
    desk.press("n");
    desk.wait_for(&["Nothing was changed."]);
    desk.press("x");
    desk.wait_for(&["Make ex01/greet untouched again?"]);
    desk.press("y");
    desk.wait_for(&["is reset; yours is", "RED 0 of 2"]);
    let kept = fixture.read(".learn/backups/ex01/src/greet.rs.1");
    assert_eq!(kept, mine);
}

#[test]
fn the_desk_fits_a_terminal_of_40_columns_and_smaller_ones() {
    let fixture = Fixture::new();
    let mut desk = Terminal::open(&fixture, 40, 24);
    desk.press("h");
    desk.wait_for(&["RED 0 of 2", "hint 1/3: Say hello first.", "q quit"]);
    for (columns, rows) in [(20, 6), (3, 2), (1, 1), (40, 12)] {
        desk.resize(columns, rows);
        desk.press(" ");
    }
    desk.wait_for(&["RED 0 of 2"]);
    desk.press("q");
    assert!(desk.end().success());
}

#[test]
fn a_second_desk_says_so_and_works() {
    let fixture = Fixture::new();
    let first = Terminal::open(&fixture, 80, 24);
    first.wait_for(&["RED"]);
    let second = Terminal::open(&fixture, 80, 24);
    second.wait_for(&["Another desk is open here", "RED"]);
    fixture.solve("ex01/greet");
    first.wait_for(&["GREEN", "1/3"]);
    second.wait_for(&["GREEN", "1/3"]);
}

#[test]
fn sigterm_and_ctrl_c_give_the_terminal_back() {
    let fixture = Fixture::new();
    let mut desk = Terminal::open(&fixture, 80, 24);
    desk.wait_for(&["ex01/greet"]);
    desk.signal("-TERM");
    assert!(desk.end().success());
    desk.is_given_back();
    let mut desk = Terminal::open(&fixture, 80, 24);
    desk.wait_for(&["ex01/greet"]);
    desk.press("\x03");
    assert!(desk.end().success());
    desk.is_given_back();
}
