//! The wrong versions fail in the way that the page tells.

use testing::{example, finish};

#[test]
fn a_pool_without_a_catch_serves_nobody_after_as_many_panics_as_threads() {
    // To find the lines of a backtrace takes a debug build seconds.
    let program = finish(example("before_panic").env("RUST_BACKTRACE", "0"));
    assert_eq!(program.code, Some(0), "{}", program.err);
    let answers: Vec<&str> = program
        .out
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .collect();
    let closed = "the connection was closed";
    let none = "no answer within half a second";
    assert_eq!(answers, ["answer: hello", closed, closed, none]);
}

#[test]
fn a_queue_without_a_limit_ends_where_the_system_does() {
    let program = finish(&mut example("before_unbounded"));
    assert_eq!(program.code, Some(1), "{}", program.out);
    let (out, err) = (program.out, program.err);
    assert!(out.contains("one is served, 100 wait"), "{out}");
    assert!(err.contains("Too many open files"), "{err}");
}

#[test]
fn a_server_that_drops_its_queue_resets_those_who_were_accepted() {
    let program = finish(&mut example("before_dropping"));
    assert_eq!(program.code, Some(0), "{}", program.err);
    let out = program.out;
    assert!(out.contains("client 1: \"one\\n\""), "{out}");
    for n in [2, 3] {
        assert!(
            out.contains(&format!("client {n}: Connection reset")),
            "{out}"
        );
    }
}

#[test]
fn a_process_for_each_client_counts_to_one() {
    let program = finish(&mut example("before_own_memory"));
    assert_eq!(program.code, Some(0), "{}", program.err);
    let ones = program.out.matches("you are client number 1").count();
    assert_eq!(ones, 3, "{}", program.out);
    assert!(program.out.ends_with("has counted 0\n"), "{}", program.out);
}
