//! What is compressed, for whom, and what the headers say then.
#![allow(clippy::unwrap_used)]

mod shared;

use std::io::Read;

use flate2::read::GzDecoder;
use wsgi::{AppError, Application, Body, Gateway, Gzip, Memory, application};

type Headers = &'static [(&'static str, &'static [u8])];

const TEXT: Headers = &[("Content-Type", b"text/plain")];

/// 300 bytes.
fn long() -> String {
    "abc".repeat(100)
}

/// An application with one long block.
fn says(status: &'static str, headers: Headers) -> impl Application {
    application(move |_, start_response| {
        start_response.with(status, headers, None)?;
        Ok(Body::from(long()))
    })
}

/// Head and content, whose chunks are put together.
fn ask(app: impl Application, method: &str, fields: &str) -> (String, Vec<u8>) {
    let gateway = Gateway::new(Gzip::new(app));
    let mut client = Memory::default();
    // To 1.0 there are no chunks to take apart.
    let request = format!("{method} / HTTP/1.0\r\n{fields}\r\n");
    let failure =
        client.send(request.as_bytes(), |channel| gateway.run(channel));
    assert!(failure.is_none(), "{failure:?}");
    let heard = client.take();
    let end = heard.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(heard[..end + 2].to_vec()).unwrap();
    (head, heard[end + 4..].to_vec())
}

fn get(app: impl Application, fields: &str) -> (String, Vec<u8>) {
    ask(app, "GET", fields)
}

fn unzipped(zipped: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(zipped).read_to_string(&mut text).unwrap();
    text
}

const GZIP: &str = "Accept-Encoding: gzip\r\n";
const ZIPPED: &str = "\r\nContent-Encoding: gzip\r\n";
const VARIES: &str = "\r\nVary: Accept-Encoding\r\n";

#[test]
fn text_is_compressed_for_who_can_read_it() {
    let (head, body) = get(says("200 OK", TEXT), GZIP);
    assert!(head.contains(ZIPPED) && head.contains(VARIES), "{head}");
    assert!(!head.contains("Content-Length"), "of the other bytes: {head}");
    assert!(body.len() < 300);
    assert_eq!(unzipped(&body), long());
}

#[test]
fn others_get_it_as_it_is_and_caches_are_told() {
    let (head, body) = get(says("200 OK", TEXT), "");
    assert!(!head.contains(ZIPPED) && head.contains(VARIES), "{head}");
    assert!(head.contains("\r\nContent-Length: 300\r\n"), "{head}");
    assert_eq!(body, long().into_bytes());
}

#[test]
fn the_weights_of_accept_encoding_count() {
    for (value, zips) in [
        ("gzip", true),
        ("GZIP", true),
        ("x-gzip", true),
        ("*", true),
        ("br, gzip", true),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", true),
        ("gzip;q=0.001", true),
        ("gzip ; q=1.000", true),
        ("gzip;Q=0.5", true),
        ("identity;q=0.5, gzip", true),
        ("identity;q=0, gzip;q=0.1", true),
        ("", false),
        ("br", false),
        ("identity", false),
        ("gzip;q=0", false),
        ("gzip;q=0.000", false),
        ("gzip;q=0, *", false),
        ("*;q=0", false),
        ("identity, gzip;q=0.5", false),
        ("gzip;q=2", false),
        ("gzip;q=nan", false),
        ("gzip;q=inf", false),
        ("gzip;q=-1", false),
        ("gzip;q=", false),
        ("gzip;level=9", false),
        ("gzipped", false),
    ] {
        let fields = format!("Accept-Encoding: {value}\r\n");
        let (head, _) = get(says("200 OK", TEXT), &fields);
        assert_eq!(head.contains(ZIPPED), zips, "{value:?}: {head}");
    }
    let two = "Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n";
    assert!(get(says("200 OK", TEXT), two).0.contains(ZIPPED));
}

#[test]
fn head_has_the_headers_of_get() {
    for fields in [GZIP, ""] {
        let (get, _) = ask(says("200 OK", TEXT), "GET", fields);
        let (head, body) = ask(says("200 OK", TEXT), "HEAD", fields);
        assert_eq!(head, get);
        assert_eq!(body, b"");
    }
    // An application may leave the content out by itself.
    let own = application(|_, start_response| {
        let headers = [("Content-Type", "text/a"), ("Content-Length", "300")];
        start_response.call("200 OK", headers)?;
        Ok(Body::Empty)
    });
    let (head, _) = ask(own, "HEAD", GZIP);
    assert!(head.contains(ZIPPED) && head.contains(VARIES), "{head}");
    assert!(!head.contains("Content-Length"), "{head}");
}

