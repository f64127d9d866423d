//! Children and signals, each in a process of its own.

use testing::{Finished, example, finish};

#[track_caller]
fn part(name: &str) -> Finished {
    // To find the lines of a backtrace takes a debug build seconds.
    finish(example("parts").arg(name).env("RUST_BACKTRACE", "0"))
}

#[track_caller]
fn says(name: &str, lines: &[&str]) {
    let part = part(name);
    assert_eq!(part.code, Some(0), "{}", part.err);
    let said: Vec<&str> = part.out.lines().collect();
    assert_eq!(said, lines, "{}", part.err);
}

#[test]
fn how_a_child_ended_is_told_and_nothing_is_left() {
    says(
        "ends",
        &[
            "ended with status 0",
            "ended with status 7",
            "ended with status 3",
            "killed by SIGKILL",
            "killed by signal 40",
            "left: 0, reaped again: 0",
        ],
    );
}

#[test]
fn a_panic_ends_the_child_and_nothing_of_the_parents() {
    let part = part("panic");
    assert_eq!(part.out, "ended with status 101\ndropped, by its owner\n");
    assert!(part.err.contains("the job's own words"), "{}", part.err);
}

#[test]
fn what_was_printed_before_the_fork_is_printed_once() {
    says("buffered", &["before, the child's, after"]);
}

#[test]
fn one_more_than_allowed_is_not_started() {
    says(
        "full",
        &[
            "all 1 children are busy",
            "ended with status 0",
            "ended with status 0",
        ],
    );
}

#[test]
fn after_the_grace_the_rest_is_killed_and_counted() {
    says(
        "grace",
        &[
            "ended with status 5",
            "killed 2, left 0",
            "waited for the grace: true",
        ],
    );
}

#[test]
fn two_hundred_children_that_end_at_once_are_all_reaped() {
    says("many", &["200 of 200 were reaped"]);
}

#[test]
fn the_handler_leaves_errno_as_it_was() {
    says(
        "errno",
        &[
            "after SIGCHLD: 12345",
            "after a write that failed: 12345",
            "a child has ended: true",
            "another one: false",
        ],
    );
}

#[test]
fn a_childs_signals_are_not_the_parents() {
    says(
        "signals",
        &[
            "ended with status 0",
            "the child's signals stop the parent: false",
            "its own do: true",
        ],
    );
}

#[cfg(all(debug_assertions, target_os = "linux"))]
#[test]
fn a_fork_beside_another_thread_is_a_mistake_that_debug_builds_find() {
    let part = part("threads");
    assert_eq!(part.code, Some(101), "{}", part.out);
    assert!(part.err.contains("fork copies one thread only"), "{}", part.err);
}
