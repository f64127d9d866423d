//! The last answer of a connection.

use ex14::in_order::{End::*, Fate};

use super::{ask, output, say, send, with};

#[test]
fn an_answer_that_closes_is_the_last() {
    with(10, 4, |queue| {
        let (a, b, c) = (ask(queue), ask(queue), ask(queue));
        say(queue, c, "3333");
        say(queue, b, "two");
        queue.end(b, Close);
        let rule = "b said that it is the last: nobody is asked any more";
        assert_eq!(queue.request(false), None, "{rule}");
        let rule = "c will never be sent: whoever makes it is let talk";
        assert_eq!(queue.data(c, b"more than fits"), 14, "{rule}");
        queue.end(c, Cut);
        assert_eq!(queue.fate(), Fate::Open, "a and b are to be sent");
        say(queue, a, "one");
        queue.end(a, Keep);
        queue.sent(3);
        assert_eq!(queue.fate(), Fate::Open, "b is to be sent");
        assert_eq!(send(queue), "two", "what stands behind b is not sent");
        let rule = "b is sent, and said that it is the last: close";
        assert_eq!(queue.fate(), Fate::Close, "{rule}");
        assert_eq!(queue.request(false), None, "it stays so");
    });
}

#[test]
fn the_clients_last_request_is_the_last() {
    with(10, 100, |queue| {
        let a = ask(queue);
        let b = queue.request(true).expect("there is room");
        let rule = "the client has said that this was its last request";
        assert_eq!(queue.request(false), None, "{rule}");
        say(queue, b, "two");
        queue.end(b, Keep);
        assert_eq!(queue.fate(), Fate::Open, "a is not answered");
        say(queue, a, "one");
        queue.end(a, Keep);
        assert_eq!(queue.fate(), Fate::Open, "nothing is sent");
        assert_eq!(send(queue), "onetwo", "both are answered");
        assert_eq!(queue.fate(), Fate::Close, "{rule}, and it is answered");
    });
    with(1, 100, |queue| {
        let a = ask(queue);
        let rule = "one that was not taken was not asked: its last means \
                    nothing";
        assert_eq!(queue.request(true), None, "there is room for one");
        queue.end(a, Keep);
        assert_eq!(queue.fate(), Fate::Open, "{rule}");
        assert!(queue.request(true).is_some(), "{rule}");
    });
}

#[test]
fn an_answer_that_fails_is_cut_and_the_connection_reset() {
    with(10, 100, |queue| {
        let (a, b, c) = (ask(queue), ask(queue), ask(queue));
        say(queue, c, "three");
        queue.end(c, Keep);
        say(queue, b, "half of tw");
        queue.end(b, Cut);
        let rule = "nobody knows what b would have said: nothing comes behind";
        assert_eq!(queue.request(false), None, "{rule}");
        let rule = "the answers before the one that failed are sent as ever";
        say(queue, a, "one");
        assert_eq!(queue.fate(), Fate::Open, "{rule}");
        queue.end(a, Keep);
        assert_eq!(queue.fate(), Fate::Open, "{rule}");
        assert_eq!(send(queue), "one", "{rule}; the others are not");
        let rule = "a clean end would make the client take a part for the \
                    whole: reset";
        assert_eq!(queue.fate(), Fate::Reset, "{rule}");
    });
    with(10, 100, |queue| {
        let a = ask(queue);
        say(queue, a, "half of one");
        queue.sent(4);
        queue.end(a, Cut);
        let rule = "it is at the front: what was not sent of it is dropped, \
                    and the connection is reset at once";
        output(queue, "", rule);
        assert_eq!(queue.fate(), Fate::Reset, "{rule}");
    });
    with(10, 100, |queue| {
        let a = queue.request(true).expect("there is room");
        queue.end(a, Cut);
        let rule = "the client's last request has failed: that is no clean \
                    end either";
        assert_eq!(queue.fate(), Fate::Reset, "{rule}");
    });
}

#[test]
fn two_that_end_it_are_settled_by_the_first_in_line() {
    with(10, 100, |queue| {
        let (a, b) = (ask(queue), ask(queue));
        queue.end(b, Cut);
        say(queue, a, "one");
        queue.end(a, Close);
        assert_eq!(send(queue), "one");
        let rule = "a was the last, so b was never owed: a clean end";
        assert_eq!(queue.fate(), Fate::Close, "{rule}");
    });
}
