//! What a client makes of responses, and what it sends. RFC 9112, sections 4,
//! 6.3, 8 and 9; RFC 9110, section 15.
#![allow(clippy::unwrap_used)]

use http1::{Client, Error, Limits, Reply, SendError};
use testing::{cuts, shown};

/// A client that has sent a request with `method` and `fields`.
fn asking(method: &str, fields: &[(&str, &[u8])]) -> Client {
    let mut client = Client::default();
    ask(&mut client, method, fields).unwrap();
    client
}

fn ask(
    client: &mut Client,
    method: &str,
    fields: &[(&str, &[u8])],
) -> Result<(), SendError> {
    let target = if method == "CONNECT" { "a:443" } else { "/" };
    let host = [("Host", &b"a"[..])];
    let fields = host.into_iter().chain(fields.iter().copied());
    client.send_request(method, target, fields, false)?;
    client.end()?;
    client.sent(usize::MAX);
    Ok(())
}

/// All that `client` makes of `chunks`, one word for each event, content in
/// one piece; `end`: and of the end of the stream.
fn hear(client: &mut Client, chunks: &[&[u8]], end: bool) -> String {
    let mut heard = Heard::default();
    for chunk in chunks {
        assert_eq!(client.receive(chunk), chunk.len());
        heard.all(client);
    }
    if end {
        client.receive_end();
        heard.all(client);
    }
    heard.words.join(" ")
}

#[derive(Default)]
struct Heard {
    words: Vec<String>,
    over: bool,
}

impl Heard {
    fn all(&mut self, client: &mut Client) {
        while !self.over {
            let word = match client.next_event() {
                Ok(Reply::NeedData) => break,
                Ok(Reply::Informational(head)) => format!("({})", head.status),
                Ok(Reply::Response(head)) => head.status.to_string(),
                Ok(Reply::Data(data)) => {
                    let data = String::from_utf8_lossy(data).into_owned();
                    match self.words.last_mut().filter(|w| w.starts_with('=')) {
                        Some(before) => before.push_str(&data),
                        None => self.words.push(format!("={data}")),
                    }
                    continue;
                }
                Ok(Reply::EndOfMessage(trailers)) => {
                    let names =
                        trailers.iter().map(|(name, _)| format!("+{name}"));
                    format!("end{}", names.collect::<String>())
                }
                Ok(Reply::Switched) => self.last("switched"),
                Ok(Reply::ConnectionClosed) => self.last("closed"),
                Err(error) => {
                    assert_eq!(client.next_event().unwrap_err(), error);
                    self.last(&format!("{error:?}"))
                }
            };
            self.words.push(word);
        }
    }

    fn last(&mut self, word: &str) -> String {
        self.over = true;
        word.to_owned()
    }
}

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

const NO_CONTENT: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";

#[test]
fn a_connection_is_kept_for_the_next_request_or_not() {
    let mut client = Client::default();
    for _ in 0..3 {
        ask(&mut client, "GET", &[]).unwrap();
        assert_eq!(hear(&mut client, &[NO_CONTENT], false), "204 end");
    }
    assert_eq!(hear(&mut client, &[], true), "closed");

    for (fields, answer) in [
        (&[("Connection", &b"close"[..])][..], "HTTP/1.1 204 x\r\n\r\n"),
        (&[], "HTTP/1.1 204 x\r\nConnection: x, Close\r\n\r\n"),
        (&[], "HTTP/1.0 204 x\r\n\r\n"),
    ] {
        let mut client = asking("GET", fields);
        let heard = hear(&mut client, &[answer.as_bytes()], false);
        assert_eq!(heard, "204 end closed", "RFC 9112, 9.6: {answer}");
        let again = ask(&mut client, "GET", &[]);
        assert!(matches!(again, Err(SendError::OutOfTurn(_))), "{again:?}");
    }
    let old = b"HTTP/1.0 204 x\r\nConnection: keep-alive\r\n\r\n";
    let mut client = asking("GET", &[]);
    assert_eq!(hear(&mut client, &[old], false), "204 end");
    ask(&mut client, "GET", &[]).expect("RFC 9112, 9.3");
}

