//! What the page says that the experiments and the client show, asserted.

use std::process::Command;

use testing::{Finished, Server, finish};

fn ch07() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ch07"))
}

fn experiment(name: &str) -> Finished {
    let played = finish(ch07().args(["experiment", name]));
    assert_eq!(played.code, Some(0), "{}", played.err);
    played
}

#[track_caller]
fn shows(name: &str, lines: &[&str]) {
    let out = experiment(name).out;
    for line in lines {
        assert!(out.contains(line), "no \"{line}\" in:\n{out}");
    }
}

#[test]
fn one_signal_stands_for_twenty_children() {
    shows(
        "signals",
        &[
            "children that ended: 20\n",
            "signals that came:   1\n",
            "zombies after one waitpid: 19\n",
            "zombies after the loop:    0\n",
        ],
    );
}

#[test]
fn a_zombie_cannot_be_killed_only_waited_for() {
    let told = "the child has ended: Z
kill -9:             Z
waitpid:             it ended with status 7
and now:             gone
";
    assert_eq!(experiment("zombie").out, told);
}

#[test]
fn waitpid_returns_a_pid_or_zero_or_that_there_are_no_children() {
    shows(
        "wnohang",
        &[
            "no children:       -1, No child processes",
            "a child that runs: 0\n",
            "one that has ended: pid ",
            "and then:          -1, No child processes",
        ],
    );
}

#[test]
fn a_handler_can_spoil_errno_and_ours_does_not() {
    shows(
        "errno",
        &[
            "a handler that closes -1: Bad file descriptor",
            "the handler of Signals: No such file or directory",
        ],
    );
}

#[test]
fn a_signal_interrupts_some_calls_and_some_of_them_always() {
    let out = experiment("eintr").out;
    let row = |name: &str| {
        let line = out.lines().find(|line| line.starts_with(name));
        line.unwrap_or_else(|| panic!("{out}"))[22..].trim().to_owned()
    };
    let twice = |word| format!("{word:20}{word}");
    assert_eq!(row("accept (socket2)"), "EINTR               goes on");
    assert_eq!(row("accept (std)"), twice("goes on"));
    assert_eq!(row("read  "), "EINTR               goes on");
    assert_eq!(row("read, SO_RCVTIMEO"), twice("EINTR"));
    assert_eq!(row("poll"), twice("EINTR"));
}

#[test]
fn a_copy_that_is_kept_open_keeps_the_connection_and_the_address() {
    let out = experiment("kept-open").out;
    let told = "the parent keeps its copy
  the client got \"hello\\n\", and still waits for the end
the parent closes its copy
  the client got \"hello\\n\", then the end
the parent dies, a child that has a copy of the listener lives
  a new server listens there: Address already in use (os error 98)
  a client connects: true
the child has ended
  a new server listens there: ok
";
    assert_eq!(out, told);
}

#[test]
fn only_a_parent_that_keeps_its_copies_runs_out_of_descriptors() {
    let out = experiment("run-out").out;
    let (keeps, closes) = out.split_once("closes").expect("two servers");
    assert!(keeps.contains("Too many open files"), "{out}");
    assert!(closes.contains("100 clients were served"), "{out}");
}

#[test]
fn exit_writes_what_the_parent_had_buffered() {
    shows(
        "said-twice",
        &[
            "a child that ends with exit: a child that ends with exit: (the",
            "\na child that ends with _exit: (the parent goes on)\n",
        ],
    );
}

#[test]
fn a_child_has_memory_of_its_own_when_it_has_written_to_it() {
    let out = experiment("memory").out;
    let own = |when: &str| -> u64 {
        let line = out.lines().find(|line| line.contains(when));
        let (_, rest) = line.and_then(|l| l.split_once("about ")).expect("it");
        rest.trim_end_matches(" MiB").parse().expect("a number")
    };
    assert!(own("after the fork") < 8, "{out}");
    assert!((60..80).contains(&own("after it has written")), "{out}");
}

#[test]
fn where_no_process_is_left_a_client_is_refused_and_the_next_one_served() {
    let played = experiment("no-more");
    let out = &played.out;
    assert!(out.contains("the next one: BUSY, TRY LATER\n"), "{out}");
    assert!(
        out.ends_with("one of them leaves\nthe next one: HELLO\n"),
        "{out}"
    );
    assert!(played.err.contains("cannot fork: Resource temporarily"));
}

#[test]
fn a_slow_client_does_not_keep_another_waiting() {
    let server = Server::start(ch07().args(["serve", "127.0.0.1:0"]));
    let args = ["client", server.address(), "--slow", "3"];
    let said = finish(ch07().args(args));
    assert_eq!(
        said.out,
        "3 clients have sent half a request each, and wait\n\
         GET /: 200 OK, 162 bytes\n",
        "{}",
        said.err
    );
    let args = ["client", server.address(), "--times", "40", "--at-once", "8"];
    let said = finish(ch07().args(args));
    assert_eq!(
        said.out,
        "40 requests, 8 at a time\n40 times: 200 OK, 162 bytes\n"
    );
}

#[test]
fn both_demos_tell_the_same_each_time() {
    for name in ["fork", "two-clients"] {
        let tell = || finish(ch07().args(["demo", name]));
        let (one, other) = (tell(), tell());
        assert_eq!(one.code, Some(0), "{}", one.err);
        assert_eq!(one.out, other.out);
    }
}

#[test]
fn without_a_server_the_client_says_how_to_start_one() {
    let said = finish(ch07().args(["client", "127.0.0.1:1"]));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("is the server running? cargo run -p ch07"));
    assert_eq!(said.err.lines().count(), 1, "{}", said.err);
}
