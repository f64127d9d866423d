//! Judges the exercise `smuggle`.

use std::io::Write;
use std::process::{Command, Stdio};

use ex14::smuggle::{Doubt, lint};
use http1::{Connection, Event};
use testing::within;

use Doubt::*;

#[path = "smuggle/bodies.rs"]
mod bodies;

/// Findings, each with a mark under its place.
fn marked(head: &[u8], found: &[(usize, Doubt)]) -> String {
    let mut text = String::new();
    for (at, doubt) in found {
        let from = at.saturating_sub(20).min(head.len());
        let (at_most, to) = ((*at).min(head.len()), at + 20);
        let before = head[from..at_most].escape_ascii().to_string();
        let behind = head[at_most..to.min(head.len())].escape_ascii();
        let mark = " ".repeat(before.len());
        text +=
            &format!("    {before}{behind}\n    {mark}^ {doubt:?} at {at}\n");
    }
    if text.is_empty() { "    nothing\n".to_owned() } else { text }
}

/// `head` must be found to have these doubts, and no others.
#[track_caller]
fn check(head: &[u8], want: &[(usize, Doubt)], rule: &str) {
    let copy = head.to_vec();
    let got = within("lint", move || lint(&copy));
    assert!(
        got == want,
        "{rule}\n  head \"{}\"\n  want\n{}  got\n{}",
        head.escape_ascii(),
        marked(head, want),
        marked(head, &got),
    );
}

/// The same for fields (each with its line end) behind a first line and a
/// Host in order; places count from the first of `fields`.
#[track_caller]
fn fields(fields: &[u8], want: &[(usize, Doubt)], rule: &str) {
    const FRONT: &[u8] = b"POST / HTTP/1.1\r\nHost: a\r\n";
    let head = [FRONT, fields, b"\r\n"].concat();
    let want: Vec<_> =
        want.iter().map(|&(at, doubt)| (FRONT.len() + at, doubt)).collect();
    check(&head, &want, rule);
    // What is doubtful for the lint must be refused by the chapter's machine.
    let mut machine = Connection::default();
    machine.receive(&head);
    let taken = matches!(machine.next_event(), Ok(Event::Request(_)));
    assert_eq!(taken, want.is_empty(), "the test is wrong: see the machine");
}

#[test]
fn a_head_in_order_has_no_doubts() {
    let rule = "nothing is doubtful here";
    fields(b"", &[], rule);
    fields(b"Content-Length: 5\r\nAccept: a:b\r\n", &[], rule);
    fields(b"transfer-encoding:\t Chunked \r\n", &[], rule);
    fields(b"Content-Length:0000000000000000005\r\n", &[], rule);
    check(b"GET / HTTP/1.0\r\n\r\n", &[], rule);
    check(b"GET / HTTP/1.0", &[], "a head may be cut off: no doubt in that");
    let rule = "what stands behind the empty line is the body's";
    let head = b"GET / HTTP/1.1\r\nHost: a\r\n\r\nHost: b\n folded\r\n";
    check(head, &[], rule);
}

#[test]
fn a_line_ends_with_cr_lf() {
    let rule = "a line feed alone: one reader sees the end of a line, another \
                sees a part of it";
    check(
        b"GET / HTTP/1.1\nHost: a\r\nX: b\nHost: c\r\n\r\n",
        &[(14, BareLf), (28, BareLf), (29, SecondHost)],
        rule,
    );
    let rule = "the head ends behind an empty line, whatever its end is";
    check(b"GET / HTTP/1.1\r\n\nX y\r\n", &[(16, BareLf)], rule);
    let rule = "a carriage return alone: a line end, a blank, or part of a \
                value";
    fields(
        b"X: a\rHost: b\r\nY\r: c\r\r\n",
        &[(4, BareCr), (15, BareCr), (19, BareCr)],
        rule,
    );
    let rule = "the first line is a line, and no empty one ends the head there";
    check(b"\r\nHost: a\r\nHost: b\r\n", &[(11, SecondHost)], rule);
    check(b"GET\r/ HTTP/1.1\r\n", &[(3, BareCr)], rule);
}

#[test]
fn a_field_stands_on_one_line() {
    let rule = "a line that begins with a blank: is it more of the one before?";
    fields(b"X: a\r\n b\r\n", &[(6, Folded)], rule);
    let rule = "a folded line is no field of its own here";
    let folded = b"\tTransfer-Encoding: chunked\r\n Host: b\r\n";
    fields(folded, &[(0, Folded), (29, Folded)], rule);
    let rule = "a line of blanks only is not the empty line";
    fields(b" \r\nHost: b\r\n", &[(0, Folded), (3, SecondHost)], rule);
}

#[test]
fn a_name_stands_right_before_its_colon() {
    let rule = "no name, no field";
    fields(b"what\r\n: x\r\n", &[(0, NoName), (6, NoName)], rule);
    let rule = "blanks between name and colon: is the name with them another \
                one? The lint reads on as if they were not there";
    fields(b"X : a\r\n", &[(1, Blank)], rule);
    let two = b"Content-Length \t: 5\r\nContent-Length: 6\r\n";
    fields(two, &[(14, Blank), (21, SecondLength)], rule);
}

#[test]
fn there_is_one_host_and_one_length() {
    let rule = "two readers take two of them, and the same value twice is \
                two, too";
    fields(
        b"hOST: a\r\nHost: b\r\n",
        &[(0, SecondHost), (9, SecondHost)],
        rule,
    );
    let two = b"Content-Length: 5\r\nA: b\r\ncontent-length: 5\r\n";
    fields(two, &[(25, SecondLength)], rule);
}

#[test]
fn findings_stand_in_order() {
    let rule = "findings stand in the order of their places, not in that of \
                the rules";
    let head = b"Content-Length: x\r\n folded\r\nX: y\n";
    fields(head, &[(16, NoNumber), (19, Folded), (32, BareLf)], rule);
}

#[test]
fn no_bytes_bring_it_down() {
    let rule = "whatever comes, the lint ends, and places are in the head";
    for head in
        [&b""[..], b"\n", b"\r", b"\r\n", b"\r\n:", b"x\n\t", b"x\n\xff:\xfe"]
    {
        let copy = head.to_vec();
        let found = within("lint", move || lint(&copy));
        let inside = found.iter().all(|&(at, _)| at <= head.len());
        assert!(inside, "{rule}: {:?} {found:?}", head.escape_ascii());
    }
    let rule = "the example of the task";
    check(
        b"POST / HTTP/1.1\r\nHost: a\nContent-Length: +5\r\n\
          Transfer-Encoding : x\r\n\r\n",
        &[
            (24, BareLf),
            (41, NoNumber),
            (45, LengthAndCoding),
            (62, Blank),
            (65, NotChunked),
        ],
        rule,
    );
}

#[test]
fn the_program_marks_the_place() {
    let mut program = Command::new(testing::program!("14", "smuggle"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program is built");
    let head = b"GET / HTTP/1.1\r\nHost : a\r\n\r\n";
    let mut stdin = program.stdin.take().expect("piped");
    stdin.write_all(head).expect("it reads");
    drop(stdin);
    let done = within("the program", move || program.wait_with_output());
    let done = done.expect("it ends");
    let text = String::from_utf8_lossy(&done.stdout);
    let rule = "the program prints what was found, and where";
    assert!(text.starts_with("byte 20: Blank\n"), "{rule}\n{text}");
    assert_eq!(done.status.code(), Some(1), "doubts: exit status 1");
}
