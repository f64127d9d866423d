//! What the page shows: demos, experiments, and the master before this one.

use std::process::Command;

use testing::{Finished, example, finish};

fn ch09(words: &[&str]) -> Finished {
    let played = finish(Command::new(env!("CARGO_BIN_EXE_ch09")).args(words));
    assert_eq!(played.code, Some(0), "{words:?}: {}", played.err);
    played
}

/// The number after "about" in the line that begins with `start`.
fn about(text: &str, start: &str) -> u64 {
    let line = text.lines().find(|line| line.starts_with(start));
    let line = line.unwrap_or_else(|| panic!("no \"{start}\" in {text}"));
    let (_, rest) = line.split_once("about ").unwrap_or((line, "0"));
    let digits = rest.split(' ').next().and_then(|n| n.parse().ok());
    digits.unwrap_or_else(|| panic!("no number in \"{line}\""))
}

#[test]
fn a_recording_is_the_same_in_every_run() {
    let first = ch09(&["demo"]).out;
    assert!(first.contains("waitpid() = killed by SIGKILL"), "{first}");
    assert_eq!(ch09(&["demo"]).out, first);
}

#[test]
fn each_worker_gets_clients_in_both_ways_of_sharing() {
    let told = ch09(&["experiment", "fairness"]).out;
    let rows: Vec<Vec<u32>> = told
        .lines()
        .skip(1)
        .map(|line| {
            let counts = line.split("about ").skip(1);
            let digits = counts.map(|rest| rest.trim_end_matches(", "));
            digits.map(|n| n.parse().expect("a count")).collect()
        })
        .collect();
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(row.iter().sum::<u32>(), 400, "{told}");
    }
}

#[test]
fn a_queue_for_each_lets_clients_wait_behind_the_one_that_is_stuck() {
    let told = ch09(&["experiment", "stuck"]).out;
    assert!(told.contains("one queue for all : 0 waited in vain"), "{told}");
    // Of 40 clients none in the queue of one of four: once in 100,000 runs.
    assert!(about(&told, "a queue for each") > 0, "{told}");
}

#[test]
fn poll_wakes_a_herd_and_accept_does_not() {
    let told = ch09(&["experiment", "herd"]).out;
    let (accept, poll) = (about(&told, "in accept"), about(&told, "in poll"));
    assert!(poll > accept, "{told}");
}

#[test]
fn a_worker_that_dies_at_once_is_started_less_and_less_often() {
    let played = ch09(&["experiment", "early-death"]);
    let pauses: Vec<&str> = played
        .err
        .lines()
        .filter_map(|line| line.split_once("next try in "))
        .map(|(_, pause)| pause)
        .collect();
    assert_eq!(pauses[..4], ["100 ms", "200 ms", "400 ms", "800 ms"]);
}

#[test]
fn before_the_backoff_it_was_started_as_fast_as_the_machine_could() {
    // With pauses of 100 ms and 200 ms there would be three in its 300 ms. A
    // machine with other work to do may need more than one try for more.
    let many = (0..10).any(|_| {
        let before = finish(&mut example("before_respawn"));
        assert_eq!(before.code, Some(0), "{}", before.err);
        about(&before.out, "started") > 5
    });
    assert!(many, "never more than 5 workers in 300 ms");
}
