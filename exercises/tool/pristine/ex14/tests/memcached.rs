//! Judges the exercise `memcached`.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::process::Command;
use std::sync::{Arc, Mutex};

use bytes::BytesMut;
use ex14::memcached::{
    MAX_KEY, MAX_LINE, MAX_OUTPUT, MAX_SKIP, MAX_VALUE, Memcached, Store,
};
use http_basic::{Next, Protocol};
use testing::{Server, assert_bytes, drain, some_cuts, within};

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
fn the_length_says_where_a_value_ends() {
    answers(
        "set a 0 0 22\r\none\r\ndelete a\r\nget a\r\n\r\nget a\r\n",
        "STORED\r\nVALUE a 0 22\r\none\r\ndelete a\r\nget a\r\n\r\nEND\r\n",
        "a value is BYTES bytes: a line end in it ends nothing, and what looks \
         like a command in it is none",
    );
    let sent = b"set a 0 0 4\r\n\xff\0\r\r\r\nget a\r\n";
    let want = b"STORED\r\nVALUE a 0 4\r\n\xff\0\r\r\r\nEND\r\n";
    answers(sent, want, "a value is any bytes");
}

#[test]
fn a_value_that_does_not_end_where_it_should_ends_the_conversation() {
    let rule = "behind the value stands CR LF, or nobody knows where the next \
                command begins";
    for value in
        ["hello, you\r\n", "helloget a\r\n", "hello\n\r\n", "hello\r\r"]
    {
        let sent = format!("set a 0 0 5\r\n{value}get a\r\nget a\r\n");
        check(sent, CLIENT, Next::Drain, rule);
    }
    let sent = "set a 0 0 5\r\nhello\r\nset a 0 0 4\r\nworld\r\n";
    let want = format!("STORED\r\n{CLIENT}");
    check(sent, want, Next::Drain, rule);
}

#[test]
fn a_length_that_cannot_be_read_ends_the_conversation() {
    let rule = "without BYTES nobody knows where the value ends: what comes is \
                a value or a command, and must be neither";
    for line in [
        "set a 0 0",
        "set a 0",
        "set a",
        "set",
        "set a 0 0 noreply",
        "set a 0 0 +5",
        "set a 0 0 -1",
        "set a 0 0 0x5",
        "set a 0 0 5,5",
        "set a 0 0 5 noreply\r\nhello\r\nset a 0 0 five noreply",
    ] {
        let sent = format!("{line}\r\nhello\r\nget a\r\n");
        check(sent, CLIENT, Next::Drain, rule);
    }
}

#[test]
fn a_set_that_is_refused_still_has_its_value() {
    let rule = "the line is wrong, but it says how long the value is: pass \
                over that. Its bytes are a stranger's, and no commands";
    let long = "k".repeat(MAX_KEY + 1);
    for line in [
        format!("set {long} 0 0 10"),
        "set a -1 0 10".to_owned(),
        "set a 4294967296 0 10".to_owned(),
        "set a 0 soon 10".to_owned(),
        "set a 0 4294967296 10".to_owned(),
        "set a 0 0 10 now".to_owned(),
        "set a 0 0 10 noreply now".to_owned(),
    ] {
        let sent = format!("{line}\r\ndelete b\r\n\r\nget a\r\n");
        answers(sent, format!("{CLIENT}END\r\n"), rule);
    }
    let key = "k".repeat(MAX_KEY);
    let sent = format!("set {key} 0 0 1\r\nx\r\ndelete {key}\r\n");
    let rule = format!("a key of {MAX_KEY} bytes is in order");
    answers(sent, "STORED\r\nDELETED\r\n", &rule);
    let rule = "what is passed over ends with CR LF, too";
    let sent = "set a b 0 5\r\nhello get a\r\nget a\r\n";
    check(sent, CLIENT, Next::Drain, rule);
}

