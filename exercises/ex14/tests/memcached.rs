//! Judges the exercise `memcached`.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::process::Command;
use std::sync::{Arc, Mutex};

use bytes::BytesMut;
use ex14::memcached::{MAX_VALUE, Memcached, Store};
use http_basic::{Next, Protocol};
use testing::{Server, assert_bytes, drain, some_cuts, within};

#[path = "memcached/lengths.rs"]
mod lengths;
#[path = "memcached/lines.rs"]
mod lines;
#[path = "memcached/room.rs"]
mod room;

type Shared = Arc<Mutex<Store>>;

fn store() -> Shared {
    Arc::new(Mutex::new(Store::new(5)))
}

/// What came of a conversation.
struct Said {
    /// All that was answered, as it was.
    answers: Vec<u8>,
    next: Next,
    idle: bool,
    /// The most that was left in the input after a call, in bytes.
    left: usize,
}

/// Lets a client send `chunks`, and read all answers after each of them.
fn talk(store: &Shared, chunks: &[&[u8]]) -> Said {
    let mut memcached = Memcached::new(store);
    let (mut input, mut answers) = (BytesMut::new(), Vec::new());
    let (mut next, mut left) = (Next::Keep, 0);
    for chunk in chunks {
        if next != Next::Keep {
            break;
        }
        let mut output = BytesMut::new();
        input.extend_from_slice(chunk);
        next = memcached.data_received(&mut input, &mut output);
        answers.extend_from_slice(&output);
        left = left.max(input.len());
    }
    Said { answers, next, idle: memcached.is_idle(), left }
}

/// The answers, those for errors without their text.
fn without_texts(answers: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    for line in answers.split_inclusive(|&byte| byte == b'\n') {
        match line {
            [b'C' | b'S', ..] if line.ends_with(b"\r\n") => {
                let word = line.split(|&b| b == b' ').next().unwrap_or(line);
                all.extend_from_slice(word);
                if word.len() < line.len() {
                    all.extend_from_slice(b" ...\r\n");
                }
            }
            _ => all.extend_from_slice(line),
        }
    }
    all
}

const CLIENT: &str = "CLIENT_ERROR ...\r\n";
const SERVER: &str = "SERVER_ERROR ...\r\n";

/// What a client sends, cut in some ways, must be answered with `want`, each
/// way with a store of its own.
#[track_caller]
fn check(
    sent: impl AsRef<[u8]>,
    want: impl AsRef<[u8]>,
    next: Next,
    rule: &str,
) {
    let sent = sent.as_ref().to_vec();
    let copy = sent.clone();
    let all = within("data_received: does a loop stand still?", move || {
        let cuts = some_cuts(&copy, 5);
        cuts.iter().map(|chunks| talk(&store(), chunks)).collect::<Vec<_>>()
    });
    for (said, how) in all.iter().zip(["whole", "byte by byte", "in pieces"]) {
        let rule = format!("{rule}\n  came {how}");
        let got = without_texts(&said.answers);
        assert_bytes(&sent, &got, want.as_ref(), &rule);
        assert_eq!(said.next, next, "{rule}: what becomes of the connection?");
        let most = MAX_VALUE + 2;
        let rule = "what a client can make the server keep has a limit";
        assert!(said.left <= most, "{rule}: {} bytes are left", said.left);
    }
}

/// The same, and the conversation goes on.
#[track_caller]
fn answers(sent: impl AsRef<[u8]>, want: impl AsRef<[u8]>, rule: &str) {
    check(sent, want, Next::Keep, rule);
}

#[test]
fn a_value_can_be_set_and_got() {
    answers(
        "set greeting 7 0 5\r\nhello\r\nget greeting\r\nget nobody\r\n",
        "STORED\r\nVALUE greeting 7 5\r\nhello\r\nEND\r\nEND\r\n",
        "set keeps a value with its flags, get gives it back, END ends it",
    );
    answers(
        "set a 007 0 0\r\n\r\nset a 4294967295 60 1\r\nx\r\nget a\r\n",
        "STORED\r\nSTORED\r\nVALUE a 4294967295 1\r\nx\r\nEND\r\n",
        "a value may be empty; a second set replaces the first",
    );
    answers(
        "set a 007 0 0\r\n\r\nget a\r\n",
        "STORED\r\nVALUE a 7 0\r\n\r\nEND\r\n",
        "FLAGS come back as a number",
    );
    answers(
        "set a 0 0 1\r\nA\r\nset b 0 0 1\r\nB\r\nget b x a b\r\n",
        "STORED\r\nSTORED\r\nVALUE b 0 1\r\nB\r\nVALUE a 0 1\r\nA\r\n\
         VALUE b 0 1\r\nB\r\nEND\r\n",
        "get names many keys, and one END ends all that is there of them",
    );
}

#[test]
fn a_value_can_be_deleted() {
    answers(
        "set a 0 0 1\r\nx\r\ndelete a\r\ndelete a\r\nget a\r\n",
        "STORED\r\nDELETED\r\nNOT_FOUND\r\nEND\r\n",
        "DELETED the first time, then NOT_FOUND",
    );
    answers(
        "set noreply 0 0 1\r\nx\r\ndelete noreply\r\nget noreply\r\n",
        "STORED\r\nDELETED\r\nEND\r\n",
        "noreply alone behind delete is a key",
    );
}

#[test]
fn it_is_idle_between_two_commands() {
    let idle = |sent: &'static str| {
        within("data_received", || talk(&store(), &[sent.as_bytes()])).idle
    };
    let rule = "a server that ends closes idle conversations at once";
    assert!(idle(""), "{rule}: nothing was said");
    assert!(idle("set a 0 0 1\r\nx\r\n"), "{rule}: all is answered");
    assert!(!idle("set a 0 0 5\r\nhel"), "{rule}: a value is half here");
    assert!(!idle("set a x 0 5\r\nhel"), "{rule}: half is passed over");
}

#[test]
fn quit_ends_it_without_an_answer() {
    let rule = "quit closes, whatever else was sent";
    check("get a\r\nquit\r\nget a\r\n", "END\r\n", Next::Close, rule);
}

#[test]
fn the_program_serves_two_at_a_time() {
    let program = testing::program!("14", "memcached");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let (mut one, mut two) = (server.connect(), server.connect());
    one.write_all(b"set a 1 0 5\r\nhello\r\n").expect("room");
    let mut stored = [0; 8];
    one.read_exact(&mut stored).expect("an answer");
    two.write_all(b"get a\r\n").expect("room");
    two.shutdown(Shutdown::Write).expect("an open socket");
    let rule = "what one sets the other gets";
    let want = b"VALUE a 1 5\r\nhello\r\nEND\r\n";
    assert_bytes(b"get a\r\n", &drain(&mut two), want, rule);
    one.write_all(b"quit\r\n").expect("room");
    assert_bytes(b"quit\r\n", &drain(&mut one), b"", "quit is the end");
}