#[test]
fn what_is_no_text_or_compressed_already_stays_as_it_is() {
    const FIXED: [Headers; 3] = [
        &[("Content-Type", b"image/png")],
        &[("X", b"no type")],
        &[("Content-Type", b"text/a"), ("Content-Encoding", b"br")],
    ];
    for headers in FIXED {
        let (head, body) = get(says("200 OK", headers), GZIP);
        assert!(!head.contains(ZIPPED) && !head.contains(VARIES), "{head}");
        assert_eq!(body, long().into_bytes());
    }
}

#[test]
fn what_is_small_is_not_worth_it() {
    let small = || {
        application(|_, start_response| {
            start_response.with("200 OK", TEXT, None)?;
            Ok(Body::from("small"))
        })
    };
    let (head, body) = get(small(), GZIP);
    assert!(!head.contains(ZIPPED) && head.contains(VARIES), "{head}");
    assert_eq!(body, b"small");
    let empty = application(|_, start_response| {
        start_response.with("200 OK", TEXT, None)?;
        Ok(Body::iter(std::iter::empty::<Result<&str, AppError>>()))
    });
    let (head, body) = get(empty, GZIP);
    assert!(!head.contains(ZIPPED) && head.contains(VARIES), "{head}");
    assert_eq!(body, b"");
}

#[test]
fn a_part_is_never_compressed_but_varies() {
    let part: Headers = &[
        ("Content-Type", b"text/plain"),
        ("Content-Range", b"bytes 0-299/900"),
    ];
    for (fields, status, headers) in [
        (GZIP, "206 Partial Content", part),
        ("Accept-Encoding: gzip\r\nRange: bytes=0-299\r\n", "200 OK", TEXT),
    ] {
        let (head, body) = get(says(status, headers), fields);
        assert!(!head.contains(ZIPPED) && head.contains(VARIES), "{head}");
        assert_eq!(body, long().into_bytes());
    }
}

#[test]
fn an_answer_without_content_says_only_that_it_varies() {
    for (status, varies) in
        [("204 No Content", false), ("304 Not Modified", true)]
    {
        let app = application(move |_, start_response| {
            start_response.call(status, [("ETag", "\"1\"")])?;
            Ok(Body::Empty)
        });
        let (head, _) = get(app, GZIP);
        assert!(!head.contains(ZIPPED), "{head}");
        assert_eq!(head.contains(VARIES), varies, "{head}");
    }
}

#[test]
fn a_tag_of_other_bytes_is_weak() {
    for (tag, weak) in [(&b"\"1\""[..], "W/\"1\""), (b"W/\"1\"", "W/\"1\"")] {
        let headers: Headers = Box::leak(Box::new([TEXT[0], ("ETag", tag)]));
        let (head, _) = get(says("200 OK", headers), GZIP);
        assert!(head.contains(&format!("\r\nETag: {weak}\r\n")), "{head}");
        let tag = str::from_utf8(tag).unwrap();
        let (head, _) = get(says("200 OK", headers), "");
        assert!(head.contains(&format!("\r\nETag: {tag}\r\n")), "{head}");
    }
}

#[test]
fn vary_is_said_once() {
    for (old, new) in [
        ("Cookie", "Cookie, Accept-Encoding"),
        ("cookie, accept-encoding", "cookie, accept-encoding"),
        ("*", "*"),
    ] {
        let app = application(move |_, start_response| {
            let headers = [("Content-Type", "text/plain"), ("Vary", old)];
            start_response.call("200 OK", headers)?;
            Ok(Body::from(long()))
        });
        let (head, _) = get(app, GZIP);
        assert!(head.contains(&format!("\r\nVary: {new}\r\n")), "{head}");
    }
}

#[test]
fn each_block_can_be_read_when_it_comes() {
    let app = application(|_, start_response| {
        start_response.with("200 OK", TEXT, None)?;
        Ok(Body::iter(["first ", "", "second"].map(Ok)))
    });
    let (head, body) = get(app, GZIP);
    assert!(head.contains(ZIPPED), "{head}");
    assert_eq!(unzipped(&body), "first second");
    // A flush ends with an empty stored block (RFC 1951, section 3.2.4).
    let flushes = body.windows(4).filter(|w| w == b"\0\0\xff\xff").count();
    assert_eq!(flushes, 2, "{body:?}");
}

#[test]
fn what_is_written_goes_out_as_it_is() {
    let app = application(|_, start_response| {
        start_response.with("200 OK", TEXT, None)?.write(b"now ")?;
        Ok(Body::from(long()))
    });
    let (head, body) = get(app, GZIP);
    assert!(!head.contains(ZIPPED), "{head}");
    assert_eq!(body, ("now ".to_owned() + &long()).into_bytes());
}
