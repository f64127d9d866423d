//! Which requests are the same, and which answers are kept.

use ex16::once::MOST;

use super::{answered, has_status, order, replayed, send, with};

#[test]
fn another_request_with_the_same_key_is_a_422() {
    with(9, |shop| {
        let first = order(shop, "a", "a lamp");
        answered(&first, "order 1: a lamp", "the first is the view's");
        let rule = "the key was for another request: neither the old answer \
                    nor a new order";
        for (line, body) in [
            ("POST /orders", "two lamps"),
            ("POST /orders", ""),
            ("POST /orders?gift=1", "a lamp"),
            ("PATCH /orders", "a lamp"),
            ("POST /refuses", "a lamp"),
            ("POST /nothing", "a lamp"),
        ] {
            let answer =
                send(shop, &format!("{line}\nIdempotency-Key: a"), body);
            has_status(&answer, "422", &format!("{rule}: {line}, {body:?}"));
        }
        let rule = "a path may have a ? of its own, written %3F: path and \
                    query are two parts, as those of a link that is signed";
        let ask = |line: &str| {
            send(shop, &format!("{line}\nIdempotency-Key: q"), "x")
        };
        answered(&ask("POST /orders??"), "order 2: x", rule);
        has_status(&ask("POST /orders%3F"), "422", rule);
        let rule = "a refusal is no answer to keep: the first one still is";
        replayed(&first, &order(shop, "a", "a lamp"), rule);
        let rule = "what was refused did nothing";
        answered(&order(shop, "b", "a chair"), "order 3: a chair", rule);
    });
}

#[test]
fn keys_are_their_owners() {
    with(9, |shop| {
        let ask = |who: &str| {
            let head = format!("POST /orders\nIdempotency-Key: a{who}");
            send(shop, &head, "x")
        };
        let ada = ask("\nAuthorization: Bearer ada");
        answered(&ada, "order 1: x", "the first is the view's");
        let rule = "somebody else: a key can be guessed, and the answer is \
                    not for everybody";
        let bob = ask("\nAuthorization: Bearer bob");
        answered(&bob, "order 2: x", rule);
        answered(&ask(""), "order 3: x", rule);
        let rule = "each gets their own answer again";
        replayed(&ada, &ask("\nAuthorization: Bearer ada"), rule);
        replayed(&bob, &ask("\nAuthorization: Bearer bob"), rule);
    });
}

#[test]
fn what_has_failed_may_be_tried_again() {
    with(9, |shop| {
        let rule = "a 500 says that it may work another time: the key is free";
        for path in ["/fails", "/panics"] {
            let head = format!("POST {path}\nIdempotency-Key: {path}");
            for _ in 0..2 {
                let answer = send(shop, &head, "x");
                has_status(&answer, "500", rule);
                let mark = "Idempotent-Replayed";
                assert!(!answer.contains(mark), "{rule}\n  {answer:?}");
            }
        }
        let rule = "four attempts were made, none of them was kept";
        answered(&order(shop, "a", "x"), "order 5: x", rule);
    });
}

#[test]
fn a_no_is_an_answer() {
    with(9, |shop| {
        let ask =
            |path| send(shop, &format!("POST {path}\nIdempotency-Key: a"), "x");
        let first = ask("/refuses");
        has_status(&first, "403", "the view refuses");
        assert!(first.contains("refusal 1"), "{first:?}");
        let rule = "a 4xx would be the same again, so it is kept";
        replayed(&first, &ask("/refuses"), rule);
    });
}

#[test]
fn what_is_long_or_may_be_is_not_kept() {
    with(9, |shop| {
        let ask = |path: &str| {
            send(shop, &format!("POST {path}\nIdempotency-Key: a"), "")
        };
        let rule = "nobody knows how long a stream is: it is sent as it comes, \
                    and its key is free";
        answered(&ask("/streams"), "order 1", rule);
        answered(&ask("/streams"), "order 2", rule);
        let rule = "MOST bytes are kept, one more is not";
        let most = usize::try_from(MOST).expect("it is small");
        let long = |size: usize| format!("/long/{}", size - "order N".len());
        let dots = |n: usize, size: usize| {
            format!("order {n}{}", ".".repeat(size - "order N".len()))
        };
        answered(&ask(&long(most + 1)), &dots(3, most + 1), rule);
        answered(&ask(&long(most + 1)), &dots(4, most + 1), rule);
        let first = ask(&long(most));
        answered(&first, &dots(5, most), rule);
        replayed(&first, &ask(&long(most)), rule);
    });
}
