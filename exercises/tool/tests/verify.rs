//! `verify` believes what is right and finds what is wrong.

mod common;

use common::{Fixture, seen};

#[test]
fn exercises_that_can_be_trusted_are() {
    let fixture = Fixture::new();
    let (out, error, status) = seen(&fixture.learn(&["verify"]));
    assert_eq!(status, Some(0), "{out}{error}");
    for key in ["ex01/greet ", "ex01/double", "ex02/shout "] {
        let row = out.lines().find(|line| line.starts_with(key));
        let row = row.unwrap_or_default();
        assert!(row.contains("2/2 killed") && row.contains("passes"), "{out}");
    }
    assert!(out.contains("3 exercises, 6 mutants: all verdicts hold"), "{out}");
}

#[test]
fn what_the_learner_wrote_is_not_what_is_judged() {
    let fixture = Fixture::new();
    fixture.solve("ex01/greet");
    let (out, _, status) = seen(&fixture.learn(&["verify", "ex01/greet"]));
    assert_eq!(status, Some(0), "{out}");
    assert!(
        out.starts_with("note: exercises/ex01/src/greet.rs differ"),
        "{out}"
    );
    let mut in_ci = fixture.command(&["verify", "ex01/greet"]);
    let output = in_ci.env("CI", "true").output().expect("learn starts");
    assert_eq!(output.status.code(), Some(1), "in CI they must be equal");
}

#[test]
fn every_lie_is_found_and_named() {
    let fixture = Fixture::new();
    // A test that passes untouched, and a list with two hints.
    let tests = fixture.untouched("ex01/tests/double.rs");
    let text = std::fs::read_to_string(&tests).expect("the tests");
    let always = "\n#[test]\nfn one_is_one() {\n    assert_eq!(1, 1);\n}\n";
    std::fs::write(&tests, text + always).expect("the tests");
    let list = fixture.untouched("ex02/exercises.toml");
    let text = std::fs::read_to_string(&list).expect("the list");
    std::fs::write(&list, text.replace("\"There is a method.\", ", ""))
        .expect("the list");
    // A solution that is wrong, mutants that survive, say something else,
    // do not compile, say nothing, are too few.
    fixture.edit("solutions/ex01/src/double.rs", "n + n", "n + 1");
    let greet = "solutions/ex01/mutants/greet";
    let solution = fixture.read("solutions/ex01/src/greet.rs");
    fixture.write(
        &format!("{greet}/survivor.rs"),
        &format!("// killed by: nobody\n{solution}"),
    );
    fixture.edit(&format!("{greet}/comma.rs"), "by: without", "by: quite else");
    fixture
        .write(&format!("{greet}/broken.rs"), "// killed by: rustc\nfn f( {");
    fixture.write(&format!("{greet}/silent.rs"), &solution);
    std::fs::remove_file(fixture.path("solutions/ex02/mutants/shout/quiet.rs"))
        .expect("the mutant");
    let (out, error, status) = seen(&fixture.learn(&["verify"]));
    assert_eq!(status, Some(1), "{out}{error}");
    for problem in [
        "ex01/double: the untouched exercise: one_is_one passes",
        "ex02/shout: 2 hints, not 3",
        "ex01/double: our solution: fails:",
        "ex01/greet: mutant survivor: survives: no test fails",
        "ex01/greet: mutant comma: killed, but no test says `quite else",
        "ex01/greet: mutant broken does not compile:",
        "ex01/greet: mutant silent: its first line is not `// killed by: TEXT`",
        "ex02/shout: 1 in solutions/ex02/mutants/shout, not 2",
    ] {
        assert!(out.contains(problem), "no {problem:?} in:\n{out}");
    }
    assert!(out.contains("the untouched exercise: one_is_one"), "{out}");
}

#[test]
fn an_untouched_exercise_that_hangs_is_an_error() {
    let fixture = Fixture::new();
    let source = fixture.untouched("ex01/src/double.rs");
    let text = std::fs::read_to_string(&source).expect("the source");
    std::fs::write(&source, text.replace("todo!(", "loop {} panic!("))
        .expect("the source");
    let (out, error, status) =
        seen(&fixture.learn(&["verify", "double", "--deadline", "1"]));
    assert_eq!(status, Some(1), "{out}{error}");
    assert!(out.contains("three_becomes_six hangs (1 s)"), "{out}");
}
