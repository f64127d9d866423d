//! Commands that are wrong, and lines that are.

use ex14::memcached::{MAX_KEY, MAX_LINE, MAX_VALUE};
use http_basic::Next;

use super::{CLIENT, answers, check};

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
