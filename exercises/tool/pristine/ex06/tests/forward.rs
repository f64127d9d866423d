//! Judges the exercise `forward`.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;
use std::thread;

use bytes::Bytes;
use ex06::forward::{Forward, ForwardError, forward};
use testing::{LIMIT, Server, assert_bytes, drain, within};

/// What the proxy "me" makes of a head without its blank line.
fn through(head: impl Into<Bytes>) -> Result<Forward, ForwardError> {
    let head = head.into();
    within("forward", move || {
        let head = http_basic::parse(&head).expect("a head in order");
        forward(&head, "me")
    })
}

/// `fields` (each with `\r\n`) of a GET must be sent on as `want`.
#[track_caller]
fn fields(fields: &[u8], want: &[u8], rule: &str) {
    let sent = [b"GET http://a/ HTTP/1.1\r\n", fields].concat();
    let sent = sent.strip_suffix(b"\r\n").unwrap_or(&sent).to_vec();
    let got = through(sent.clone());
    let got = got.unwrap_or_else(|error| panic!("{rule}: {error}"));
    let start = b"GET / HTTP/1.1\r\nHost: a\r\n";
    let end = b"Via: 1.1 me\r\nConnection: close\r\n\r\n";
    let want = [&start[..], want, end].concat();
    assert_bytes(&sent, &got.head, &want, rule);
}

/// `fields` must be refused.
#[track_caller]
fn refused(fields: &str, error: ForwardError, rule: &str) {
    let head = format!("GET http://a/ HTTP/1.1\r\n{fields}");
    assert_eq!(through(head), Err(error), "{rule}\n  fields {fields:?}");
}

#[test]
fn the_request_line_says_the_path_and_host_says_the_rest() {
    for (target, authority, path) in [
        ("http://a.example/b?c", "a.example", "/b?c"),
        ("http://a.example:81/b/", "a.example:81", "/b/"),
        ("HTTP://A.example", "A.example", "/"),
        ("http://a.example?b=/c", "a.example", "/?b=/c"),
        ("http://[::1]:81/", "[::1]:81", "/"),
        ("http://a//b", "a", "//b"),
    ] {
        let sent = format!("GET {target} HTTP/1.1\r\nHost: other\r\nhost: b");
        let got = through(sent.clone()).expect("a target for a proxy");
        let rule = "the target's authority is the Host, whatever the client's \
                    Host said (RFC 9112 section 3.2.2); the rest is the target";
        assert_eq!(got.authority, authority, "{rule}");
        let want = format!(
            "GET {path} HTTP/1.1\r\nHost: {authority}\r\nVia: 1.1 me\r\n\
             Connection: close\r\n\r\n"
        );
        assert_bytes(sent.as_bytes(), &got.head, want.as_bytes(), rule);
    }
}

#[test]
fn a_target_without_a_host_is_refused() {
    for target in ["/", "*", "a.example:443", "https://a/", "http:///b", "h"] {
        let got = through(format!("GET {target} HTTP/1.1\r\nHost: a"));
        let rule = "a proxy learns from the target whom to connect to";
        let want = Err(ForwardError::NotForProxies);
        assert_eq!(got, want, "{rule}\n  target {target:?}");
    }
}

#[test]
fn other_fields_stay_as_they_are() {
    let rule = "what is not for us is sent on, byte by byte and in its order";
    let all = b"Accept: text/html, */*\r\nx-A: \xe9  b\r\nCookie: a=b\r\n\
                Cookie: c=d\r\nX-Empty: \r\nContent-Length: 5\r\n";
    fields(all, all, rule);
}

#[test]
fn what_connection_lists_goes_with_it() {
    let rule = "Connection lists what is for the next one on the way only";
    let sent = b"A: 1\r\nConnection: b\r\nB: 2\r\nC: 3\r\nb: 4\r\n";
    fields(sent, b"A: 1\r\nC: 3\r\n", rule);
    fields(b"B: 2\r\nConnection: b\r\n", b"", rule);
    let rule = "a list has commas, spaces and tabs, and its case does not \
                matter";
    let sent = b"connection: keep-alive ,\tX-One,,x-TWO\r\nx-one: 1\r\n\
                 X-Two: 2\r\nX-Three: 3\r\n";
    fields(sent, b"X-Three: 3\r\n", rule);
    let rule = "a list may stand in several fields (RFC 9110 section 5.3)";
    let sent = b"Connection: a\r\nConnection: b\r\nA: 1\r\nB: 2\r\nC: 3\r\n";
    fields(sent, b"C: 3\r\n", rule);
    let rule = "a name in the list is a whole one";
    let sent = b"Connection: close, cookie2\r\nCookie: a\r\nclos: 1\r\n";
    fields(sent, b"Cookie: a\r\nclos: 1\r\n", rule);
}

