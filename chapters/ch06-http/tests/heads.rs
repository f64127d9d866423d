//! The rules for heads, one by one, by hand and with httparse.

use bytes::Bytes;
use http_basic::{
    HeadError, MAX_FIELDS, Version, parse, parse_reply, parse_with_httparse,
};

#[test]
fn a_head_is_three_words_and_fields() {
    let head = "POST /a?b=c HTTP/1.0\r\nHost: x\r\nCookie:\t a=1 \t\r\nEmpty:";
    for read in [parse, parse_with_httparse] {
        let head = read(&Bytes::from(head)).unwrap();
        assert_eq!(head.method, "POST");
        assert_eq!(head.target, "/a?b=c");
        assert_eq!(head.version, Version::Http10);
        let fields: Vec<_> = head.fields.iter().collect();
        let want = [("Host", "x"), ("Cookie", "a=1"), ("Empty", "")];
        assert_eq!(fields.len(), want.len());
        for ((name, value), want) in fields.into_iter().zip(want) {
            assert_eq!((name, &value[..]), (want.0, want.1.as_bytes()));
        }
        assert_eq!(head.fields.get("COOKIE").unwrap(), "a=1");
        assert_eq!(head.fields.get("cook"), None);
    }
}

/// A head that breaks one rule: the bytes, the error, the rule.
const BROKEN: [(&str, HeadError, &str); 22] = [
    ("", HeadError::RequestLine, "a request line is there (RFC 9112, 3)"),
    ("GET /", HeadError::RequestLine, "three words; HTTP/0.9 had two"),
    ("GET  / HTTP/1.1", HeadError::RequestLine, "one space between"),
    (" GET / HTTP/1.1", HeadError::RequestLine, "no space in front"),
    ("GET / HTTP/1.1 ", HeadError::RequestLine, "no space behind"),
    ("GET /a b HTTP/1.1", HeadError::RequestLine, "no space in a target"),
    ("GET\t/\tHTTP/1.1", HeadError::RequestLine, "a tab is no space"),
    ("G(T / HTTP/1.1", HeadError::RequestLine, "a method is a token"),
    ("GET /\x7f HTTP/1.1", HeadError::RequestLine, "no controls in it"),
    ("GET /ä HTTP/1.1", HeadError::RequestLine, "a target is ASCII"),
    ("GET / HTTP/2.0", HeadError::Version, "we speak 1.0 and 1.1"),
    ("GET / http/1.1", HeadError::Version, "case matters (RFC 9112, 2.3)"),
    ("GET / HTTP/1.1x", HeadError::Version, "nothing behind it"),
    ("GET / HTTP/1.1\r\nHost", HeadError::FieldName, "a colon (5)"),
    ("GET / HTTP/1.1\r\n: x", HeadError::FieldName, "a name (5.1)"),
    ("GET / HTTP/1.1\r\nHost : x", HeadError::FieldName, "no space (5.1)"),
    ("GET / HTTP/1.1\r\nA: b\r\n c", HeadError::FieldName, "no folds (5.2)"),
    ("GET / HTTP/1.1\r\nHöst: x", HeadError::FieldName, "a token (5.1)"),
    ("GET / HTTP/1.1\r\nA: b\0", HeadError::FieldValue, "no NUL (9110, 5.5)"),
    ("GET / HTTP/1.1\r\nA: b\rc", HeadError::FieldValue, "no bare CR (2.2)"),
    ("GET / HTTP/1.1\nA: b", HeadError::BareLineFeed, "CRLF (2.2)"),
    ("GET / HTTP/1.1\r\nA: b\nC: d", HeadError::BareLineFeed, "CRLF (2.2)"),
];

#[test]
fn each_broken_rule_has_its_error_and_httparse_refuses_it_too() {
    for (head, want, rule) in BROKEN {
        let head = Bytes::from(head);
        assert_eq!(parse(&head), Err(want), "{rule}: {head:?}");
        let theirs = parse_with_httparse(&head);
        assert!(theirs.is_err(), "{rule}: {head:?} gave {theirs:?}");
    }
}

#[test]
fn a_hundred_fields_are_read_and_one_more_is_refused() {
    let head = |fields| {
        Bytes::from(format!("GET / HTTP/1.1{}", "\r\nA: b".repeat(fields)))
    };
    for read in [parse, parse_with_httparse] {
        let hundred = read(&head(MAX_FIELDS)).unwrap();
        assert_eq!(hundred.fields.iter().count(), MAX_FIELDS);
        let more = read(&head(MAX_FIELDS + 1));
        assert_eq!(more, Err(HeadError::TooManyFields));
    }
}

#[test]
fn a_length_is_digits_and_nothing_else() {
    let length = |fields: &str| {
        let head = Bytes::from(format!("GET / HTTP/1.1{fields}"));
        parse(&head).unwrap().fields.content_length()
    };
    assert_eq!(length(""), Ok(None));
    assert_eq!(length("\r\nContent-Length: 0"), Ok(Some(0)));
    assert_eq!(length("\r\ncontent-length: 007"), Ok(Some(7)));
    for wrong in [
        "",
        "-1",
        "+1",
        "1.0",
        "0x10",
        "1 2",
        "1, 1",
        "١",
        "18446744073709551616",
    ] {
        let said = length(&format!("\r\nContent-Length: {wrong}"));
        assert_eq!(said, Err(HeadError::ContentLength), "{wrong:?}");
    }
    let twice = length("\r\nContent-Length: 1\r\nContent-Length: 1");
    assert_eq!(twice, Err(HeadError::ContentLength));
}

#[test]
fn a_status_line_is_a_version_three_digits_and_perhaps_words() {
    let status = |line: &str| {
        let head = parse_reply(&Bytes::from(line.to_owned()))?;
        Ok((head.status, head.reason))
    };
    let words = |status, reason: &str| Ok((status, reason.to_owned()));
    assert_eq!(status("HTTP/1.1 200 OK"), words(200, "OK"));
    assert_eq!(status("HTTP/1.0 404 Not Found"), words(404, "Not Found"));
    assert_eq!(status("HTTP/1.1 200 "), words(200, ""));
    assert_eq!(status("HTTP/1.1 200"), words(200, ""));
    for wrong in ["HTTP/1.1", "HTTP/1.1 20", "HTTP/1.1 2000", "HTTP/1.1 099"] {
        assert_eq!(status(wrong), Err(HeadError::StatusLine), "{wrong}");
    }
    for wrong in ["", "200 OK", "ICY 200 OK", "HTTP/2 200"] {
        assert_eq!(status(wrong), Err(HeadError::Version), "{wrong}");
    }
}
