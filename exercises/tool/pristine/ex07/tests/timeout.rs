//! Judges the exercise `timeout`.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use ex07::timeout::MAX_OUTPUT;
use nix::sys::signal::Signal;
use testing::{Family, Finished, LIMIT, proc};

/// A limit that is never reached, in milliseconds.
const LONG: &str = "60000";

/// Starts the program with these times, in milliseconds, and a shell's line.
fn start(limit: &str, grace: &str, line: &str) -> Family {
    let mut program = Command::new(testing::program!("07", "timeout"));
    Family::start(program.args([limit, grace, "sh", "-c", line]))
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

/// The number behind `name` on standard error.
#[track_caller]
fn number(finished: &Finished, name: &str) -> u64 {
    let line = finished.err.lines().find_map(|line| line.strip_prefix(name));
    let line = line.unwrap_or_else(|| panic!("no {name}: {}", finished.err));
    line.trim().parse().expect("a number")
}

/// The program ends, and nobody of the group is left then.
#[track_caller]
fn nobody_left(family: &mut Family, hint: &str) {
    family.until_ended(hint);
    // A killed process is there until the kernel has taken it apart.
    let what = "who is left in the group is killed when the run is over, \
                and the signals go to the group, not to the command alone";
    proc::until(what, || family.members().is_empty());
}

const OVER: &str = "the run is over when the command's process has ended, or \
                    soon after limit and grace";

const UP: &str = "the command is started, and says that it runs";

#[test]
fn a_command_in_time_is_as_if_run_alone() {
    let mut family = start(LONG, LONG, "echo hello; exit 3");
    let ran = family.finish(OVER);
    assert_eq!(ran.out, "hello\n", "what it printed");
    said(&ran, "timed out: false", "it had time enough");
    said(&ran, "exit status: 3", "its own status");
}

#[test]
fn nothing_is_left_in_the_program() {
    for (limit, line) in [(LONG, "echo hello"), ("100", "exec sleep 100")] {
        let ran = start(limit, "100", line).finish(OVER);
        said(&ran, "children: none", "a child that was killed is reaped too");
        let rule = "what was blocked before is blocked after, and no more";
        said(&ran, "blocked signals: as before", rule);
        let line = ran.err.lines().find(|l| l.starts_with("descriptors: "));
        let line = line.expect("the program tells its descriptors");
        let count: Vec<&str> = line.split(' ').collect();
        assert_eq!(count[1], count[3], "all it opened is closed: {line}");
    }
}

#[test]
fn sigterm_comes_first_and_may_be_answered() {
    let line = "trap 'echo bye; exit 4' TERM; echo up; sleep 100 & wait";
    let mut family = start("2000", LONG, line);
    nobody_left(&mut family, OVER);
    let ran = family.finish(OVER);
    assert_eq!(ran.out, "up\nbye\n", "SIGTERM asks, and what it says counts");
    said(&ran, "timed out: true", "its time was over");
    said(&ran, "exit status: 4", "its own status, although it was asked to");
}

#[test]
fn sigkill_comes_when_the_grace_is_over() {
    let line = "trap '' TERM; echo deaf; while :; do sleep 1; done";
    let mut family = start("2000", "200", line);
    let hint = "the command ignores SIGTERM: SIGKILL is for that";
    nobody_left(&mut family, hint);
    let ran = family.finish(hint);
    assert_eq!(ran.out, "deaf\n", "what it printed before");
    said(&ran, "timed out: true", "its time was over");
    said(&ran, "signal: 9", "it was asked, then killed");
}

#[test]
fn the_children_of_the_command_end_with_it() {
    let mut family = start("300", "300", "sleep 100 & sleep 100 & wait");
    nobody_left(&mut family, OVER);
    let ran = family.finish(OVER);
    said(&ran, "timed out: true", "its time was over");
    let line = "(trap '' TERM; sleep 100) >/dev/null & echo hello";
    let mut family = start(LONG, LONG, line);
    nobody_left(&mut family, OVER);
    let ran = family.finish(OVER);
    said(&ran, "timed out: false", "the command itself has ended");
}

#[test]
fn a_grandchild_with_the_output_open_is_not_waited_for() {
    // It leaves the group first, and only then may the command end.
    let line = "setsid sh -c 'echo gone >&2; exec sleep 100' & echo hello; \
                read word";
    let mut family = start(LONG, LONG, line);
    family.until_err("gone\n", 1, UP);
    let hint = "the command has ended; the end of the stream is not its end, \
                for a grandchild may keep it open";
    // Its standard error is open in the grandchild as well.
    family.say(b"go\n");
    family.until_ended(hint);
    family.until_err("timed out: false\n", 1, hint);
    family.until_out("hello\n", "what the command printed");
}

#[test]
fn a_closed_output_is_no_end() {
    let line = "echo hello; exec >/dev/null; sleep 1; exit 5";
    let ran = start(LONG, LONG, line).finish(OVER);
    assert_eq!(ran.out, "hello\n");
    said(&ran, "exit status: 5", "it ran on after the end of the stream");
}

#[test]
fn a_signal_that_is_not_the_end_is_none() {
    let mut family = start(LONG, LONG, "echo up >&2; read word; exit 6");
    family.until_err("up\n", 1, UP);
    family.signal(Signal::SIGCHLD);
    family.say(b"go\n");
    let ran = family.finish(OVER);
    said(&ran, "exit status: 6", "SIGCHLD says: look; not: it has ended");
    let mut family = start("2000", "300", "echo up >&2; exec sleep 100");
    family.until_err("up\n", 1, UP);
    family.signal(Signal::SIGCHLD);
    let hint = "SIGCHLD says: look, and do not wait for what has not ended";
    let ran = family.finish(hint);
    said(&ran, "timed out: true", "the clock runs on");
}

#[test]
fn more_output_than_is_kept_is_read_all_the_same() {
    let mut family = start(LONG, LONG, "seq 100000");
    let hint = "who is not read stands still: read what you throw away too";
    let ran = family.finish(hint);
    said(&ran, "timed out: false", hint);
    assert_eq!(ran.out.len(), MAX_OUTPUT, "so much is kept, and no more");
    assert!(ran.out.starts_with("1\n2\n3\n"), "the first of it is kept");
}

#[test]
fn output_without_end_does_not_stop_the_clock() {
    let hint = "there is always something to read: look at the clock as well";
    // Soon over: who keeps all of it needs more memory by the millisecond. On
    // a busy machine `yes` may not even have begun then.
    let run = || start("200", "100", "yes").finish(hint);
    let mut ran = run();
    for _ in 0..10 {
        if !ran.out.is_empty() {
            break;
        }
        ran = run();
    }
    said(&ran, "timed out: true", "its time was over");
    assert_eq!(ran.out.len(), MAX_OUTPUT, "so much is kept, and no more");
}

/// Stops the program, lets the command end, and lets the program go on: when
/// `limit` is over, if that is soon.
#[track_caller]
fn noticed_late(limit: u64) -> Finished {
    let line = "echo up >&2; read word; seq 10000";
    let mut family = start(&limit.to_string(), LONG, line);
    let started = Instant::now();
    family.until_err("up\n", 1, UP);
    let pid = family.pid();
    proc::stop(pid);
    family.say(b"go\n");
    proc::until("the command ends", || proc::zombies(pid) == 1);
    let limit = Duration::from_millis(limit);
    if limit < LIMIT {
        // The program's clock began later than ours.
        let over = || started.elapsed() > limit + limit / 2;
        proc::until("the limit is over", over);
    }
    family.signal(Signal::SIGCONT);
    family.finish(OVER)
}

#[test]
fn what_is_in_the_pipe_at_the_end_is_output() {
    let ran = noticed_late(60_000);
    let rule = "the process has ended, and the pipe still holds what it had \
                printed: read the rest";
    assert_eq!(ran.out.len(), 48_894, "{rule}");
}

#[test]
fn who_has_ended_is_not_timed_out() {
    let ran = noticed_late(2_000);
    let rule = "it ended in time; that we look at the clock later is our \
                fault: ask once more whether it has ended before you signal";
    said(&ran, "timed out: false", rule);
    said(&ran, "exit status: 0", rule);
}

/// How long a process had the processor or waited for it, in ms (the first two
/// numbers in `/proc/PID/schedstat`): so long, how busy the machine may be.
fn awake(pid: u32) -> u128 {
    let text = fs::read_to_string(format!("/proc/{pid}/schedstat"));
    let text = text.expect("the program was not waited for yet");
    let times = text.split(' ').take(2).flat_map(str::parse::<u128>);
    times.sum::<u128>() / 1_000_000
}

#[test]
fn waiting_costs_nothing() {
    let line = "echo up >&2; exec sleep 100 >/dev/null";
    let mut family = start("3000", "300", line);
    family.until_err("up\n", 1, UP);
    let pid = family.pid();
    let (begin, before) = (Instant::now(), awake(pid));
    proc::until(OVER, || proc::process(pid).is_some_and(|p| p.is_zombie()));
    let (time, awake) = (begin.elapsed().as_millis(), awake(pid) - before);
    assert!(
        2 * awake < time,
        "the output has ended and the command runs on: a closed pipe is always \
         ready, so do not wait for it again; of {time} ms of waiting it was \
         awake for {awake}",
    );
    let ran = family.finish(OVER);
    let slept = number(&ran, "times it slept:");
    assert!(
        slept < 50,
        "it woke {slept} times in three seconds in which nothing happened: \
         wait for the event instead of looking again and again",
    );
}
