//! Judges the exercise `again`.

use ex14::again::{Answered, Asked, again};
use http1::Version;
use testing::within;

/// The first line of a head, and its fields.
fn head(
    text: &'static str,
) -> (&'static str, Vec<(&'static str, &'static str)>) {
    let mut lines = text.split('\n');
    let first = lines.next().expect("a first line");
    let field = |line: &'static str| {
        let (name, value) = line.split_once(':').expect("NAME: VALUE");
        (name, value.trim())
    };
    (first, lines.map(field).collect())
}

/// What becomes of the connection after these two heads.
#[track_caller]
fn check(asked: &'static str, answered: &'static str, want: bool, rule: &str) {
    let got = within("again", move || {
        let (line, fields) = head(asked);
        let method = line.split(' ').next().expect("a method");
        let asked = Asked { method, fields: &fields };
        let (line, fields) = head(answered);
        let (version, status) = line.split_once(' ').expect("a status line");
        let version = match version {
            "HTTP/1.0" => Version::Http10,
            _ => Version::Http11,
        };
        let status = status.parse().expect("a number");
        again(&asked, &Answered { version, status, fields: &fields })
    });
    let word = |keep| if keep { "keep it" } else { "close it" };
    assert!(
        got == want,
        "{rule}\n  asked    {asked:?}\n  answered {answered:?}\n  want     \
         {}\n  got      {}",
        word(want),
        word(got),
    );
}

/// The same for an answer to a plain GET.
#[track_caller]
fn get(answered: &'static str, want: bool, rule: &str) {
    check("GET / HTTP/1.1", answered, want, rule);
}

#[test]
fn a_connection_of_http11_is_kept() {
    let rule = "in HTTP/1.1 a connection persists unless somebody says close";
    get("HTTP/1.1 200\nContent-Length: 5", true, rule);
    get("HTTP/1.1 404\ncontent-length: 0", true, rule);
    get("HTTP/1.1 200\nTransfer-Encoding: chunked", true, rule);
    let rule = "a list without close is no close";
    let answer = "HTTP/1.1 200\nConnection: closed, x\nContent-Length: 5";
    get(answer, true, rule);
}

#[test]
fn each_side_can_end_it() {
    let rule = "who says close means it: the server closes after its answer";
    get("HTTP/1.1 200\nConnection: close\nContent-Length: 5", false, rule);
    let rule = "the client's own close counts, too: the server has read it and \
                closes, whether it says so or not";
    let asked = "GET / HTTP/1.1\nConnection: close";
    check(asked, "HTTP/1.1 200\nContent-Length: 5", false, rule);
}

#[test]
fn http10_has_to_say_that_it_stays() {
    let rule = "an HTTP/1.0 server closes unless it says keep-alive";
    get("HTTP/1.0 200\nContent-Length: 5", false, rule);
    let asked = "GET / HTTP/1.1\nConnection: keep-alive";
    check(asked, "HTTP/1.0 200\nContent-Length: 5", false, rule);
    let answer = "HTTP/1.0 200\nConnection: keep-alive\nContent-Length: 5";
    get(answer, true, "keep-alive in the answer: it agrees");
    let answer =
        "HTTP/1.0 200\nConnection: keep-alive, close\nContent-Length: 5";
    get(answer, false, "close is stronger than keep-alive");
}

#[test]
fn a_list_has_parts_in_any_case_and_goes_on_in_other_fields() {
    let rule = "close may stand anywhere in the list, in any case";
    for answer in [
        "HTTP/1.1 200\nConnection: x, close\nContent-Length: 5",
        "HTTP/1.1 200\nConnection: CLOSE\nContent-Length: 5",
        "HTTP/1.1 200\nconnection: a,\tClose ,b\nContent-Length: 5",
    ] {
        get(answer, false, rule);
    }
    let rule = "a list may stand in several fields (RFC 9110, section 5.3)";
    let answer =
        "HTTP/1.1 200\nConnection: x\nConnection: close\nContent-Length: 5";
    get(answer, false, rule);
    let answer = "HTTP/1.0 200\nConnection: x\nContent-Length: 5\n\
                  CONNECTION: Keep-Alive";
    get(answer, true, rule);
}

#[test]
fn other_fields_decide_nothing() {
    let rule = "only Connection speaks about the connection";
    let answer = "HTTP/1.1 200\nProxy-Connection: close\nContent-Length: 5";
    get(answer, true, rule);
    let answer = "HTTP/1.0 200\nProxy-Connection: keep-alive\n\
                  Keep-Alive: timeout=5\nContent-Length: 5";
    get(answer, false, rule);
}