#[test]
fn a_value_over_the_limit_is_passed_over() {
    let value = "v".repeat(MAX_VALUE);
    let rule = format!("a value of {MAX_VALUE} bytes is in order");
    let sent = format!("set a 0 0 {MAX_VALUE}\r\n{value}\r\nget a\r\n");
    let want = format!("STORED\r\nVALUE a 0 {MAX_VALUE}\r\n{value}\r\nEND\r\n");
    answers(sent, want, &rule);
    let more = MAX_VALUE + 1;
    let sent = format!("set b 0 0 {more}\r\n{value}v\r\nget b\r\n");
    let rule = "a longer one is refused behind its last byte, and the \
                conversation goes on";
    answers(sent, format!("{SERVER}END\r\n"), rule);
    let rule = "the old value goes when the new one is too large: a reader \
                would take the stale one for it";
    let sent = format!(
        "set a 0 0 1\r\nx\r\nset a 0 0 {more}\r\n{value}v\r\nget a\r\n"
    );
    answers(sent, format!("STORED\r\n{SERVER}END\r\n"), rule);
    let rule = "a line that is wrong says nothing about the old value";
    let sent = format!(
        "set a 0 0 1\r\nx\r\nset a x 0 {more}\r\n{value}v\r\nget a\r\n"
    );
    let want = format!("STORED\r\n{CLIENT}VALUE a 0 1\r\nx\r\nEND\r\n");
    answers(sent, want, rule);
}

#[test]
fn what_is_passed_over_is_not_kept() {
    let said = within("data_received", || {
        let piece = [b'v'; 1_000];
        let line = format!("set a 0 0 {}\r\n", 500 * piece.len());
        let mut chunks = vec![line.as_bytes()];
        chunks.resize(501, &piece[..]);
        chunks.push(b"\r\nget a\r\n");
        talk(&store(), &chunks)
    });
    let want = format!("{SERVER}END\r\n");
    let got = without_texts(&said.answers);
    let rule = "500,000 bytes are passed over, 1,000 at a time";
    assert_bytes(b"", &got, want.as_bytes(), rule);
    let rule = "what is passed over need not be there as a whole";
    assert!(said.left <= 2, "{rule}: {} bytes were left", said.left);
}

#[test]
fn too_much_to_pass_over_ends_the_conversation() {
    let rule = "a server does not read for an hour only to say no";
    for bytes in [&(MAX_SKIP + 1).to_string(), "99999999999999999999999999"] {
        let sent = format!("set a 0 0 {bytes}\r\nget a\r\nget a\r\n");
        check(sent, SERVER, Next::Drain, rule);
    }
}

#[test]
fn a_command_that_is_wrong_costs_one_answer() {
    answers(
        "GET a\r\n\r\nincr a 1\r\nget\x20a\r\n",
        "ERROR\r\nERROR\r\nERROR\r\nEND\r\n",
        "what is no command here is an ERROR, and the next line is read",
    );
    let long = "k".repeat(MAX_KEY + 1);
    let sent = format!(
        "get\r\nget a {long}\r\ndelete\r\ndelete a b\r\ndelete {long}\r\n\
         quit now\r\nget a\r\n"
    );
    let want = format!("{}END\r\n", CLIENT.repeat(6));
    answers(sent, want, "a known command with the wrong words: CLIENT_ERROR");
    let sent = format!("set a 0 0 1\r\nx\r\nget a {long}\r\n");
    let rule = "look at all keys before you say the first value";
    answers(sent, format!("STORED\r\n{CLIENT}"), rule);
}

#[test]
fn noreply_is_not_answered() {
    answers(
        "set a 0 0 1 noreply\r\nx\r\nget a\r\ndelete a noreply\r\n\
         delete a noreply\r\nget a\r\n",
        "VALUE a 0 1\r\nx\r\nEND\r\nEND\r\n",
        "with noreply it is done and not answered",
    );
    let value = "v".repeat(MAX_VALUE + 1);
    let sent = format!(
        "set a x 0 1 noreply\r\nx\r\nset a 0 0 {} noreply\r\n{value}\r\n\
         delete a b noreply\r\nget a\r\n",
        value.len()
    );
    let rule = "an error is not answered either: the client would take it for \
                the answer to its get";
    answers(sent, "END\r\n", rule);
    let rule = "before the server closes it says why, noreply or not";
    check("set a 0 0 1 noreply\r\nxyz", CLIENT, Next::Drain, rule);
}

#[test]
fn a_line_that_two_readers_take_apart_differently_is_refused() {
    let rule = "another reader sees other words, or two commands: CLIENT_ERROR \
                and the end";
    for line in [
        "get a\ndelete a",
        "get a\rdelete a",
        "get a\tb",
        "get \0a",
        "get  a",
        " get a",
        "get a ",
        "set  a 0 0 5 5",
        " ",
        "get \x7f",
    ] {
        let sent = format!("{line}\r\nget a\r\nget a\r\n");
        check(sent, CLIENT, Next::Drain, rule);
    }
}

