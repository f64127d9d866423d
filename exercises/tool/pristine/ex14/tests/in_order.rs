//! Judges the exercise `in_order`.

use ex14::in_order::{End, Fate, InOrder, Ticket};
use testing::{assert_bytes, within};

use End::*;

#[path = "in_order/ends.rs"]
mod ends;

/// A queue that is dealt with in time, or not at all.
#[track_caller]
fn with(
    most: usize,
    room: usize,
    work: impl FnOnce(&mut InOrder) + Send + 'static,
) {
    within("the queue", move || work(&mut InOrder::new(most, room)));
}

#[track_caller]
fn ask(queue: &mut InOrder) -> Ticket {
    queue.request(false).expect("there is room for another request")
}

#[track_caller]
fn say(queue: &mut InOrder, ticket: Ticket, bytes: &str) {
    let taken = queue.data(ticket, bytes.as_bytes());
    assert_eq!(taken, bytes.len(), "there is room for {bytes:?}");
}

#[track_caller]
fn output(queue: &InOrder, want: &str, rule: &str) {
    assert_bytes(b"", queue.output(), want.as_bytes(), rule);
}

/// Sends all there is, in pieces of at most 3 bytes.
fn send(queue: &mut InOrder) -> String {
    let mut all = Vec::new();
    loop {
        let n = queue.output().len().min(3);
        if n == 0 {
            return String::from_utf8_lossy(&all).into_owned();
        }
        all.extend_from_slice(&queue.output()[..n]);
        queue.sent(n);
    }
}

#[test]
fn answers_leave_in_the_order_of_the_requests() {
    with(10, 100, |queue| {
        let (a, b, c) = (ask(queue), ask(queue), ask(queue));
        for (ticket, text) in [(c, "three"), (b, "two"), (a, "one")] {
            say(queue, ticket, text);
            queue.end(ticket, Keep);
        }
        let rule = "the first answer is for the first request, whoever was \
                    ready first";
        assert_eq!(send(queue), "onetwothree", "{rule}");
        assert_eq!(queue.fate(), Fate::Open, "the client may ask more");
    });
}

#[test]
fn the_answer_at_the_front_leaves_as_it_comes() {
    with(10, 100, |queue| {
        let (a, b) = (ask(queue), ask(queue));
        say(queue, a, "on");
        say(queue, b, "tw");
        let rule = "what is there of the answer at the front can be sent, \
                    though it has not ended";
        output(queue, "on", rule);
        queue.sent(1);
        output(queue, "n", "what was sent is gone");
        say(queue, a, "e");
        output(queue, "ne", rule);
        queue.sent(2);
        let rule = "the one at the front has not ended: nobody may speak \
                    before it has";
        output(queue, "", rule);
        queue.end(a, Keep);
        let rule = "the one at the front has ended, and all of it is sent: \
                    now it is the next one's turn";
        output(queue, "tw", rule);
        say(queue, b, "o");
        assert_eq!(send(queue), "two");
    });
}

#[test]
fn an_answer_that_has_ended_is_sent_to_its_end() {
    with(10, 100, |queue| {
        let (a, b) = (ask(queue), ask(queue));
        say(queue, b, "two");
        queue.end(b, Keep);
        say(queue, a, "one");
        queue.end(a, Keep);
        output(queue, "one", "the output is one answer's");
        queue.sent(2);
        let rule = "it has ended, but not all of it is sent";
        output(queue, "e", rule);
        queue.sent(1);
        output(queue, "two", "and now the next one");
    });
}

#[test]
fn answers_without_bytes_stop_nobody() {
    with(10, 100, |queue| {
        let (a, b, c) = (ask(queue), ask(queue), ask(queue));
        queue.end(b, Keep);
        say(queue, c, "three");
        queue.end(c, Keep);
        queue.end(a, Keep);
        let rule = "two answers had no bytes at all: the third is at the front";
        output(queue, "three", rule);
        queue.sent(5);
        let d = ask(queue);
        say(queue, d, "four");
        output(queue, "four", "and it goes on");
    });
}

