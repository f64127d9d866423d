//! The plain commands, as scripts use them: words and exit statuses.

mod common;

use std::fs;
use std::process::Stdio;

use common::{Fixture, seen};

#[test]
fn the_next_exercise_changes_once_the_first_is_solved_and_checked() {
    let fixture = Fixture::new();
    let (out, _, status) = seen(&fixture.learn(&["next"]));
    assert_eq!((out.lines().next(), status), (Some("ex01/greet"), Some(0)));
    let (out, _, status) = seen(&fixture.learn(&["check"]));
    assert!(out.ends_with("ex01/greet: 0 of 2 tests pass\n"), "{out}");
    assert_eq!(status, Some(1));
    fixture.solve("ex01/greet");
    let (out, _, status) = seen(&fixture.learn(&["check"]));
    assert_eq!((&*out, status), ("ex01/greet: all 2 tests pass\n", Some(0)));
    let (out, _, _) = seen(&fixture.learn(&["next"]));
    assert_eq!(out.lines().next(), Some("ex01/double"));
}

#[test]
fn an_edit_after_a_pass_is_not_taken_for_solved() {
    let fixture = Fixture::new();
    fixture.solve("ex01/greet");
    fixture.learn(&["check", "greet"]);
    fixture.edit("exercises/ex01/src/greet.rs", "hello, ", "hi, ");
    let (out, _, _) = seen(&fixture.learn(&["list"]));
    assert!(
        out.contains(
            "? ex01/greet   A greeting (1 min): not checked since the last"
        ),
        "{out}"
    );
    let (_, error, status) = seen(&fixture.learn(&["solution", "greet"]));
    assert!(error.contains("`cargo learn check ex01/greet`"), "{error}");
    assert_eq!(status, Some(1));
}

#[test]
fn when_all_is_solved_next_says_so_with_status_1() {
    let fixture = Fixture::new();
    for name in ["ex01/greet", "ex01/double", "ex02/shout"] {
        fixture.solve(name);
    }
    let (out, _, status) = seen(&fixture.learn(&["check", "--all"]));
    assert_eq!(status, Some(0), "{out}");
    let (out, error, status) = seen(&fixture.learn(&["next"]));
    assert_eq!((&*out, status), ("", Some(1)));
    assert!(error.contains("all exercises are solved"), "{error}");
}

#[test]
fn each_call_shows_one_hint_more() {
    let fixture = Fixture::new();
    for count in [1, 2, 3, 3] {
        let (out, _, status) = seen(&fixture.learn(&["hint", "ex02/shout"]));
        let hints = out.lines().filter(|l| l.contains("/3 ")).count();
        assert_eq!((hints, status), (count, Some(0)), "{out}");
    }
}

#[test]
fn a_reset_needs_an_answer_and_keeps_every_version() {
    let fixture = Fixture::new();
    let file = "exercises/ex01/src/greet.rs";
    let untouched = fixture.read(file);
    fixture.write(file, "// mine\n");
    let (_, error, status) = seen(&fixture.learn(&["reset", "greet"]));
    assert!(error.contains("--yes"), "{error}");
    assert_eq!((fixture.read(file).as_str(), status), ("// mine\n", Some(1)));
    for version in ["// mine\n", "// again\n"] {
        fixture.write(file, version);
        let (out, _, status) =
            seen(&fixture.learn(&["reset", "greet", "--yes"]));
        assert_eq!((fixture.read(file), status), (untouched.clone(), Some(0)));
        let backup = out.trim().rsplit(' ').next().expect("a name").to_owned();
        assert_eq!(fixture.read(&backup), version);
    }
}

#[test]
fn the_parts_of_a_long_test_are_reset_too() {
    let fixture = Fixture::new();
    let name = "ex01/tests/greet/part.rs";
    let own = format!("exercises/{name}");
    for path in [fixture.untouched(name), fixture.path(&own)] {
        fs::create_dir_all(path.parent().expect("a folder")).expect("room");
        fs::write(path, "// A part.\n").expect("room");
    }
    fixture.write(&own, "// Edited.\n");
    let (said, _, status) = seen(&fixture.learn(&["reset", "greet", "--yes"]));
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains(&format!("{own} is reset")), "{said}");
    assert_eq!(fixture.read(&own), "// A part.\n");
}

