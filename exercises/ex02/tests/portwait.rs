//! Judges the exercise `portwait`.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use ex02::portwait::{NotOpen, wait_until_open};
use testing::{finish, within};

/// What an address does when it is called.
#[derive(Clone, Copy)]
enum Way {
    Refuses,
    /// Nothing comes back: the call lasts as long as it may.
    Silent,
    Answers,
}

/// One call: who, and how long it was allowed to take.
type Call = (usize, Duration);

struct Seen {
    result: Result<usize, NotOpen>,
    calls: Vec<Call>,
    took: Duration,
}

/// Waits for `count` addresses; `way` says what the n-th call of an address
/// (by its index) meets.
fn waited(
    count: usize,
    limit: Duration,
    way: impl Fn(usize, usize) -> Way + Send + 'static,
) -> Seen {
    let what = "wait_until_open: does it look at the clock?";
    within(what, move || {
        let addresses: Vec<SocketAddr> = (0..count)
            .map(|i| SocketAddr::from(([192, 0, 2, i as u8], 80)))
            .collect();
        let mut calls: Vec<Call> = Vec::new();
        let start = Instant::now();
        let result = wait_until_open(&addresses, limit, |address, timeout| {
            let at = addresses.iter().position(|a| *a == address);
            let at = at.expect("one of the addresses that were given");
            let nth = calls.iter().filter(|(who, _)| *who == at).count();
            calls.push((at, timeout));
            assert!(!timeout.is_zero(), "a call needs some time");
            match way(at, nth) {
                Way::Refuses => Err(io::ErrorKind::ConnectionRefused.into()),
                Way::Answers => Ok(()),
                Way::Silent => {
                    thread::park_timeout(timeout);
                    Err(io::ErrorKind::TimedOut.into())
                }
            }
        });
        let result = result.map(|address| {
            addresses.iter().position(|a| *a == address).expect("one of them")
        });
        Seen { result, calls, took: start.elapsed() }
    })
}

const LONG: Duration = Duration::from_secs(5);
const SHORT: Duration = Duration::from_millis(400);

#[test]
fn the_first_that_answers_is_returned_at_once() {
    let seen = waited(3, LONG, |at, _| match at {
        0 => Way::Refuses,
        _ => Way::Answers,
    });
    assert_eq!(seen.result.ok(), Some(1), "the second address answers");
    assert_eq!(seen.calls.len(), 2, "the third need not be called");
    assert!(seen.took < Duration::from_secs(1), "took {:?}", seen.took);
}

#[test]
fn a_refusal_is_not_the_last_word() {
    let seen = waited(2, LONG, |at, nth| match (at, nth) {
        (0, 3) => Way::Answers,
        _ => Way::Refuses,
    });
    let rule = "a server that is starting refuses until it listens";
    assert!(seen.result.is_ok(), "{rule}: it was given up");
    let order: Vec<usize> = seen.calls.iter().map(|(who, _)| *who).collect();
    assert_eq!(order, [0, 1, 0, 1, 0, 1, 0], "rounds, each in order");
}

#[test]
fn the_limit_holds_for_all_of_it() {
    let seen = waited(10, SHORT, |_, _| Way::Silent);
    let rule = "one limit for everything, not one for each call";
    assert!(seen.result.is_err(), "nobody answered");
    assert!(
        seen.took < SHORT + Duration::from_secs(1),
        "{rule}: limit {SHORT:?}, took {:?} in {} calls",
        seen.took,
        seen.calls.len(),
    );
    assert!(
        seen.took >= SHORT - Duration::from_millis(50),
        "the time was not used: {:?} of {SHORT:?}",
        seen.took
    );
}

#[test]
fn a_silent_address_does_not_use_up_the_others_time() {
    let seen = waited(3, LONG / 2, |at, _| match at {
        2 => Way::Answers,
        _ => Way::Silent,
    });
    let rule = "every address gets its turn within the limit";
    assert_eq!(seen.result.ok(), Some(2), "{rule}: {:?}", seen.calls);
}

#[test]
fn between_two_rounds_there_is_a_pause() {
    let seen = waited(2, SHORT, |_, _| Way::Refuses);
    let rounds = seen.calls.len() / 2;
    assert!(
        (2..=41).contains(&rounds),
        "10 to 100 ms after each round: {rounds} rounds in {:?}",
        seen.took
    );
}

#[test]
fn the_last_reason_is_told() {
    let seen = waited(1, SHORT, |_, _| Way::Refuses);
    let error = seen.result.expect_err("nobody answered");
    let kind = error.last.map(|error| error.kind());
    let rule = "whoever waited in vain wants to know why";
    assert_eq!(kind, Some(io::ErrorKind::ConnectionRefused), "{rule}");
}

#[test]
fn without_any_address_it_ends_in_time() {
    let seen = waited(0, SHORT, |_, _| Way::Answers);
    assert!(seen.result.is_err(), "there was nobody to call");
}

#[test]
fn the_program_says_by_its_status_whether_the_server_is_up() {
    let program = testing::program!("02", "portwait");
    let run = |port: u16, seconds: &str| {
        let port = port.to_string();
        finish(Command::new(program).args(["127.0.0.1", &port, seconds]))
    };
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    let done = run(port, "5");
    assert_eq!(done.code, Some(0), "the server is up: {}", done.err);
    drop(listener);
    let done = run(port, "0.2");
    assert_eq!(done.code, Some(1), "nobody is there: {}", done.err);
    assert!(done.err.contains("refused"), "and why: {}", done.err);
}