#[test]
fn a_line_has_a_limit() {
    let line = format!("x{}", " a".repeat((MAX_LINE - 1) / 2));
    let line = format!("{line:x<MAX_LINE$}");
    let rule = format!("a line of {MAX_LINE} bytes is read");
    answers(format!("{line}\r\nget a\r\n"), "ERROR\r\nEND\r\n", &rule);
    let rule = "a longer one is CLIENT_ERROR and the end";
    let sent = format!("{line}x\r\nget a\r\nget a\r\n");
    check(sent, CLIENT, Next::Drain, rule);
    let sent = "x".repeat(MAX_LINE + 3);
    check(sent, CLIENT, Next::Drain, "also one that does not end");
}

#[test]
fn the_store_has_room_for_so_many_keys() {
    let mut sent = String::new();
    for key in ["a", "b", "c", "d", "e", "f", "a"] {
        sent += &format!("set {key} 0 0 1\r\n{key}\r\n");
    }
    sent += "get f a\r\ndelete b\r\nset f 0 0 1\r\nf\r\nget f\r\n";
    let stored = "STORED\r\n";
    let want = format!(
        "{}{SERVER}{stored}VALUE a 0 1\r\na\r\nEND\r\nDELETED\r\n{stored}\
         VALUE f 0 1\r\nf\r\nEND\r\n",
        stored.repeat(5)
    );
    let rule = "room for 5 keys: SERVER_ERROR for a sixth, not for one that is \
                there already";
    answers(sent, want, rule);
}

#[test]
fn a_place_in_the_store_is_taken_by_a_value_that_has_come() {
    let said = within("data_received", || {
        let store = store();
        let mut waiting: Vec<Memcached> =
            (0..6).map(|_| Memcached::new(&store)).collect();
        let mut answers = BytesMut::new();
        for (i, memcached) in waiting.iter_mut().enumerate() {
            let mut line = BytesMut::from(&*format!("set {i} 0 0 1\r\n"));
            memcached.data_received(&mut line, &mut answers);
        }
        for memcached in &mut waiting {
            let mut value = BytesMut::from("x\r\n");
            memcached.data_received(&mut value, &mut answers);
        }
        answers
    });
    let want = format!("{}{SERVER}", "STORED\r\n".repeat(5));
    let rule = "room for 5 keys, and 6 clients that send a new one at the same \
                time: all lines come first, then the values";
    let got = without_texts(&said);
    assert_bytes(b"", &got, want.as_bytes(), rule);
}

#[test]
fn all_connections_share_what_is_kept() {
    let said = within("data_received", || {
        let store = store();
        talk(&store, &[b"set a 0 0 1\r\nx\r\n"]);
        talk(&store, &[b"get a\r\n"])
    });
    let rule = "what one client sets another one gets";
    assert_bytes(b"", &said.answers, b"VALUE a 0 1\r\nx\r\nEND\r\n", rule);
}

#[test]
fn who_asks_faster_than_it_reads_is_stopped() {
    let most = MAX_OUTPUT + MAX_VALUE + 1_000;
    for (command, times, rule) in [
        ("get a\r\n", 1_000, "many short commands make many long answers"),
        ("get a a a a a a a a a a a a a a a a a a a a\r\n", 50, "so do keys"),
        ("\r\n", 200_000, "an empty line has an answer"),
    ] {
        let said = within("data_received", move || {
            let store = store();
            let value = "v".repeat(MAX_VALUE);
            let set = format!("set a 0 0 {MAX_VALUE}\r\n{value}\r\n");
            talk(&store, &[set.as_bytes()]);
            talk(&store, &[command.repeat(times).as_bytes()])
        });
        let got = said.answers.len();
        let rule = format!("{rule}: memory for them has a limit, too");
        assert!(got <= most, "{rule}: {got} bytes wait to be sent");
        assert!(got > MAX_OUTPUT, "{rule}, which was not reached: {got}");
        assert_eq!(said.next, Next::Drain, "{rule}: SERVER_ERROR, the end");
        let end = String::from_utf8_lossy(&said.answers[got - 80..]);
        let reason = end.lines().next_back().unwrap_or_default();
        assert!(reason.starts_with("SERVER_ERROR "), "{rule}: {end:?}");
    }
    let said = within("data_received", || {
        let value = "v".repeat(MAX_VALUE);
        let set = format!("set a 0 0 {MAX_VALUE}\r\n{value}\r\n");
        let mut chunks = vec![set.as_bytes()];
        chunks.resize(501, b"get a\r\n");
        talk(&store(), &chunks)
    });
    let rule = "who reads its answers may ask as much as it likes";
    assert_eq!(said.next, Next::Keep, "{rule}");
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
