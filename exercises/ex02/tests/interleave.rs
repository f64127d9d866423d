//! Judges the exercise `interleave`.

use std::net::SocketAddr;
use std::process::Command;

use ex02::interleave::interleave;
use testing::finish;

/// `6a 4b` becomes `[2001:db8::a]:80 192.0.2.11:80`.
fn addresses(short: &str) -> Vec<SocketAddr> {
    let address = |word: &str| {
        let letter = word.chars().last().expect("two characters");
        let number = letter.to_digit(16).expect("a to f");
        let text = match word.starts_with('6') {
            true => format!("[2001:db8::{number:x}]:80"),
            false => format!("192.0.2.{number}:80"),
        };
        text.parse().expect("an address")
    };
    short.split_whitespace().map(address).collect()
}

#[track_caller]
fn check(resolved: &str, want: &str, rule: &str) {
    let got = interleave(&addresses(resolved));
    let shown = |list: &[SocketAddr]| {
        let list: Vec<String> = list.iter().map(ToString::to_string).collect();
        list.join("  ")
    };
    let want = addresses(want);
    assert!(
        got == want,
        "{rule}\n  resolved {}\n  want     {}\n  got      {}",
        shown(&addresses(resolved)),
        shown(&want),
        shown(&got),
    );
}

#[test]
fn the_families_take_turns() {
    let rule = "one of each family in turn";
    check("6a 6b 4a 4b", "6a 4a 6b 4b", rule);
    check("6a 4a", "6a 4a", rule);
}

#[test]
fn the_resolvers_first_choice_stays_first() {
    let rule = "the resolver's first address stays first, IPv4 or IPv6";
    check("4a 4b 6a 6b", "4a 6a 4b 6b", rule);
    check("4a 6a", "4a 6a", rule);
}

#[test]
fn what_is_left_of_the_longer_family_comes_last() {
    let rule = "no address is left out";
    check("6a 6b 6c 4a", "6a 4a 6b 6c", rule);
    check("4a 6a 6b 6c", "4a 6a 6b 6c", rule);
}

#[test]
fn within_a_family_the_resolvers_order_stays() {
    let rule = "within a family the resolver's order stays";
    check("6b 6a 4c 4a 4b", "6b 4c 6a 4a 4b", rule);
}

#[test]
fn one_family_alone_stays_as_it_is() {
    let rule = "with one family there is nothing to mix";
    check("6a 6b 6c", "6a 6b 6c", rule);
    check("4a", "4a", rule);
    check("", "", rule);
}

#[test]
fn an_address_is_called_once() {
    check("6a 6a 4a 4a", "6a 4a", "an address that comes twice is called once");
    let rule = "a doubled address does not cost its family a turn";
    check("6a 6a 6b 4a 4b", "6a 4a 6b 4b", rule);
}

#[test]
fn the_program_calls_in_that_order() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("it is bound");
    let (host, port) = (address.ip().to_string(), address.port().to_string());
    let program = testing::program!("02", "interleave");
    let done = finish(Command::new(program).args([&host, &port]));
    assert_eq!(done.code, Some(0), "the program failed: {}", done.err);
    let want = format!("connected to {address}\n");
    assert!(done.out.ends_with(&want), "{}", done.out);
}
