//! Judges the exercise `dict`.

use std::io::{BufRead, BufReader, Write};
use std::process::Command;
use std::sync::{Arc, Barrier};
use std::thread;

use ex08::dict::{Dict, DictError};
use testing::{Server, within};

#[track_caller]
fn says(dict: &Dict, line: &str, want: &str, rule: &str) {
    assert_eq!(dict.answer(line), want, "{rule}: the request was {line:?}");
}

#[test]
fn each_request_has_its_answer() {
    let dict = Dict::new(10);
    let rule = "get, set and incr";
    says(&dict, "get color", "none", rule);
    says(&dict, "set color light  green", "value light  green", rule);
    says(&dict, "get color", "value light  green", rule);
    says(&dict, "incr color", "no number", rule);
    says(&dict, "get color", "value light  green", rule);
    says(&dict, "incr visits", "value 1", rule);
    says(&dict, "incr visits", "value 2", rule);
    for line in ["", "get", "get ", "set color", "incr", "GET color", "x y"] {
        says(&dict, line, "what?", "anything else");
    }
}

#[test]
fn the_largest_number_has_no_next_one() {
    let dict = Dict::new(10);
    let largest = i64::MAX.to_string();
    let rule = "a value that has no next one is no number, and stays";
    says(&dict, &format!("set n {largest}"), &format!("value {largest}"), rule);
    says(&dict, "incr n", "no number", rule);
    says(&dict, "get n", &format!("value {largest}"), rule);
    says(&dict, "set n -1", "value -1", rule);
    says(&dict, "incr n", "value 0", rule);
}

#[test]
fn a_full_dictionary_takes_no_new_name() {
    let dict = Dict::new(2);
    let rule = "two names at most";
    says(&dict, "set a 1", "value 1", rule);
    says(&dict, "incr b", "value 1", rule);
    says(&dict, "set c 1", "full", rule);
    says(&dict, "incr c", "full", rule);
    says(&dict, "get c", "none", rule);
    let rule = "a name that is there can always be changed";
    says(&dict, "set a 2", "value 2", rule);
    says(&dict, "incr b", "value 2", rule);
}

#[test]
fn two_readers_are_inside_at_the_same_time() {
    let what = "readers do not wait for each other: two look at the same \
                time, and each stays until the other is there";
    within(what, || {
        let (dict, meet) = (Dict::new(1), Barrier::new(2));
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| dict.read(|_| _ = meet.wait()));
            }
        });
    });
}

#[test]
fn two_who_change_the_same_name_both_count() {
    const EACH: usize = 500;
    let dict = Arc::new(Dict::new(1));
    let theirs = Arc::clone(&dict);
    within("change: does it let go of its lock?", move || {
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..EACH {
                        theirs.answer("incr n");
                    }
                });
            }
        });
    });
    let want = format!("value {}", 8 * EACH);
    let rule = "eight threads added 500 each; between look and write nobody \
                may come in, both must count";
    says(&dict, "get n", &want, rule);
}

#[test]
fn a_panic_changes_nothing() {
    let dict = Arc::new(Dict::new(2));
    dict.change("a", |_| Ok("before".to_owned())).expect("room");
    let theirs = Arc::clone(&dict);
    let change = thread::spawn(move || {
        theirs.change("a", |_| panic!("a change of this test fails"))
    });
    let panicked = within("change", || change.join().is_err());
    assert!(panicked, "the panic is for the thread that called change");
    let after = dict.change("b", |_| Ok("after".to_owned()));
    assert_eq!(
        after.as_deref(),
        Ok("after"),
        "a change has panicked, and the dictionary serves on",
    );
    says(&dict, "get a", "value before", "it panicked, so the old value stays");
    let no = dict.change("a", |_| Err(DictError::NoNumber));
    assert_eq!(no, Err(DictError::NoNumber));
    says(&dict, "get a", "value before", "an error: the old value stays");
}

#[test]
fn the_program_serves_two_clients_who_share_it() {
    let program = testing::program!("08", "dict");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let [mut one, mut other] =
        [(); 2].map(|()| BufReader::new(server.connect()));
    let ask = |client: &mut BufReader<std::net::TcpStream>, line: &str| {
        client.get_mut().write_all(line.as_bytes()).expect("room");
        let mut answer = String::new();
        client.read_line(&mut answer).expect("an answer in time");
        answer
    };
    assert_eq!(ask(&mut other, "set color green\n"), "value green\n");
    assert_eq!(ask(&mut one, "get color\n"), "value green\n");
}
