//! Judges the exercise `limits`.

use ex16::limits::{Limiter, name_of};
use testing::within;

#[path = "limits/hooks.rs"]
mod hooks;

/// `work` with a limiter.
#[track_caller]
fn with(
    (burst, refill, places): (u32, u64, usize),
    work: impl FnOnce(&mut Limiter) + Send + 'static,
) {
    within("the limiter", move || {
        work(&mut Limiter::new(burst, refill, places));
    });
}

/// Client `who` asks at `now`: it must hear `want`.
#[track_caller]
fn ask(
    limiter: &mut Limiter,
    (who, now): (&str, u64),
    want: Result<u32, u64>,
    rule: &str,
) {
    let got = limiter.ask(who, now);
    assert_eq!(
        got, want,
        "{rule}\n  client {who} at {now} ms\n  (Ok: tokens left, Err: seconds \
         to wait), got and want:"
    );
}

#[test]
fn a_bucket_has_so_many_tokens() {
    with((3, 1000, 9), |limiter| {
        let rule = "a new bucket is full, and each request takes one";
        for left in [2, 1, 0] {
            ask(limiter, ("a", 5000), Ok(left), rule);
        }
        let rule = "it is empty, and one token comes in a second";
        ask(limiter, ("a", 5000), Err(1), rule);
        let rule = "b has a bucket of its own";
        ask(limiter, ("b", 5000), Ok(2), rule);
    });
}

#[test]
fn tokens_come_back_until_it_is_full() {
    with((2, 1000, 9), |limiter| {
        ask(limiter, ("a", 0), Ok(1), "a new bucket is full");
        ask(limiter, ("a", 0), Ok(0), "a new bucket is full");
        let rule = "a token comes back every refill milliseconds";
        ask(limiter, ("a", 999), Err(1), rule);
        ask(limiter, ("a", 1000), Ok(0), rule);
        ask(limiter, ("a", 3000), Ok(1), "two in two seconds");
        let rule = "a full bucket gets no fuller, however long nobody asks";
        ask(limiter, ("a", 900_000), Ok(1), rule);
        ask(limiter, ("a", 900_000), Ok(0), rule);
        ask(limiter, ("a", 900_000), Err(1), rule);
    });
}

#[test]
fn a_part_of_a_token_is_not_lost() {
    with((2, 1000, 9), |limiter| {
        let rule = "the part of a token that has come is kept when somebody \
                    asks meanwhile";
        ask(limiter, ("a", 0), Ok(1), rule);
        ask(limiter, ("a", 600), Ok(0), rule);
        ask(limiter, ("a", 1200), Ok(0), rule);
        ask(limiter, ("a", 1999), Err(1), rule);
        ask(limiter, ("a", 2000), Ok(0), rule);
    });
}

#[test]
fn who_is_refused_waits_no_longer_for_it() {
    with((1, 5000, 9), |limiter| {
        ask(limiter, ("a", 0), Ok(0), "a new bucket is full");
        let rule = "a refused request takes nothing, however often it comes";
        for now in (1000..5000).step_by(1000) {
            ask(limiter, ("a", now), Err(5 - now / 1000), rule);
            ask(limiter, ("a", now), Err(5 - now / 1000), rule);
        }
        ask(limiter, ("a", 5000), Ok(0), rule);
    });
}

#[test]
fn who_waits_as_long_as_was_said_is_let_in() {
    with((1, 1500, 9), |limiter| {
        ask(limiter, ("a", 0), Ok(0), "a new bucket is full");
        let rule = "whole seconds, rounded up: after one it is too early";
        ask(limiter, ("a", 0), Err(2), rule);
        ask(limiter, ("a", 499), Err(2), rule);
        ask(limiter, ("a", 500), Err(1), rule);
        ask(limiter, ("a", 1499), Err(1), "0 seconds would be now");
        ask(limiter, ("a", 1500), Ok(0), rule);
    });
}

