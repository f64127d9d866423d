//! The client's half: until close and by length, and everything that can be
//! wrong with an answer.

use std::io::{self, Read, Write};

use bytes::Bytes;
use http_basic::{
    Ask, AskError, HeadError, Reply, ReplyError, ask, read_reply,
};
use testing::{Choppy, assert_bytes, cuts};

fn read(bytes: &str) -> Result<Reply, ReplyError> {
    read_reply(Choppy::new([bytes.as_bytes()]), false, 10)
}

#[test]
fn a_body_ends_with_the_stream_or_after_its_length_for_every_cut() {
    for (last, tail, body) in [
        ("HTTP/1.1 200 OK\r\nA: b\r\n", "\r\nhello", "hello"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", "\r\nhello", "he"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", "\r\nhello", ""),
    ] {
        for chunks in cuts(tail.as_bytes()) {
            let chunks = [last.as_bytes()].into_iter().chain(chunks);
            let reply = read_reply(Choppy::new(chunks), false, 10).unwrap();
            assert_eq!(reply.head.status, 200);
            assert_eq!(reply.body, body, "{last}");
        }
    }
}

#[test]
fn a_body_that_ends_before_its_length_is_no_body() {
    let error = read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel");
    let text = error.unwrap_err().to_string();
    let want = "the response was cut off: the stream ended inside a message, \
                3 bytes after its start";
    assert_eq!(text, want);
}

#[test]
fn heads_204_and_304_have_no_body_whatever_they_say() {
    let long = "\r\nContent-Length: 9\r\n\r\n";
    for status in [204, 304] {
        let reply = read(&format!("HTTP/1.1 {status} x{long}")).unwrap();
        assert_eq!(reply.body, "", "{status}");
    }
    let bytes = format!("HTTP/1.1 200 OK{long}");
    let reply = read_reply(Choppy::new([bytes.as_bytes()]), true, 10).unwrap();
    assert_eq!(reply.body, "");
    assert_eq!(reply.head.fields.content_length(), Ok(Some(9)));
}

#[test]
fn interim_answers_are_passed_over_but_not_for_ever() {
    let interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    let real = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    let reply = read(&format!("{}{real}", interim.repeat(10))).unwrap();
    assert_eq!((reply.head.status, &reply.body[..]), (200, &b"hi"[..]));
    let error = read(&format!("{}{real}", interim.repeat(11)));
    assert!(matches!(error, Err(ReplyError::Interim)), "{error:?}");
}

#[test]
fn what_is_no_answer_is_refused_with_its_reason() {
    type E = ReplyError;
    let head = "HTTP/1.1 200 OK\r\n";
    let long = format!("{head}A: {}", "x".repeat(17_000));
    for (bytes, want) in [
        (String::new(), "the server closed without an answer"),
        ("hello\n".into(), "no HTTP response: a line ends with a bare line"),
        ("hello".into(), "the response was cut off"),
        ("HTTP/1.1 200 OK\n\nhello".into(), "a bare line feed"),
        ("SSH-2.0-x\r\n\r\n".into(), "HTTP/1.0 and HTTP/1.1"),
        (format!("{head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "14"),
        (format!("{head}Content-Length: 11\r\n\r\n"), "longer than 10 bytes"),
        (format!("{head}\r\nhello, world"), "longer than 10 bytes"),
        (format!("{head}Content-Length: x\r\n\r\n"), "one decimal number"),
        (long, "head is longer than 16384 bytes"),
    ] {
        let error: E = read(&bytes).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(want), "{bytes:.40}: {text}");
        assert_eq!(text.lines().count(), 1);
    }
    let bare = read("HTTP/1.1 200 OK\n\nhello").unwrap_err();
    assert!(matches!(bare, E::Head(HeadError::BareLineFeed)));
}

#[test]
fn a_request_is_lines_with_crlf_and_a_form_has_its_length_in_front() {
    let get = Ask::new("GET", "a:1", "/b?c").unwrap().to_bytes();
    let want = b"GET /b?c HTTP/1.1\r\nHost: a:1\r\nConnection: close\r\n\r\n";
    assert_bytes(b"", &get, want, "a GET has no body");
    let pairs = [("name", "Ada L\u{f6}"), ("a&b", "=")];
    let post = Ask::new("POST", "a", "/").unwrap().with_form(pairs);
    let want = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: 26\r\n\r\nname=Ada+L%C3%B6&a%26b=%3D";
    assert_bytes(b"", &post.to_bytes(), want, "a form is encoded");
}

#[test]
fn a_path_with_a_line_break_is_no_path() {
    let ask = Ask::new("GET", "a", "/ HTTP/1.1\r\nCookie: x");
    assert!(matches!(ask, Err(AskError::Target(_))), "{ask:?}");
    for (method, host, target) in
        [("", "a", "/"), ("GE T", "a", "/"), ("GET", "", "/"), ("GET", "a", "")]
    {
        assert!(Ask::new(method, host, target).is_err());
    }
}

/// A peer that stops listening, and whose last words are there to be read.
struct Refusing(Choppy);

impl Read for Refusing {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf)
    }
}

impl Write for Refusing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_answer_is_looked_for_even_when_sending_failed() {
    let get = Ask::new("GET", "a", "/").unwrap();
    let early = &b"HTTP/1.1 413 x\r\nContent-Length: 1\r\n\r\n!"[..];
    let mut stream = Refusing(Choppy::new([early]));
    let reply = ask(&mut stream, &get, 10).unwrap();
    assert_eq!((reply.head.status, reply.body), (413, Bytes::from("!")));
    let mut stream = Refusing(Choppy::new([]));
    let error = ask(&mut stream, &get, 10).unwrap_err();
    assert!(matches!(error, ReplyError::Io(_)), "{error}");
}
