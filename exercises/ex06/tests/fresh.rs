//! Judges the exercise `fresh`.

use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::BytesMut;
use ex06::fresh::{Page, answer};
use framing::Decoder;
use http_basic::RequestDecoder;
use testing::{Server, assert_bytes, drain, within};

/// The page was changed at this second, …
const CHANGED: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
/// … which is so many after 1970.
const SECONDS: u64 = 784_111_777;
const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
const AFTER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";

/// What a page of that `age` answers to a request with these `fields`: the
/// head without its date, and the body.
fn ask(method: &str, fields: &str, modified: SystemTime) -> String {
    let request = format!("{method} / HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
    within("answer", move || {
        let page = Page { body: "the page\n".into(), modified };
        let mut input = BytesMut::from(request.as_str());
        let request = RequestDecoder::new().decode(&mut input);
        let request = request.expect("in order").expect("whole");
        let mut output = BytesMut::new();
        answer(&page, &request, &mut output);
        let answer = String::from_utf8_lossy(&output).into_owned();
        let lines = answer.split_inclusive("\r\n");
        lines.filter(|line| !line.starts_with("Date: ")).collect()
    })
}

fn changed() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(SECONDS)
}

/// The status of an answer, and its body.
#[track_caller]
fn parts(answer: &str) -> (&str, &str) {
    let (head, body) = answer.split_once("\r\n\r\n").expect("a whole head");
    let status = head.split(' ').nth(1).expect("a status line");
    (status, body)
}

/// Sends `fields` to a page changed at that second and a bit.
#[track_caller]
fn check(method: &str, fields: &str, want: (&str, &str), rule: &str) {
    for more in [0, 1, 999_999_999] {
        let got = ask(method, fields, changed() + Duration::from_nanos(more));
        assert_eq!(
            parts(&got),
            want,
            "{rule}\n  {method}, {fields:?}, changed {more} ns after \
             {CHANGED}\n  answer {got:?}\n  got and want:",
        );
    }
}

const PAGE: (&str, &str) = ("200", "the page\n");
const SAME: (&str, &str) = ("304", "");

fn since(date: &str) -> String {
    format!("If-Modified-Since: {date}\r\n")
}

#[test]
fn the_page_goes_with_the_time_of_its_change() {
    let got = ask("GET", "", changed() + Duration::from_millis(500));
    let line = format!("Last-Modified: {CHANGED}\r\n");
    let rule = "who gets the page must learn when it was changed";
    assert!(got.contains(&line), "{rule}: want {line:?} in {got:?}");
    assert_eq!(parts(&got), PAGE, "who has no page gets it");
}

#[test]
fn the_time_that_was_sent_comes_back_and_the_page_is_not_sent() {
    let rule = "the date that we sent came back: fractions of a second do not \
                fit in it, so they must not count when we compare";
    check("GET", &since(CHANGED), SAME, rule);
}

#[test]
fn only_a_page_that_is_newer_is_sent() {
    let rule = "the page was changed after the client's time";
    check("GET", &since(BEFORE), PAGE, rule);
    check("GET", &since("Thu, 01 Jan 1970 00:00:00 GMT"), PAGE, rule);
    let rule = "the client's time is later than the change: it need not be \
                a date that we sent";
    check("GET", &since(AFTER), SAME, rule);
}

#[test]
fn the_two_old_forms_of_a_date_are_dates() {
    let rule = "RFC 9110 section 5.6.7: all three forms must be understood";
    for date in ["Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        check("GET", &since(date), SAME, rule);
    }
}

#[test]
fn what_is_no_date_is_as_good_as_none() {
    let rule = "a field that is no date is ignored: the page is sent";
    for date in ["", "yesterday", "784111777", "06 Nov 1994", "\u{fc}"] {
        check("GET", &since(date), PAGE, rule);
    }
}

#[test]
fn a_condition_on_the_contents_comes_first() {
    let rule = "with If-None-Match the time is ignored (RFC 9110 section \
                13.1.3)";
    for tag in ["If-None-Match: \"x\"\r\n", "if-none-match: \"x\"\r\n"] {
        check("GET", &format!("{tag}{}", since(AFTER)), PAGE, rule);
        check("GET", &format!("{}{tag}", since(AFTER)), PAGE, rule);
    }
}

#[test]
fn a_head_without_a_body_says_how_long_the_page_is() {
    let length = "Content-Length: 9\r\n";
    for (method, fields, status) in
        [("HEAD", String::new(), "200"), ("GET", since(CHANGED), "304")]
    {
        let got = ask(method, &fields, changed());
        let rule = "no body, but the length that the page has (RFC 9110 \
                    section 8.6): 0 would be a lie about it";
        assert_eq!(parts(&got), (status, ""), "{rule}: {got:?}");
        assert!(got.contains(length), "{rule}: want {length:?} in {got:?}");
        let line = format!("Last-Modified: {CHANGED}\r\n");
        let rule = "what GET would say of the page, HEAD and 304 say, too";
        assert!(got.contains(&line), "{rule}: want {line:?} in {got:?}");
    }
    let rule = "HEAD gets what GET gets, without the body";
    check("HEAD", &since(CHANGED), SAME, rule);
}

#[test]
fn other_methods_are_told_which_ones_there_are() {
    for method in ["POST", "DELETE", "get"] {
        let got = ask(method, &since(AFTER), changed());
        let rule = "405 says what is allowed (RFC 9110 section 15.5.6); the \
                    condition is for GET and HEAD only";
        assert_eq!(parts(&got).0, "405", "{rule}: {method}, {got:?}");
        let allow = "Allow: GET, HEAD\r\n";
        assert!(got.contains(allow), "{rule}: want {allow:?} in {got:?}");
    }
}

#[test]
fn a_page_from_before_1970_is_sent_without_a_time() {
    let old = UNIX_EPOCH - Duration::from_secs(1);
    for fields in [String::new(), since(AFTER)] {
        let got = ask("GET", &fields, old);
        let rule = "a time that HTTP cannot write is left out, and must not \
                    end the server: any file may have it";
        assert_eq!(parts(&got), PAGE, "{rule}: {got:?}");
        assert!(!got.contains("Last-Modified"), "{rule}: {got:?}");
    }
}

#[test]
fn the_program_sends_a_file_once() {
    let name = format!("ex06-fresh-{}.txt", std::process::id());
    let path = std::env::temp_dir().join(name);
    let mut file = File::create(&path).expect("a file");
    file.write_all(b"from a file\n").expect("room for it");
    file.set_modified(changed()).expect("its own file");
    let program = testing::program!("06", "fresh");
    let mut command = Command::new(program);
    let server = Server::start(command.arg(&path).arg("127.0.0.1:0"));
    let ask = |fields: &str| {
        let mut client = server.connect();
        let request = format!("GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        client.write_all(request.as_bytes()).expect("room");
        let answer = drain(&mut client);
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
        end.map(|end| answer[end + 4..].to_vec()).unwrap_or_default()
    };
    let bodies = (ask(""), ask(&since(CHANGED)));
    std::fs::remove_file(&path).expect("it is there");
    assert_bytes(b"", &bodies.0, b"from a file\n", "the file is sent");
    assert_bytes(b"", &bodies.1, b"", "who has the file does not get it");
}
