//! What the page says that the experiments show, asserted.

use std::process::Command;

use testing::finish;

fn experiment(name: &str) -> String {
    let program = env!("CARGO_BIN_EXE_ch01");
    let played = finish(Command::new(program).args(["experiment", name]));
    assert_eq!(played.code, Some(0), "{}", played.err);
    played.out
}

fn row<'a>(out: &'a str, start: &str) -> Vec<&'a str> {
    let line = out.lines().find(|line| line.trim_start().starts_with(start));
    let line = line.unwrap_or_else(|| panic!("no row '{start}' in:\n{out}"));
    line.split_whitespace().rev().take(2).collect()
}

#[test]
fn one_send_takes_a_part_and_the_loop_sends_all() {
    let out = experiment("partial-send");
    let taken = out.split("took about ").nth(1).expect("a number");
    let taken: usize = taken.split(' ').next().unwrap().parse().unwrap();
    assert!((1..1_000_000).contains(&taken), "{out}");
    assert!(out.contains("has read 1000000 bytes"), "{out}");
}

#[test]
fn the_first_to_close_waits_whoever_it_is() {
    let out = experiment("states");
    let (client, server) =
        out.split_once("the server closes first").expect("two tables");
    assert_eq!(row(client, "client has closed"), ["CLOSE-WAIT", "FIN-WAIT-2"]);
    assert_eq!(row(client, "server has closed too"), ["(gone)", "TIME-WAIT"]);
    assert_eq!(row(server, "server has closed"), ["FIN-WAIT-2", "CLOSE-WAIT"]);
    assert_eq!(row(server, "client has closed too"), ["TIME-WAIT", "(gone)"]);
}

#[test]
fn only_reuse_address_binds_beside_a_connection_in_time_wait() {
    let out = experiment("bind-again");
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].contains("false: bind: Address already in use"), "{out}");
    assert!(lines[1].ends_with("true:  bind: ok"), "{out}");
}

#[test]
fn a_queue_of_two_holds_three_and_delays_the_rest() {
    let out = experiment("accept-queue");
    assert!(out.contains("client 3: connect returned; accept queue: 3"));
    assert!(out.contains("client 4: "), "{out}");
    assert!(!out.contains("client 4: connect returned"), "{out}");
    assert!(out.contains("client 5: connected: true"), "{out}");
}

#[test]
fn the_first_send_to_a_closed_peer_succeeds_and_the_second_fails() {
    let out = experiment("broken-pipe");
    assert!(out.contains("send 1: ok"), "{out}");
    assert!(out.contains("send 2: Broken pipe"), "{out}");
}

#[test]
fn closing_with_unread_bytes_destroys_the_answer() {
    let out = experiment("reset");
    assert!(out.contains("got all of 500000"), "{out}");
    assert!(out.contains("only a part of 500000"), "{out}");
    assert!(out.contains("Connection reset by peer"), "{out}");
}
