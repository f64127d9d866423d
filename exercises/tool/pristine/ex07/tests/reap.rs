//! Judges the exercise `reap`.

use std::process::Command;

use testing::Family;

/// Runs the program with these children, and compares what it prints.
#[track_caller]
fn check(children: &[&str], want: &str, rule: &str) {
    let mut program = Command::new(testing::program!("07", "reap"));
    let mut family = Family::start(program.args(children));
    let hint = "reap waits for no worker that runs: WNOHANG";
    let finished = family.finish(hint);
    let want: Vec<&str> = want.split("; ").collect();
    let got: Vec<&str> = finished.out.lines().map(str::trim).collect();
    assert_eq!(
        got, want,
        "{rule}\n  children: {children:?}\n  errors: {}\n  got and want:",
        finished.err
    );
}

#[test]
fn one_call_finds_all_that_have_ended() {
    check(
        &["exit:3", "exit:0", "kill:9", "exit:7"],
        "first call:; exit:3: exited 3; exit:0: exited 0; kill:9: SIGKILL; \
         exit:7: exited 7; second call:; list: 0 left",
        "one SIGCHLD may stand for many ends: one call finds them all, each \
         once, and takes them out of the list",
    );
}

#[test]
fn who_runs_is_not_waited_for() {
    check(
        &["run", "exit:1", "run", "exit:2"],
        "first call:; exit:1: exited 1; exit:2: exited 2; second call:; \
         list: 2 left; run; run",
        "who runs stays in the list, and those behind are asked all the same",
    );
}

#[test]
fn no_workers_and_no_children_are_fine() {
    let rule = "to have nothing to reap is no error";
    check(&[], "first call:; second call:; list: 0 left", rule);
    let want = "first call:; second call:; list: 1 left; run";
    check(&["run"], want, rule);
}

#[test]
fn a_child_of_somebody_else_is_left_to_its_owner() {
    check(
        &["other:7", "exit:1", "other:8"],
        "first call:; exit:1: exited 1; second call:; list: 0 left; other:7: its \
         owner sees exit status: 7; other:8: its owner sees exit status: 8",
        "ask for your own workers, by their numbers: who asks for any child \
         takes those that others wait for",
    );
}

#[test]
fn a_worker_that_somebody_else_was_told_of_is_taken_out() {
    check(
        &["gone", "exit:1", "gone", "run"],
        "first call:; gone: somebody else was told; exit:1: exited 1; gone: \
         somebody else was told; second call:; list: 1 left; run",
        "ECHILD says that this one will never come: it leaves the list, and \
         the others are asked all the same",
    );
}
