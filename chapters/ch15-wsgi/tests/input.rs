//! `wsgi.input`: it ends where the message ends (PEP 3333, "Input and Error
//! Streams").
#![allow(clippy::unwrap_used)]

mod shared;

use std::io::Read;

use http1::Limits;
use shared::send;
use wsgi::{
    AppError, Application, Body, Gateway, Input, InputError, Memory,
    application,
};

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

/// What is on the wire behind the body: nobody may read that.
const NEXT: &str = "GET /next HTTP/1.1\r\nHost: book\r\n\r\n";

/// An application that answers with what `read` makes of the body.
fn reading<R>(read: R) -> impl Application
where
    R: Fn(Input<'_>) -> Result<String, InputError> + Send + Sync,
{
    application(move |environ, start_response| {
        let text = match &*environ.path_info() {
            "/next" => "next".to_owned(),
            _ => read(environ.input())?,
        };
        start_response.call("200 OK", TEXT)?;
        Ok(Body::from(text))
    })
}

/// What `read` makes of `body`, which comes with a length and in chunks; the
/// request behind it must be answered as well.
fn both(
    body: &str,
    read: impl Fn(Input<'_>) -> Result<String, InputError> + Send + Sync,
) -> String {
    let app = std::sync::Arc::new(reading(read));
    let length = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    let mut chunks = String::from("Transfer-Encoding: chunked\r\n\r\n");
    for byte in body.chars() {
        chunks.push_str(&format!("1\r\n{byte}\r\n"));
    }
    chunks.push_str("0\r\n\r\n");
    let said = [length, chunks].map(|rest| {
        let post = format!("POST / HTTP/1.1\r\nHost: book\r\n{rest}{NEXT}");
        let heard = send(app.clone(), post.as_bytes());
        assert_eq!(heard.failure, None, "{post}");
        let (first, next) = heard.text.rsplit_once("HTTP/1.1 200 OK").unwrap();
        assert!(next.ends_with("\r\n\r\nnext"), "{heard:?}");
        first.split_once("\r\n\r\n").unwrap().1.to_owned()
    });
    assert_eq!(said[0], said[1], "how it is framed must make no difference");
    let [said, _] = said;
    said
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn shown(lines: Vec<Vec<u8>>) -> String {
    format!("{:?}", lines.into_iter().map(text).collect::<Vec<_>>())
}

#[test]
fn read_gives_so_many_bytes_and_fewer_only_at_the_end() {
    let said = both("0123456789", |input| {
        let first = text(input.read(4)?);
        let none = text(input.read(0)?);
        let rest = text(input.read(100)?);
        let end = text(input.read(100)?);
        Ok(format!("{first},{none},{rest},{end}."))
    });
    assert_eq!(said, "0123,,456789,.");
}

#[test]
fn read_without_a_size_gives_all_that_is_left() {
    let said = both("0123456789", |input| {
        let first = text(input.read(3)?);
        Ok(format!("{first},{},{}", text(input.read_all()?), {
            text(input.read_all()?)
        }))
    });
    assert_eq!(said, "012,3456789,");
}

#[test]
fn readline_gives_a_line_with_its_end_and_then_the_rest() {
    let said = both("one\n\ntwo\r\nthree", |input| {
        let lines = (0..5).map(|_| input.readline());
        Ok(shown(lines.collect::<Result<_, _>>()?))
    });
    assert_eq!(said, r#"["one\n", "\n", "two\r\n", "three", ""]"#);
}

#[test]
fn readline_with_a_size_gives_no_more_than_that() {
    let said = both("abcdef\ngh\n", |input| {
        let lines = [3, 0, 4, 9, 9].map(|size| input.readline_up_to(size));
        Ok(shown(lines.into_iter().collect::<Result<_, _>>()?))
    });
    assert_eq!(said, r#"["abc", "", "def\n", "gh\n", ""]"#);
}

#[test]
fn readlines_stops_when_the_hint_is_reached() {
    for (hint, want) in [
        (0, r#"["one\n", "two\n", "three"]"#),
        (1, r#"["one\n"]"#),
        (4, r#"["one\n"]"#),
        (5, r#"["one\n", "two\n"]"#),
        (99, r#"["one\n", "two\n", "three"]"#),
    ] {
        let said = both("one\ntwo\nthree", move |input| {
            Ok(shown(input.readlines(hint)?))
        });
        assert_eq!(said, want, "hint {hint}");
    }
}

#[test]
fn iteration_gives_line_after_line() {
    let said = both("one\ntwo\nthree", |input| {
        Ok(shown(input.lines().collect::<Result<_, _>>()?))
    });
    assert_eq!(said, r#"["one\n", "two\n", "three"]"#);
}

#[test]
fn the_ways_of_reading_can_be_mixed() {
    let said = both("one\ntwo\nthree\nfour", |input| {
        let line = text(input.readline()?);
        let mut buf = [0; 2];
        let n = input.read_into(&mut buf)?;
        let part = text(buf[..n].to_vec());
        let rest = text(input.readline()?);
        let mut all = String::new();
        input.clone().read_to_string(&mut all).unwrap();
        // In chunks of a byte, `read_into` gives what is here: one.
        Ok(format!("{line}{part}{rest}{all}"))
    });
    assert_eq!(said, "one\ntwo\nthree\nfour");
}

#[test]
fn a_request_without_a_body_has_an_empty_one() {
    let app = reading(|input| Ok(format!("{:?}", input.read_all()?)));
    let heard = shared::get(app);
    assert_eq!(heard.body(), "[]");
}

#[test]
fn long_lines_and_long_bodies_come_whole() {
    let body = "x".repeat(100_000) + "\n" + &"y".repeat(100_000);
    let post = format!(
        "POST / HTTP/1.1\r\nHost: book\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let app = reading(|input| {
        let lines = input.lines().map(|line| Ok(line?.len().to_string()));
        Ok(lines.collect::<Result<Vec<_>, InputError>>()?.join(" "))
    });
    assert_eq!(send(app, post.as_bytes()).body(), "100001 100000");
}

const EXPECTS: &[u8] = b"POST / HTTP/1.1\r\nHost: book\r\n\
    Expect: 100-continue\r\nContent-Length: 2\r\n\r\n";

#[test]
fn a_client_that_waits_is_told_to_go_on_when_somebody_reads() {
    let app = reading(|input| Ok(text(input.read_all()?)));
    let gateway = Gateway::new(app);
    let mut client = Memory::default();
    let mut post = EXPECTS.to_vec();
    post.extend(b"hi");
    client.send(&post, |channel| gateway.run(channel));
    let heard = String::from_utf8(client.take()).unwrap();
    // The body may have come before we said so: then nobody need say it.
    let answer = heard.strip_prefix("HTTP/1.1 100 Continue\r\n\r\n");
    let answer = answer.unwrap_or(&heard);
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{heard}");
    assert!(answer.ends_with("\r\n\r\nhi"), "{heard}");
}

#[test]
fn a_client_that_waits_hears_the_answer_when_nobody_reads() {
    let heard = send(reading(|_| Ok("no need".into())), EXPECTS);
    assert!(heard.text.starts_with("HTTP/1.1 200 OK\r\n"), "{heard:?}");
    assert!(!heard.text.contains("100 Continue"), "{heard:?}");
}

/// What a client hears that sends more than 8 bytes to who takes 8.
fn too_long(app: impl Application, framed: &str) -> (String, bool) {
    let gateway = Gateway::new(app);
    let mut client = Memory::new(Limits { body: 8, ..Limits::default() });
    let post = format!("POST / HTTP/1.1\r\nHost: book\r\n{framed}");
    client.send(post.as_bytes(), |channel| gateway.run(channel));
    (String::from_utf8(client.take()).unwrap(), client.is_cut())
}

const LONG: [&str; 2] = [
    "Content-Length: 9\r\n\r\n123456789",
    "Transfer-Encoding: chunked\r\n\r\n9\r\n123456789\r\n0\r\n\r\n",
];

#[test]
fn a_body_that_is_too_long_gives_413() {
    for framed in LONG {
        let app = reading(|input| Ok(text(input.read_all()?)));
        let (heard, cut) = too_long(app, framed);
        assert!(heard.starts_with("HTTP/1.1 413 "), "{framed}: {heard}");
        assert!(heard.contains("\r\nConnection: close\r\n"), "{heard}");
        assert!(!cut, "the answer must arrive");
    }
}

#[test]
fn an_application_may_answer_a_broken_body_itself() {
    let app = reading(|input| {
        let error = input.read_all().unwrap_err();
        Ok(format!("{:?}", error.status()))
    });
    let (heard, _) = too_long(app, LONG[1]);
    assert!(heard.ends_with("\r\n\r\nSome(413)"), "{heard}");
}

#[test]
fn a_client_that_leaves_in_the_middle_ends_the_reading() {
    for framed in [
        "Content-Length: 9\r\n\r\n123",
        "\
        Transfer-Encoding: chunked\r\n\r\n9\r\n123",
    ] {
        let post = format!("POST / HTTP/1.1\r\nHost: book\r\n{framed}");
        let app = application(|environ, start_response| {
            let first = environ.input().read(3)?;
            assert_eq!(first, b"123", "what came is there");
            let error = environ.input().read_all().err();
            let error = error.expect("a part must not look like the whole");
            start_response.call("200 OK", TEXT)?;
            Err::<Body<'_>, AppError>(error.into())
        });
        let heard = send(app, post.as_bytes());
        assert!(!heard.text.starts_with("HTTP/1.1 2"), "{heard:?}");
        assert!(!heard.text.starts_with("HTTP/1.1 5"), "{heard:?}");
        assert!(heard.failure.is_some());
    }
}