#[test]
fn what_is_for_us_goes_though_nobody_lists_it() {
    for field in [
        "Keep-Alive: timeout=5",
        "Proxy-Connection: keep-alive",
        "TE: trailers",
        "Transfer-Encoding: chunked",
        "Upgrade: websocket",
        "upgrade: h2c",
        "Connection: x",
    ] {
        let rule = format!("{field:?} is for the next one on the way only");
        fields(format!("{field}\r\nA: 1\r\n").as_bytes(), b"A: 1\r\n", &rule);
    }
    let rule = "the password for the proxy is not the server's to know";
    fields(b"Proxy-Authorization: Basic YTpi\r\n", b"", rule);
}

#[test]
fn the_length_of_the_body_cannot_be_hidden() {
    let rule = "without its length the server would take the body for the \
                next request: refuse a list that says so";
    for list in ["Content-Length", "close, content-length", "HOST", "a ,Host"] {
        let sent = format!("Connection: {list}\r\nContent-Length: 9");
        refused(&sent, ForwardError::Hidden, rule);
    }
}

#[test]
fn via_says_which_way_it_came() {
    let rule = "Via grows at its end, by the version that we were spoken to";
    fields(b"Via: 1.1 you\r\nA: 1\r\n", b"Via: 1.1 you\r\nA: 1\r\n", rule);
    let sent = "GET http://a/ HTTP/1.0";
    let got = through(sent).expect("a target for a proxy");
    let want = b"GET / HTTP/1.1\r\nHost: a\r\nVia: 1.0 me\r\n\
                 Connection: close\r\n\r\n";
    let rule = "the first line has the version that we speak, Via the one \
                that we heard (RFC 9110 section 7.6.3)";
    assert_bytes(sent.as_bytes(), &got.head, want, rule);
}

#[test]
fn a_request_that_was_here_before_is_refused() {
    let rule = "a Via that names us: it would go round for ever";
    for via in [
        "1.1 me",
        "1.0 one, 1.1 me",
        "1.1 one,1.1\tME (our cellar), 1.0 two",
        "HTTP/1.1 me",
        "1.0 one\r\nVia: 1.1 me",
    ] {
        refused(&format!("Via: {via}"), ForwardError::Loop, rule);
    }
    let rule = "another one's name, though ours is a part of it, or a comment";
    let other = b"Via: 1.1 me2, 1.1 some, 1.1 me:8080, 1.1 you (me), me\r\n";
    fields(other, other, rule);
}

#[test]
fn the_program_sends_a_request_on_and_the_answer_back() {
    let origin = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = origin.local_addr().expect("its address");
    let sent = format!(
        "POST http://{address}/a HTTP/1.1\r\nHost: b\r\n\
         Content-Length: 4\r\nConnection: x\r\nX: 1\r\n\r\nbody"
    );
    let want = format!(
        "POST /a HTTP/1.1\r\nHost: {address}\r\nContent-Length: 4\r\n\
         Via: 1.1 ex06\r\nConnection: close\r\n\r\nbody"
    );
    let answer = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    let length = want.len();
    let serving = thread::spawn(move || {
        let (mut client, _) = origin.accept().expect("the proxy comes");
        client.set_read_timeout(Some(LIMIT)).expect("a time-out");
        let mut got = vec![0; length];
        client.read_exact(&mut got).expect("a whole request");
        client.write_all(answer).expect("the proxy reads");
        got
    });
    let program = testing::program!("06", "forward");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let mut client = server.connect();
    client.write_all(sent.as_bytes()).expect("room");
    let got = drain(&mut client);
    assert_bytes(sent.as_bytes(), &got, answer, "the answer comes back");
    let got = within("the origin", move || serving.join());
    let got = got.expect("the origin got a request");
    let rule = "the origin gets our head and the client's body";
    assert_bytes(sent.as_bytes(), &got, want.as_bytes(), rule);
}