#[test]
fn an_answer_without_a_body_ends_at_its_head() {
    let rule = "this answer has no body, whatever its fields say: it is \
                complete, and the next one follows";
    check("HEAD / HTTP/1.1", "HTTP/1.1 200\nContent-Length: 5", true, rule);
    check("HEAD / HTTP/1.1", "HTTP/1.1 200", true, rule);
    check(
        "HEAD / HTTP/1.1",
        "HTTP/1.1 200\nTransfer-Encoding: gzip",
        true,
        rule,
    );
    get("HTTP/1.1 204", true, rule);
    get("HTTP/1.1 304\nContent-Length: 5", true, rule);
    let answer = "HTTP/1.1 304\nConnection: close";
    get(answer, false, "without a body, but with a close");
    get("HTTP/1.0 204", false, "without a body, but HTTP/1.0");
}

#[test]
fn a_body_that_ends_with_the_connection_is_the_last() {
    let rule = "without a length and without chunks the body ends when the \
                server closes: there is no connection left";
    get("HTTP/1.1 200", false, rule);
    get("HTTP/1.1 500\nContent-Type: text/plain", false, rule);
    get("HTTP/1.0 200\nConnection: keep-alive", false, rule);
}

#[test]
fn chunked_must_be_the_last_coding() {
    let rule = "chunked is the last coding: the body says where it ends";
    get("HTTP/1.1 200\nTransfer-Encoding: gzip, Chunked", true, rule);
    let answer = "HTTP/1.1 200\ntransfer-encoding: gzip\n\
                  Transfer-Encoding: chunked";
    get(answer, true, rule);
    let rule = "the last coding is another one: the body ends with the \
                connection";
    get("HTTP/1.1 200\nTransfer-Encoding: chunked, gzip", false, rule);
    get("HTTP/1.1 200\nTransfer-Encoding: gzip", false, rule);
    get("HTTP/1.1 200\nTransfer-Encoding: xchunked", false, rule);
    let answer = "HTTP/1.1 200\nTransfer-Encoding: chunked\n\
                  Transfer-Encoding: gzip";
    get(answer, false, rule);
}

#[test]
fn an_empty_part_is_a_part() {
    let rule = "close stands in the list, whatever is empty in it";
    get("HTTP/1.1 200\nConnection: ,close,\nContent-Length: 5", false, rule);
    let rule = "behind the last comma stands an empty coding: some readers \
                pass over it, others see no chunks";
    get("HTTP/1.1 200\nTransfer-Encoding: chunked,", false, rule);
    get("HTTP/1.1 200\nTransfer-Encoding:", false, rule);
    let answer = "HTTP/1.1 200\nTransfer-Encoding:\nContent-Length: 5";
    get(answer, false, "an empty Transfer-Encoding is one, too");
}

#[test]
fn what_can_be_read_in_two_ways_is_not_kept() {
    let rule = "two readers end this body at two places: what comes next on \
                this connection may be the rest of it";
    for answer in [
        "HTTP/1.1 200\nContent-Length: 5\nTransfer-Encoding: chunked",
        "HTTP/1.1 200\nTransfer-Encoding: chunked\nContent-Length: 5",
        "HTTP/1.0 200\nConnection: keep-alive\nTransfer-Encoding: chunked",
        "HTTP/1.1 200\nContent-Length: 5\nContent-Length: 6",
        "HTTP/1.1 200\nContent-Length: 5\ncontent-length: 5",
        "HTTP/1.1 200\nContent-Length: 5, 5",
        "HTTP/1.1 200\nContent-Length: +5",
        "HTTP/1.1 200\nContent-Length: 0x5",
        "HTTP/1.1 200\nContent-Length:",
    ] {
        get(answer, false, rule);
    }
}

#[test]
fn a_connection_that_speaks_no_http_any_more_is_gone() {
    let rule = "after this answer the connection is no HTTP any more";
    let asked = "GET /chat HTTP/1.1\nConnection: upgrade\nUpgrade: websocket";
    let answer = "HTTP/1.1 101\nConnection: upgrade\nUpgrade: websocket";
    check(asked, answer, false, rule);
    let asked = "CONNECT a:443 HTTP/1.1";
    check(asked, "HTTP/1.1 200\nContent-Length: 0", false, rule);
    check(asked, "HTTP/1.1 204", false, rule);
    let rule = "a CONNECT that was refused made no tunnel";
    check(asked, "HTTP/1.1 403\nContent-Length: 5", true, rule);
}