#[test]
fn without_a_backup_nothing_is_reset() {
    let fixture = Fixture::new();
    let file = "exercises/ex01/src/greet.rs";
    fixture.write(file, "// mine\n");
    // No folder can be made where a file is, whoever asks.
    fixture.write(".learn", "");
    let (_, error, status) = seen(&fixture.learn(&["reset", "greet", "--yes"]));
    assert!(error.contains("no backup, so nothing was changed"), "{error}");
    assert_eq!((fixture.read(file).as_str(), status), ("// mine\n", Some(1)));
}

#[test]
fn what_cannot_be_remembered_is_said_and_the_check_counts() {
    let fixture = Fixture::new();
    fixture.write(".learn", "");
    fixture.solve("ex01/greet");
    let (out, error, status) = seen(&fixture.learn(&["check", "greet"]));
    assert!(out.contains("all 2 tests pass"), "{out}");
    assert!(error.contains("progress is not remembered"), "{error}");
    assert_eq!((error.lines().count(), status), (1, Some(0)), "{error}");
}

#[test]
fn a_memory_that_is_not_readable_is_set_aside() {
    let fixture = Fixture::new();
    fs::create_dir(fixture.path(".learn")).expect("a folder");
    fixture.write(".learn/progress.json", "{ no json");
    let (out, error, status) = seen(&fixture.learn(&["list"]));
    assert!(out.contains("ex01/greet") && status == Some(0), "{out}");
    assert!(error.contains("is set aside"), "{error}");
    assert_eq!(fixture.read(".learn/progress.json.broken.1"), "{ no json");
}

#[test]
fn a_broken_neighbor_is_named() {
    let fixture = Fixture::new();
    fixture.solve("ex01/greet");
    fixture.write("exercises/ex01/src/double.rs", "fn broken( {\n");
    let (out, _, status) = seen(&fixture.learn(&["check", "greet"]));
    let last = out.lines().last().unwrap_or_default();
    assert_eq!(
        last,
        "ex01/greet: exercises/ex01/src/double.rs does not compile, and stops \
         its neighbors"
    );
    assert_eq!(status, Some(1));
}

#[test]
fn a_broken_list_of_exercises_is_replaced_by_the_untouched_one() {
    let fixture = Fixture::new();
    fixture.write("exercises/ex01/exercises.toml", "[[exercise]\n");
    let (out, error, status) = seen(&fixture.learn(&["list"]));
    assert!(out.contains("ex01/greet"), "{out}");
    assert!(error.contains("exercises/ex01/exercises.toml: "), "{error}");
    assert_eq!(status, Some(0));
}

#[test]
fn without_a_terminal_the_desk_prints_where_you_are() {
    let fixture = Fixture::new();
    let (out, error, status) = seen(&fixture.learn(&[]));
    assert!(out.starts_with("[>") && out.contains("ex01/greet"), "{out}");
    assert_eq!((&*error, status), ("", Some(0)));
}

#[test]
fn a_reader_who_leaves_early_is_no_error() {
    let fixture = Fixture::new();
    let mut command = fixture.command(&["list"]);
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    command.stdout(writer).stderr(Stdio::piped());
    let output = command.output().expect("learn starts");
    let (_, error, status) = seen(&output);
    assert_eq!((&*error, status), ("", Some(0)));
}

#[test]
fn an_unknown_name_and_an_unknown_flag_are_wrong_usage() {
    let fixture = Fixture::new();
    for arguments in [["check", "nosuch"], ["list", "--nosuch"]] {
        let (_, error, status) = seen(&fixture.learn(&arguments));
        assert_eq!(status, Some(2), "{error}");
        assert!(error.contains("nosuch"), "{error}");
    }
}

#[test]
fn every_command_has_help() {
    let fixture = Fixture::new();
    let commands =
        ["list", "next", "check", "hint", "solution", "reset", "verify"];
    for command in commands {
        let (out, _, status) = seen(&fixture.learn(&[command, "--help"]));
        assert_eq!(status, Some(0), "{command}");
        assert!(out.contains(&format!("cargo learn {command}")), "{out}");
    }
}
