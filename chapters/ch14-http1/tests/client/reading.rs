//! One response: as its head says, or refused.

use testing::{cuts, shown};

use crate::{ask, asking, hear};

#[test]
fn a_response_is_read_as_its_head_says_however_it_is_cut() {
    let cases: [(&str, &str, &str, &str); 14] = [
        (
            "a length",
            "GET",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
            "200 =hi end",
        ),
        (
            "no words",
            "GET",
            "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
            "200 end",
        ),
        (
            "not even a space",
            "GET",
            "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
            "200 end",
        ),
        (
            "chunks",
            "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
            2;a=b\r\nhi\r\n1\r\n!\r\n0\r\n\r\n",
            "200 =hi! end",
        ),
        (
            "trailers",
            "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
            0\r\nSum: 1\r\nB: 2\r\n\r\n",
            "200 end+Sum+B",
        ),
        (
            "until the end",
            "GET",
            "HTTP/1.1 200 OK\r\n\r\nhi",
            "200 =hi end closed",
        ),
        ("of nothing", "GET", "HTTP/1.1 200 OK\r\n\r\n", "200 end closed"),
        ("1.0", "GET", "HTTP/1.0 200 OK\r\n\r\nhi", "200 =hi end closed"),
        (
            "HEAD",
            "HEAD",
            "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n",
            "200 end",
        ),
        (
            "HEAD in chunks",
            "HEAD",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "200 end",
        ),
        ("204", "GET", "HTTP/1.1 204 No Content\r\n\r\n", "204 end"),
        (
            "304",
            "GET",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
            "304 end",
        ),
        (
            "informational ones",
            "GET",
            "HTTP/1.1 100 Continue\r\n\r\n\
            HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n\
            HTTP/1.1 204 No Content\r\n\r\n",
            "(100) (103) 204 end",
        ),
        (
            "close",
            "GET",
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\
            Content-Length: 2\r\n\r\nhi",
            "200 =hi end closed",
        ),
    ];
    for (what, method, stream, want) in cases {
        let end = want.contains("end closed");
        for chunks in cuts(stream.as_bytes()) {
            let mut client = asking(method, &[]);
            let heard = hear(&mut client, &chunks, end);
            assert_eq!(
                heard,
                want,
                "RFC 9112, 6.3: {what}, {}",
                shown(&chunks)
            );
        }
    }
}

#[test]
fn what_is_no_response_is_refused_however_it_is_cut() {
    let with = |fields: &str| format!("HTTP/1.1 200 OK\r\n{fields}\r\n");
    let cases = [
        ("9112, 4: no version", "200 OK\r\n\r\n".into(), "StatusLine"),
        (
            "9112, 4: another version",
            "HTTP/2 200 OK\r\n\r\n".into(),
            "StatusLine",
        ),
        ("9112, 4: two digits", "HTTP/1.1 20 OK\r\n\r\n".into(), "StatusLine"),
        ("9110, 15: under 100", "HTTP/1.1 099 OK\r\n\r\n".into(), "StatusLine"),
        ("9112, 2.2: LF", "HTTP/1.1 200 OK\nA: b\n\n".into(), "LineEnd"),
        ("9112, 2.2: LF in a field", with("A: b\nB: c\r\n"), "LineEnd"),
        ("9112, 2.2: CR", with("A: b\rB: c\r\n"), "LineEnd"),
        ("9112, 5.1: a blank before the colon", with("A : b\r\n"), "FieldName"),
        ("9112, 5.2: a folded field", with("A: b\r\n c\r\n"), "FieldName"),
        (
            "9112, 6.3: two lengths",
            with("Content-Length: 1\r\nContent-Length: 1\r\n"),
            "ContentLength",
        ),
        (
            "9112, 6.3: a length and chunks",
            with("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
            "LengthAndCoding",
        ),
        (
            "9112, 6.1: an unknown coding",
            with("Transfer-Encoding: gzip, chunked\r\n"),
            "UnknownCoding",
        ),
        (
            "9112, 6.1: chunks in 1.0",
            with("Transfer-Encoding: chunked\r\n").replace("1.1", "1.0"),
            "CodingInHttp10",
        ),
        (
            "9110, 7.8: an upgrade that nobody offered",
            "HTTP/1.1 101 x\r\nUpgrade: x\r\n\r\n".into(),
            "NotAsked",
        ),
    ];
    for (rule, stream, want) in cases {
        for chunks in cuts(stream.as_bytes()) {
            let mut client = asking("GET", &[]);
            let heard = hear(&mut client, &chunks, false);
            assert_eq!(heard, want, "RFC {rule}, {}", shown(&chunks));
            assert!(ask(&mut client, "GET", &[]).is_err(), "it is over");
        }
    }
}

#[test]
fn a_response_that_is_cut_off_is_never_handed_on_as_complete() {
    for whole in [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nA: b\r\n\r\n",
    ] {
        for end in 0..whole.len() {
            let mut client = asking("GET", &[]);
            let heard = hear(&mut client, &[&whole.as_bytes()[..end]], true);
            assert!(heard.contains("Unfinished"), "{heard} after {end} bytes");
            assert!(!heard.contains("end"), "{heard} after {end} bytes");
        }
    }
}
