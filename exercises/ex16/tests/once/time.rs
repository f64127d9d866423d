//! Requests that are being answered, and those of long ago.

use std::io::Write;
use std::process::Command;
use std::thread;

use testing::{Server, drain, within};

use super::{Slow, answered, has_status, order, replayed, send, slow, with};

const SLOW: &str = "POST /slow\nIdempotency-Key: a";

#[test]
fn a_request_that_is_being_answered_is_not_answered_twice() {
    let what = "two requests at a time: does the second wait for the first?";
    within(what, || {
        let Slow { shop, begun, events, go } = slow(9);
        thread::scope(|scope| {
            let first = scope.spawn(|| send(&shop, SLOW, "x"));
            events.recv().expect("the view has begun");
            let second = scope.spawn(|| {
                let answer = send(&shop, SLOW, "x");
                begun.send(()).expect("room");
                answer
            });
            // It is answered; or, by mistake, the view has begun again.
            events.recv().expect("an event");
            let other = order(&shop, "b", "x");
            let another = order(&shop, "a", "x"); // of /orders, not of /slow
            go.send(()).and_then(|()| go.send(())).expect("room");
            let first = first.join().expect("an answer");
            let second = second.join().expect("an answer");
            let rule = "another key has nothing to do with it";
            answered(&other, "order 1: x", rule);
            answered(&first, "slow", "the first is answered");
            let rule = "the first is being answered: 409, and no second call";
            has_status(&second, "409", rule);
            let rule = "the same key with another request, while the first \
                        is being answered: 422";
            has_status(&another, "422", rule);
            let rule = "it says when to ask again";
            assert!(second.contains("\r\nRetry-After: 1\r\n"), "{rule}");
            replayed(&first, &send(&shop, SLOW, "x"), "and now it is kept");
        });
    });
}

#[test]
fn the_oldest_answer_makes_room() {
    with(2, |shop| {
        let first = order(shop, "a", "x");
        let second = order(shop, "b", "x");
        for (key, answer) in [("a", &first), ("b", &second)] {
            let rule = "there is room for two";
            replayed(answer, &order(shop, key, "x"), rule);
        }
        let third = order(shop, "c", "x");
        let rule = "three keys, two places: the answer to a is forgotten, \
                    those to b and c are kept";
        answered(&third, "order 3: x", rule);
        replayed(&second, &order(shop, "b", "x"), rule);
        replayed(&third, &order(shop, "c", "x"), rule);
        answered(&order(shop, "a", "x"), "order 4: x", rule);
    });
}

#[test]
fn who_is_being_answered_keeps_the_place() {
    within("requests in memory", || {
        let Slow { shop, events, go, .. } = slow(1);
        thread::scope(|scope| {
            let first = scope.spawn(|| send(&shop, SLOW, "x"));
            events.recv().expect("the view has begun");
            let other = order(&shop, "b", "x");
            go.send(()).and_then(|()| go.send(())).expect("room");
            let first = first.join().expect("an answer");
            let rule = "one place, and its request is being answered: 503";
            has_status(&other, "503", rule);
            let rule = "it says when to ask again";
            assert!(other.contains("\r\nRetry-After: 1\r\n"), "{rule}");
            answered(&first, "slow", "the first is answered");
            replayed(&first, &send(&shop, SLOW, "x"), "and kept");
            let rule = "an answer makes room";
            answered(&order(&shop, "b", "x"), "order 1: x", rule);
            answered(&order(&shop, "b2", "x"), "order 2: x", rule);
        });
    });
}

#[test]
fn the_program_takes_an_order_once() {
    let program = testing::program!("16", "once");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let rule = "a connection breaks, and the order is sent again";
    for (key, want) in [("a", "order 1"), ("a", "order 1"), ("b", "order 2")] {
        let mut client = server.connect();
        let request = format!(
            "POST / HTTP/1.0\r\nIdempotency-Key: {key}\r\n\
             Content-Length: 4\r\n\r\nlamp"
        );
        client.write_all(request.as_bytes()).expect("room");
        let text = String::from_utf8_lossy(&drain(&mut client)).into_owned();
        let got = text.lines().next_back();
        assert_eq!(got, Some(want), "{rule}\n  key {key}: {text:?}");
    }
}
