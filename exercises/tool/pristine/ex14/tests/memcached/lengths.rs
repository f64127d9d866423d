//! A value's length, and what stands behind the value.

use ex14::memcached::{MAX_KEY, MAX_SKIP, MAX_VALUE};
use http_basic::Next;
use testing::{assert_bytes, within};

use super::{CLIENT, SERVER, answers, check, store, talk, without_texts};

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