#[test]
fn so_many_requests_are_taken() {
    with(2, 100, |queue| {
        let (a, b) = (ask(queue), ask(queue));
        let rule = "there are 2, and no more than 2 may wait";
        assert_eq!(queue.request(false), None, "{rule}");
        say(queue, b, "two");
        queue.end(b, Keep);
        let rule = "b has ended, but it is not sent: it still takes memory";
        assert_eq!(queue.request(false), None, "{rule}");
        say(queue, a, "one");
        queue.end(a, Keep);
        queue.sent(2);
        assert_eq!(queue.request(false), None, "a is not sent to its end");
        queue.sent(1);
        let rule = "a is answered and sent: there is room for another";
        let c = queue.request(false).expect(rule);
        assert_eq!(queue.request(false), None, "but for one only");
        say(queue, c, "three");
        assert_eq!(send(queue), "twothree", "c stands behind b");
    });
}

#[test]
fn a_ticket_names_one_request() {
    with(2, 100, |queue| {
        let mut seen: Vec<Ticket> = Vec::new();
        for _ in 0..100 {
            let ticket = ask(queue);
            assert!(!seen.contains(&ticket), "{ticket:?} is given twice");
            seen.push(ticket);
            queue.end(ticket, Keep);
        }
        let old = seen[0];
        let new = ask(queue);
        let rule = "what comes for an answer that has ended is thrown away";
        assert_eq!(queue.data(old, b"late"), 4, "{rule}: all of it is taken");
        queue.end(old, Cut);
        output(queue, "", rule);
        say(queue, new, "in time");
        output(queue, "in time", rule);
        assert_eq!(queue.fate(), Fate::Open, "{rule}, and ends nothing");
        queue.end(new, Keep);
        assert_eq!(queue.data(new, b"late"), 4, "{rule}: all of it is taken");
        output(queue, "in time", rule);
    });
}

#[test]
fn each_answer_has_room_of_its_own() {
    with(3, 4, |queue| {
        let (a, b, c) = (ask(queue), ask(queue), ask(queue));
        let rule = "as much as there is room for is taken";
        assert_eq!(queue.data(c, b"three"), 4, "{rule}");
        assert_eq!(queue.data(c, b"e"), 0, "{rule}: no more");
        assert_eq!(queue.data(b, b"tw"), 2, "{rule}");
        assert_eq!(queue.data(b, b"o, 2"), 2, "{rule}: 2 are there already");
        let rule = "those that wait have filled their room. The one they wait \
                    for needs some, or nobody ever goes on";
        assert_eq!(queue.data(a, b"on"), 2, "{rule}");
        assert_eq!(queue.data(a, b"e, 1"), 2, "the room is for it, too");
        queue.sent(3);
        let rule = "what was sent makes room";
        assert_eq!(queue.data(a, b" 1, 2"), 3, "{rule}");
        queue.end(a, Keep);
        assert_eq!(send(queue), ", 1,two,", "all that was taken is sent");
    });
}

#[test]
fn any_order_gives_the_same_bytes() {
    within("the queue", || {
        let mut random = 1_u64;
        for round in 0..300 {
            let mut queue = InOrder::new(8, 5);
            let texts: Vec<String> =
                (0..8).map(|n| format!("<{n}:{}>", "x".repeat(n))).collect();
            let tickets: Vec<Ticket> =
                texts.iter().map(|_| ask(&mut queue)).collect();
            let mut left: Vec<&[u8]> =
                texts.iter().map(String::as_bytes).collect();
            let mut ended = [false; 8];
            let mut sent = Vec::new();
            for step in 0.. {
                assert!(step < 100_000, "round {round}: it stands still");
                random = random.wrapping_mul(6_364_136_223_846_793_005);
                random = random.wrapping_add(1_442_695_040_888_963_407);
                let (who, size) = (random >> 61, (random >> 40) % 4);
                let who = who as usize;
                let n = left[who].len().min(size as usize);
                let n = queue.data(tickets[who], &left[who][..n]);
                left[who] = &left[who][n..];
                if left[who].is_empty() && !ended[who] {
                    queue.end(tickets[who], Keep);
                    ended[who] = true;
                }
                let n = queue.output().len().min((random >> 33) as usize % 3);
                sent.extend_from_slice(&queue.output()[..n]);
                queue.sent(n);
                if ended == [true; 8] && queue.output().is_empty() {
                    break;
                }
            }
            let rule = "whoever speaks when, the bytes are the same";
            assert_bytes(b"", &sent, texts.concat().as_bytes(), rule);
        }
    });
}
