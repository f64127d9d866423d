//! What the page says that the demos and experiments show, asserted.

use std::process::Command;

use testing::finish;

/// Both outputs of the program with these words.
fn played(words: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_ch08");
    let played = finish(Command::new(program).args(words));
    assert_eq!(played.code, Some(0), "{words:?}: {}", played.err);
    played.out + &played.err
}

#[track_caller]
fn has(out: &str, lines: &[&str]) {
    for line in lines {
        assert!(out.contains(line), "no \"{line}\" in:\n{out}");
    }
}

#[test]
fn a_panic_is_one_line_and_the_only_thread_goes_on() {
    let out = played(&["experiment", "panic"]);
    has(
        &out,
        &[
            "says \"\" and hears the end of the connection",
            "says \"hello again\" and hears \"hello again\"",
            "panic at chapters/ch08-threads/src/experiments/rig.rs:",
        ],
    );
    let told = out.lines().filter(|line| line.contains("panic"));
    assert_eq!(told.count(), 1, "one line for a panic:\n{out}");
}

#[test]
fn a_full_queue_refuses_the_third_client_or_lets_it_wait() {
    let out = played(&["experiment", "full"]);
    let (refuse, wait) = out.split_once("full: wait").expect("two parts");
    has(refuse, &["client 3 hears \"busy, try later\""]);
    has(wait, &["client 2 leaves; client 3 hears \"third\""]);
}

#[test]
fn the_end_serves_who_has_begun_and_who_has_asked() {
    let out = played(&["experiment", "drain"]);
    has(
        &out,
        &[
            "hears \"half a line\"\n  then the end",
            "hears \"I have asked\"\n  then the end",
            "client 3 hears the end",
        ],
    );
}

#[test]
fn counting_together_loses_nothing_in_one_step_or_under_a_lock() {
    let out = played(&["experiment", "counter"]);
    has(&out, &["one step:   1600000,", "a lock:      1600000,"]);
}

#[test]
fn a_thread_and_a_process_have_a_price() {
    let out = played(&["experiment", "cost"]);
    has(&out, &["a process:  about ", "a thread:   about "]);
}

#[test]
fn every_demo_is_the_same_each_time() {
    for name in ["two-at-once", "busy"] {
        let once = played(&["demo", name]);
        assert_eq!(played(&["demo", name]), once);
    }
}