#[test]
fn what_was_not_asked_for_is_no_answer() {
    let two = NO_CONTENT.repeat(2);
    for chunks in cuts(&two) {
        let mut client = asking("GET", &[]);
        let heard = hear(&mut client, &chunks, false);
        assert_eq!(heard, "204 end NotAsked", "RFC 9112, 9.2");
    }
    let mut client = Client::default();
    assert_eq!(hear(&mut client, &[NO_CONTENT], false), "NotAsked");

    // Nor does it answer what is asked afterwards.
    let mut client = asking("GET", &[]);
    assert_eq!(hear(&mut client, &[NO_CONTENT], false), "204 end");
    client.receive(NO_CONTENT);
    let again = ask(&mut client, "GET", &[]);
    assert!(matches!(again, Err(SendError::OutOfTurn(_))), "{again:?}");
    assert_eq!(client.next_event().unwrap_err(), Error::NotAsked);
    assert_eq!(client.output(), b"");

    // Empty lines are nothing (RFC 9112, section 9.2).
    let mut client = asking("GET", &[]);
    let heard = hear(&mut client, &[NO_CONTENT, b"\r", b"\n\r\n"], false);
    assert_eq!(heard, "204 end");
    ask(&mut client, "GET", &[]).unwrap();
    assert_eq!(hear(&mut client, &[NO_CONTENT], false), "204 end");
}

#[test]
fn another_protocol_begins_when_it_was_asked_for() {
    let upgrade = [("Upgrade", &b"x"[..])];
    let answer = b"HTTP/1.1 101 x\r\nUpgrade: x\r\n\r\n\x81";
    let mut client = asking("GET", &upgrade);
    assert_eq!(hear(&mut client, &[answer], false), "101 switched");
    let mut client = asking("GET", &upgrade);
    assert_eq!(hear(&mut client, &[NO_CONTENT], false), "204 end");

    let tunnel = b"HTTP/1.1 200 x\r\nContent-Length: 5\r\n\r\n\x16";
    let mut client = asking("CONNECT", &[]);
    let heard = hear(&mut client, &[tunnel], false);
    assert_eq!(heard, "200 switched", "RFC 9110, 9.3.6: the length is none");
    let refused = b"HTTP/1.1 405 x\r\nContent-Length: 2\r\n\r\nno";
    let mut client = asking("CONNECT", &[]);
    assert_eq!(hear(&mut client, &[refused], false), "405 =no end");
}

#[test]
fn a_server_cannot_send_more_than_the_limits() {
    let limits = Limits { body: 5, fields: 2, ..Limits::default() };
    let cases = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n", "BodyTooLong(5)"),
        ("HTTP/1.1 200 OK\r\n\r\n123456", "200 BodyTooLong(5)"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n",
            "200 BodyTooLong(5)",
        ),
        ("HTTP/1.1 200 OK\r\nA: b\r\nA: b\r\nA: b\r\n\r\n", "TooManyFields(2)"),
    ];
    for (stream, want) in cases {
        let mut client = Client::new(limits);
        ask(&mut client, "GET", &[]).unwrap();
        let heard = hear(&mut client, &[stream.as_bytes()], false);
        assert_eq!(heard, want, "{stream}");
    }
    let mut client = asking("GET", &[]);
    let endless = [b"HTTP/1.1 200 OK\r\nA: ", &[b'x'; 100_000][..]].concat();
    assert!(client.receive(&endless) <= Limits::default().input());
    assert_eq!(hear(&mut client, &[b""], false), "HeadTooLong(16384)");
}

#[test]
fn a_request_is_written_as_it_was_meant_or_not_at_all() {
    let mut client = Client::default();
    for (method, target) in [
        ("", "/"),
        ("G T", "/"),
        ("GET\r\n", "/"),
        ("GET", ""),
        ("GET", "/a b"),
        ("GET", "/\r\nA: b"),
        ("GET", "/\u{e9}"),
    ] {
        let error = client.send_request(method, target, [], false);
        assert_eq!(error, Err(SendError::RequestLine), "{method} {target}");
    }
    for (name, value) in
        [("A b", &b""[..]), ("A", b"b\r\nC: d"), ("", b"b"), ("A", b"\0")]
    {
        let error = client.send_request("GET", "/", [(name, value)], false);
        assert_eq!(error, Err(SendError::Field));
    }
    let coding = [("Transfer-Encoding", &b"chunked"[..])];
    let error = client.send_request("GET", "/", coding, false);
    assert_eq!(error, Err(SendError::Framing));
    assert_eq!(client.output(), b"");

    let length = [("Content-Length", &b"3"[..])];
    client.send_request("PUT", "/a", length, true).unwrap();
    client.send_data(b"ab").unwrap();
    assert_eq!(client.end(), Err(SendError::TooLittle(1)));
    assert_eq!(client.send_data(b"cd"), Err(SendError::TooMuch));
    client.send_data(b"c").unwrap();
    client.end().unwrap();
    let want = b"PUT /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
    testing::assert_bytes(b"", client.output(), want, "what was written");

    let mut client = Client::default();
    client.send_request("PUT", "/a", [], true).unwrap();
    client.send_data(b"").unwrap();
    client.send_data(b"abc").unwrap();
    client.end().unwrap();
    let want = b"PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\
        3\r\nabc\r\n0\r\n\r\n";
    testing::assert_bytes(b"", client.output(), want, "in chunks");
}
