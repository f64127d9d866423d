//! Judges the exercise `pipeline`.

use std::process::Command;

use nix::sys::signal::Signal;
use testing::{Family, Finished, finish, proc};

/// Starts the program with `first | second`, given as words.
fn start(line: &str) -> Family {
    let mut program = Command::new(testing::program!("07", "pipeline"));
    Family::start(program.args(line.split(' ')))
}

#[track_caller]
fn run(line: &str, hint: &str) -> Finished {
    start(line).finish(hint)
}

/// `finished` must have said `want` on standard error, in one line.
#[track_caller]
fn said(finished: &Finished, want: &str, rule: &str) {
    assert!(
        finished.err.lines().any(|line| line == want),
        "{rule}\n  not said: {want:?}\n  standard error: {}",
        finished.err
    );
}

const WRITE_END: &str = "the second reads until nobody has the write end \
                         open: who still has it? The program, the second?";

#[test]
fn what_the_first_says_the_second_hears() {
    let ran = run("echo hello | tr a-z A-Z", WRITE_END);
    assert_eq!(ran.out, "HELLO\n", "the pipe leads from 1 of the first to 0");
    said(&ran, "first: exited 0", "each status is told");
    said(&ran, "second: exited 0", "each status is told");
}

#[test]
fn the_second_sees_the_end() {
    let ran = run("echo hello | wc -c", WRITE_END);
    assert_eq!(ran.out.trim(), "6", "six bytes, and their end");
}

#[test]
fn both_run_at_the_same_time() {
    let hint = "a pipe holds 64 KiB; the first fills it and waits for a \
                reader: start the second before you wait for the first";
    let ran = run("seq 100000 | wc -l", hint);
    assert_eq!(ran.out.trim(), "100000", "all lines arrive");
}

#[test]
fn the_first_ends_when_the_second_does_not_listen() {
    let hint = "a writer is told that nobody listens when nobody has the read \
                end open: who still has it? The program, the first itself?";
    let ran = run("yes | head -n 1", hint);
    assert_eq!(ran.out, "y\n");
    let rule = "SIGPIPE ends a writer that nobody hears; Rust's programs \
                ignore it, and their children inherit that";
    said(&ran, "first: killed by SIGPIPE", rule);
    said(&ran, "second: exited 0", "each status is told");
}

#[test]
fn each_end_is_told_as_it_was() {
    let ran = run("false | true", WRITE_END);
    said(&ran, "first: exited 1", "the first's own status");
    said(&ran, "second: exited 0", "the second's own status");
    let ran = run("true | false", WRITE_END);
    said(&ran, "first: exited 0", "the first's own status");
    said(&ran, "second: exited 1", "the second's own status");
}

#[test]
fn a_program_that_is_not_there_gives_127() {
    for (line, who) in [
        ("no-such-program | cat", "first: exited 127"),
        ("echo hello | no-such-program", "second: exited 127"),
    ] {
        let ran = run(line, WRITE_END);
        let rule = "a child that cannot become its program ends with 127, by \
                    _exit; if it returned, it went on as a second copy of the \
                    program";
        said(&ran, who, rule);
        assert_eq!(
            ran.err.matches("children:").count(),
            1,
            "{rule}\n  standard error: {}",
            ran.err
        );
    }
}

#[test]
fn a_signal_is_not_an_end() {
    let rule = "EINTR: a signal came and nobody ended; wait again";
    let mut family = start("cat | cat");
    let both = || proc::children(family.pid()).len() == 2;
    proc::until("both commands run", both);
    for times in 1..=20 {
        family.signal(Signal::SIGUSR1);
        family.until_err("a signal\n", times, rule);
    }
    family.say(b"still here\n");
    let ran = family.finish(WRITE_END);
    assert_eq!(ran.code, Some(0), "{rule}\n  it said: {}", ran.err);
    assert_eq!(ran.out, "still here\n", "{rule}");
    said(&ran, "first: exited 0", rule);
}

#[test]
fn nothing_is_left_in_the_program() {
    let ran = run("echo hello | cat", WRITE_END);
    said(&ran, "children: none", "both are waited for: no zombie is left");
    let line = ran.err.lines().find(|line| line.starts_with("descriptors: "));
    let line = line.expect("the program tells its descriptors");
    let count: Vec<&str> = line.split(' ').collect();
    assert_eq!(count[1], count[3], "the pipe's ends are closed: {line}");
}

#[test]
fn the_children_have_no_end_beside_their_standard_descriptors() {
    // What the test itself was started with may be inherited too.
    let alone = finish(Command::new("ls").arg("/proc/self/fd")).out;
    let ran = run("true | ls /proc/self/fd", WRITE_END);
    assert_eq!(ran.out, alone, "the second has a descriptor too many");
    let ran = run("ls /proc/self/fd | cat", WRITE_END);
    assert_eq!(ran.out, alone, "the first has a descriptor too many");
}
