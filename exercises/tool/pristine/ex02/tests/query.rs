//! Judges the exercise `query`.

use std::net::{SocketAddr, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

use ex02::query::{QueryError, ask};
use testing::{LIMIT, assert_bytes, within};

const ID: u16 = 0x1234;
const SENT: &[u8] = b"\x12\x34time?";
const PATIENCE: Duration = Duration::from_millis(150);

/// A socket of the test's own; nothing waits for ever.
fn socket() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    socket.set_read_timeout(Some(LIMIT / 4)).expect("a time-out");
    socket
}

/// The next question, and who asks.
#[track_caller]
fn question(server: &UdpSocket) -> (Vec<u8>, SocketAddr) {
    let mut buf = [0; 1024];
    let (n, from) = server.recv_from(&mut buf).expect("a question comes");
    (buf[..n].to_vec(), from)
}

/// Asks `tries` times while `serve` plays the server; both end in time.
fn asked(
    tries: u32,
    serve: impl FnOnce(&UdpSocket) + Send + 'static,
) -> Result<String, QueryError> {
    let server = socket();
    let to = server.local_addr().expect("it is bound");
    // A single try is one that is answered: a slow machine has time for it.
    let patience = if tries == 1 { LIMIT / 4 } else { PATIENCE };
    let asking = thread::spawn(move || ask(to, ID, "time?", tries, patience));
    let serving = thread::spawn(move || serve(&server));
    let what = "ask: does every wait have an end?";
    let (answer, served) =
        within(what, move || (asking.join(), serving.join()));
    match answer {
        Err(cause) => std::panic::resume_unwind(cause),
        Ok(answer) => match (served, answer) {
            (Ok(()), answer) => answer,
            (Err(_), Err(QueryError::Io(error))) => panic!(
                "a time-out is no reason to give up while there are tries \
                 left, and the server waited for one; got {error}"
            ),
            (Err(cause), _) => std::panic::resume_unwind(cause),
        },
    }
}

#[track_caller]
fn expect(answer: Result<String, QueryError>, want: &str, rule: &str) {
    match answer {
        Ok(text) => assert_bytes(SENT, text.as_bytes(), want.as_bytes(), rule),
        Err(error) => panic!("{rule}: got {error:?}"),
    }
}

#[test]
fn the_answer_comes_back_without_its_number() {
    let answer = asked(1, |server| {
        let (bytes, from) = question(server);
        assert_bytes(
            b"",
            &bytes,
            SENT,
            "the number, high byte first, then text",
        );
        server.send_to(b"\x12\x34noon", from).expect("room");
    });
    expect(answer, "noon", "two bytes of number, the rest is the answer");
}

#[test]
fn a_lost_question_is_asked_again() {
    let answer = asked(20, |server| {
        question(server); // lost on its way
        let (bytes, from) = question(server);
        let rule = "ask again with the same bytes, under the same number";
        assert_bytes(SENT, &bytes, SENT, rule);
        server.send_to(b"\x12\x34noon", from).expect("room");
    });
    expect(answer, "noon", "the second try is answered");
}

#[test]
fn the_number_of_tries_is_kept() {
    let answer = asked(3, |server| {
        for _ in 0..3 {
            question(server);
        }
        server.set_read_timeout(Some(PATIENCE * 3)).expect("a time-out");
        let more = server.recv_from(&mut [0; 64]);
        assert!(more.is_err(), "three tries are three questions, not more");
    });
    let rule = "without any answer the result is NoAnswer";
    assert!(matches!(answer, Err(QueryError::NoAnswer)), "{rule}: {answer:?}");
}

#[test]
fn an_answer_to_another_question_is_passed_over() {
    let answer = asked(1, |server| {
        let (_, from) = question(server);
        server.send_to(b"\x12\x33midnight", from).expect("room");
        server.send_to(b"\x34\x12midnight", from).expect("room");
        server.send_to(b"\x12\x34noon", from).expect("room");
    });
    expect(answer, "noon", "only the answer with our number is ours");
}

#[test]
fn what_a_stranger_sends_is_passed_over() {
    let answer = asked(1, |server| {
        let (_, from) = question(server);
        let stranger = socket();
        // Whether it can reach you at all is for you to decide.
        let _ = stranger.send_to(b"\x12\x34midnight", from);
        server.send_to(b"\x12\x34noon", from).expect("room");
    });
    let rule = "anybody can send to your socket; only the server can answer";
    expect(answer, "noon", rule);
}

#[test]
fn too_short_and_too_long_ones_are_passed_over() {
    let answer = asked(1, |server| {
        let (_, from) = question(server);
        let mut long = b"\x12\x34".to_vec();
        long.resize(513, b'x');
        for bytes in [&b""[..], b"\x12", &long, b"\x12\x34noon"] {
            server.send_to(bytes, from).expect("room");
        }
    });
    expect(answer, "noon", "bytes from outside may be of any length");
}

#[test]
fn an_empty_answer_and_the_longest_one_are_answers() {
    for len in [2, 512] {
        let answer = asked(1, move |server| {
            let (_, from) = question(server);
            let mut bytes = b"\x12\x34".to_vec();
            bytes.resize(len, b'x');
            server.send_to(&bytes, from).expect("room");
        });
        let want = "x".repeat(len - 2);
        expect(answer, &want, "2 to 512 bytes are an answer");
    }
}

#[test]
fn chatter_is_left_in_time() {
    let server = socket();
    let to = server.local_addr().expect("it is bound");
    let talking = thread::spawn(move || {
        let mut buf = [0; 64];
        let Ok((_, from)) = server.recv_from(&mut buf) else { return };
        let end = Instant::now() + Duration::from_secs(3);
        while Instant::now() < end {
            let _ = server.send_to(b"\0\0blah", from);
            thread::park_timeout(Duration::from_millis(20));
        }
    });
    let (answer, took) = within("ask, with somebody who chatters", move || {
        let start = Instant::now();
        (ask(to, ID, "time?", 2, PATIENCE), start.elapsed())
    });
    drop(talking); // it ends by itself
    assert!(
        took < Duration::from_secs(2),
        "patience runs from the sending of the question, whatever else \
         comes: 2 tries of {PATIENCE:?} took {took:?}",
    );
    let rule = "nothing of that was an answer";
    assert!(matches!(answer, Err(QueryError::NoAnswer)), "{rule}: {answer:?}");
}

#[test]
fn nobody_there_is_known_at_once() {
    let gone = socket();
    let to = gone.local_addr().expect("it is bound");
    drop(gone);
    let answer = within("ask, and nobody receives", move || {
        ask(to, ID, "time?", 2, LIMIT / 5)
    });
    assert!(answer.is_err(), "nobody was there: {answer:?}");
}