#[test]
fn a_clock_that_is_set_back_gives_nothing() {
    with((1, 1000, 9), |limiter| {
        ask(limiter, ("a", 9000), Ok(0), "a new bucket is full");
        let rule = "no time has come that was not there before: no token";
        for now in [8000, 0, 500, 9000, 9999] {
            let got = limiter.ask("a", now);
            assert!(got.is_err_and(|s| s > 0), "{rule}: {got:?} at {now} ms");
        }
        ask(limiter, ("a", 10_000), Ok(0), "and on it goes");
    });
}

#[test]
fn what_is_known_has_a_limit() {
    with((2, 1000, 3), |limiter| {
        let rule = "who has many addresses fills the memory: at most `places`";
        for n in 0..1000 {
            let got = limiter.ask(&format!("client {n}"), n);
            assert_eq!(got, Ok(1), "a new client is let in, table full or not");
            assert!(limiter.clients() <= 3, "{rule}");
        }
        assert!(limiter.clients() > 0, "somebody is known");
    });
}

#[test]
fn full_buckets_are_forgotten_first() {
    with((2, 1000, 3), |limiter| {
        for _ in 0..2 {
            let _ = limiter.ask("a", 0);
            let _ = limiter.ask("b", 1999);
        }
        let _ = limiter.ask("c", 1999);
        let rule = "a's bucket is full again, so a need not be known: b and c \
                    still are";
        ask(limiter, ("d", 2000), Ok(1), "a new client");
        ask(limiter, ("b", 2000), Err(1), rule);
        ask(limiter, ("c", 2000), Ok(0), rule);
    });
}

#[test]
fn else_the_one_is_forgotten_that_is_full_first() {
    with((3, 1000, 3), |limiter| {
        for (who, times) in [("a", 3), ("b", 1), ("c", 2)] {
            for _ in 0..times {
                let _ = limiter.ask(who, 0);
            }
        }
        ask(limiter, ("d", 1), Ok(2), "a new client");
        let rule = "b has taken one token: forgetting b gives that one away. \
                    To forget a would give three";
        ask(limiter, ("a", 1), Err(1), rule);
        ask(limiter, ("c", 1), Ok(0), rule);
        ask(limiter, ("d", 1), Ok(1), rule);
    });
}

#[track_caller]
fn same(one: &str, other: &str, want: bool, rule: &str) {
    let owned = [one, other].map(str::to_owned);
    let names =
        within("name_of", move || owned.map(|address| name_of(Some(&address))));
    let got = names[0] == names[1];
    assert_eq!(got, want, "{rule}\n  {one} and {other} are {names:?}");
}

#[test]
fn an_ipv4_address_is_a_client() {
    let rule = "each IPv4 address is one";
    same("192.0.2.1", "192.0.2.1", true, rule);
    same("192.0.2.1", "192.0.2.2", false, rule);
    let rule = "a socket for both families writes IPv4 in another way";
    same("192.0.2.1", "::ffff:192.0.2.1", true, rule);
    same("192.0.2.1", "::ffff:c000:201", true, rule);
    same("192.0.2.1", "::ffff:192.0.2.2", false, rule);
}

#[test]
fn sixty_four_bits_of_an_ipv6_address_are_a_client() {
    let rule = "the last 64 bits are the client's own choice";
    same("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1", true, rule);
    same("2001:db8:1:2::1", "2001:db8:1:2:ffff:0:0:9", true, rule);
    same("2001:DB8:1:2::1", "2001:db8:1:2::1", true, rule);
    same("2001:db8:1:2::1", "2001:db8:1:3::1", false, "another network");
    same("2001:db8:1:2::1", "2001:db9:1:2::1", false, "another network");
}

#[test]
fn nobody_is_one_client() {
    let (nobody, ada) = within("name_of", || {
        let nobody = [None, Some(""), Some("x"), Some("1.2.3"), Some("1:2")];
        (nobody.map(name_of), name_of(Some("192.0.2.1")))
    });
    let rule = "without an address all are one client, or each text that a \
                proxy makes up has a bucket of its own";
    assert!(nobody.iter().all(|name| *name == nobody[0]), "{rule}: {nobody:?}");
    assert_ne!(nobody[0], ada, "who has an address is somebody");
}
