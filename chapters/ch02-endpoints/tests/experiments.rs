//! What the page says that the experiments show, asserted.

use std::process::Command;

use testing::finish;

fn experiment(name: &str) -> String {
    let program = env!("CARGO_BIN_EXE_ch02");
    let played = finish(Command::new(program).args(["experiment", name]));
    assert_eq!(played.code, Some(0), "{name}: {}", played.err);
    let lines = played.out.lines().count();
    assert!((1..=12).contains(&lines), "{name} prints {lines} lines");
    played.out
}

/// The line that starts with `start`, without it.
#[track_caller]
fn row<'a>(out: &'a str, start: &str) -> &'a str {
    let rest = out.lines().find_map(|l| l.trim_start().strip_prefix(start));
    rest.unwrap_or_else(|| panic!("no row '{start}' in:\n{out}")).trim()
}

/// The milliseconds before " ms" in a row.
#[track_caller]
fn ms(row: &str) -> f64 {
    let before = row.split(" ms").next().unwrap_or_default();
    let number = before.split_whitespace().last().unwrap_or_default();
    number.parse().unwrap_or_else(|_| panic!("no milliseconds in: {row}"))
}

/// The number in "about N " before `what`.
#[track_caller]
fn about(out: &str, what: &str) -> u32 {
    let before = out.split(what).next().unwrap_or_default();
    let number = before.rsplit("about ").next().unwrap_or_default().trim();
    number.parse().unwrap_or_else(|_| panic!("no number {what} in:\n{out}"))
}

#[test]
fn every_address_is_tried_and_the_silent_one_costs_its_time_out() {
    let out = experiment("tries");
    let two = row(&out, "two:");
    assert!(two.contains("refused (os error 111); "), "{out}");
    assert!(two.ends_with(": timed out"), "{out}");
    assert!(row(&out, "three:").starts_with("connected to"), "{out}");
    assert!(ms(row(&out, "after")) >= 190.0, "{out}");
}

#[test]
fn an_address_is_reached_where_it_is_bound() {
    let out = experiment("bind-where");
    let seen = |row: &str| -> Vec<String> {
        row.split_whitespace().take(2).map(str::to_owned).collect()
    };
    assert_eq!(seen(row(&out, "127.0.0.1 ")), ["yes", "-"]);
    assert_eq!(seen(row(&out, "127.0.0.2 ")), ["-", "yes"]);
    assert_eq!(seen(row(&out, "0.0.0.0 ")), ["yes", "yes"]);
    assert_eq!(seen(row(&out, "(nothing) ")), ["yes", "yes"]);
    assert!(row(&out, "198.51.100.1").starts_with("Cannot assign"));
}

#[test]
fn a_broadcast_wants_a_permission() {
    let out = experiment("broadcast");
    assert!(row(&out, "send to").contains("Permission denied"), "{out}");
    assert!(row(&out, "with SO_BROADCAST:").ends_with("ok"), "{out}");
}

#[test]
fn datagrams_are_cut_dropped_and_refused_as_told() {
    let out = experiment("truncated");
    assert!(out.contains("6 of 12 bytes, truncated: true"), "{out}");
    assert!(row(&out, "send 65508").contains("Message too long"), "{out}");
    let out = experiment("lost");
    assert!(out.contains("1000 of 1000 sends succeeded"), "{out}");
    assert!(about(&out, "were received") < 100, "{out}");
    assert_eq!(row(&out, "together"), "1000", "{out}");
    assert!(out.contains("wait: true"), "{out}");
    let out = experiment("unreachable");
    assert!(row(&out, "receive:").contains("refused"), "{out}");
    assert!(row(&out, "receive, 200 ms:").contains("os error 11"), "{out}");
}

#[test]
fn a_parent_and_its_child_share_a_pair() {
    let out = experiment("socketpair");
    assert!(out.contains("HELLO, CHILD"), "{out}");
    assert!(out.contains("0 bytes, the end"), "{out}");
}

#[test]
fn two_small_writes_wait_for_a_delayed_acknowledgment() {
    let out = experiment("nagle");
    let slow = ms(row(&out, "two writes  "));
    let flushed = ms(row(&out, "two writes, each with flush()"));
    let nodelay = ms(row(&out, "two writes, TCP_NODELAY"));
    let one = ms(row(&out, "two writes into a BufWriter"));
    assert!(slow > 10.0 && flushed > 10.0, "{out}");
    assert!(nodelay < slow / 2.0 && one < slow / 2.0, "{out}");
}

#[test]
fn a_cork_holds_everything_and_nagle_all_but_the_first() {
    let out = experiment("cork");
    assert!(row(&out, "as it is").ends_with("left: 1"), "{out}");
    assert!(row(&out, "TCP_NODELAY").ends_with("left: 3"), "{out}");
    assert!(row(&out, "TCP_CORK").ends_with("left: 0"), "{out}");
    assert!(row(&out, "the cork is pulled:").ends_with('1'), "{out}");
}

#[test]
fn a_time_out_ends_a_call_and_not_a_conversation() {
    let out = experiment("timeouts");
    assert!(row(&out, "connect,").contains("TimedOut"), "{out}");
    for call in ["accept,", "read, nothing", "write,"] {
        assert!(row(&out, call).contains("WouldBlock"), "{out}");
    }
    let dripping = row(&out, "read 5 bytes, one each 100 ms");
    assert!(dripping.starts_with("ok") && ms(dripping) > 350.0, "{out}");
    let out = experiment("nonblocking");
    assert_eq!(out.matches("WouldBlock (os").count(), 3, "{out}");
    assert!(row(&out, "connect,").contains("InProgress"), "{out}");
}

#[test]
fn a_dead_peer_is_noticed_by_those_who_ask() {
    let out = experiment("keepalive");
    assert!(out.contains("SO_KEEPALIVE is false"), "{out}");
    let asked = row(&out, "read:");
    assert!(asked.contains("timed out"), "{out}");
    assert!((2_500.0..6_000.0).contains(&ms(asked)), "{out}");
}

#[test]
fn the_kernel_takes_a_buffer_size_as_a_wish() {
    let out = experiment("buffers");
    assert!(row(&out, "SO_SNDBUF 10000").contains("twice"), "{out}");
    assert!(row(&out, "SO_SNDBUF 1 ").contains("the least"), "{out}");
    let small = about(&out, " bytes fit");
    let own = row(&out, "the system's own sizes");
    assert!(small < 100_000 && about(own, " bytes") > 2 * small, "{out}");
}

#[test]
fn addresses_are_shared_only_by_those_who_both_want_it() {
    let out = experiment("reuseaddr");
    assert!(row(&out, "TCP,").contains("already in use"), "{out}");
    assert!(row(&out, "UDP,").ends_with("ok"), "{out}");
    assert!(row(&out, "the first receives:").contains("error 11"), "{out}");
    assert!(row(&out, "the second receives:").ends_with("ok"), "{out}");
    let out = experiment("reuseport");
    assert!(row(&out, "a third,").contains("already in use"), "{out}");
    assert!(out.contains("1000 were taken"), "{out}");
    // 1,000 throws of a coin: 400 to 600 is more than six deviations.
    assert!((400..=600).contains(&about(&out, " by the first")), "{out}");
}

#[test]
fn half_open_connections_are_not_in_the_accept_queue() {
    let out = experiment("queue");
    assert!(out.contains("listen(fd, 5): at most 5"), "{out}");
    assert!(out.contains("4 half-open, 0 wait"), "{out}");
    assert!(out.contains("4 half-open, 6 wait"), "{out}");
}

#[test]
fn a_child_gets_only_what_is_not_closed_on_exec() {
    let out = experiment("inherit");
    assert!(out.contains("close-on-exec true: the child finds nothing"));
    let last = out.split("close-on-exec false").nth(1).unwrap();
    assert!(last.contains("finds a socket"), "{out}");
    assert!(last.contains("already in use"), "{out}");
    assert!(row(last, "the child has ended:").ends_with("ok"), "{out}");
}

#[test]
fn sendfile_needs_fewer_calls_for_the_same_bytes() {
    let out = experiment("sendfile");
    assert_eq!(out.matches("came: true").count(), 2, "{out}");
    let calls =
        |row: &str| -> u32 { row.split(' ').next().unwrap().parse().unwrap() };
    let copied = calls(row(&out, "read + write, 8 KiB"));
    assert!(copied > 200, "{out}");
    assert!(calls(row(&out, "sendfile")) < copied / 2, "{out}");
}

#[test]
fn the_kernel_itself_answers_over_netlink() {
    let out = experiment("families");
    assert!(row(&out, "AF_NETLINK   ").ends_with("here"), "{out}");
    assert!(row(&out, "number 1 is lo").starts_with(", one of"), "{out}");
}

#[test]
fn dual_stack_is_told_even_where_there_is_no_ipv6() {
    let out = experiment("dual-stack");
    if out.contains("has no IPv6") {
        return;
    }
    assert!(out.contains("false: the IPv4 client is refused"), "{out}");
    assert!(row(&out, "the kernel calls it").starts_with("[::ffff:"));
    assert!(row(&out, "our log calls it").starts_with("127.0.0.1:"));
}

#[test]
fn a_demo_is_the_same_in_every_run_but_for_ports() {
    let demo = || {
        let program = env!("CARGO_BIN_EXE_ch02");
        let played = finish(Command::new(program).arg("demo"));
        assert_eq!(played.code, Some(0), "{}", played.err);
        let lines = played.out.lines();
        let own = |l: &&str| !l.contains("127.0.0.1:");
        lines.filter(own).map(str::to_owned).collect::<Vec<_>>()
    };
    let first = demo();
    assert!(first.iter().any(|l| l.contains("6 of 12 bytes are lost")));
    assert_eq!(first, demo());
}
