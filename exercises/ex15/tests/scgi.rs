//! Judges the exercise `scgi`.

use std::io::{self, Write};
use std::process::Command;
use std::sync::{Arc, Mutex};

use ex15::scgi::answer;
use testing::{Choppy, Server, assert_bytes, drain, within};
use wsgi::{
    AppError, Application, Body, Environ, Gateway, Memory, StartResponse,
    Value, application,
};

#[path = "scgi/refused.rs"]
mod refused;

type Header = (&'static str, &'static str);

const FIRST: [Header; 6] = [
    ("CONTENT_LENGTH", "0"),
    ("SCGI", "1"),
    ("REQUEST_METHOD", "GET"),
    ("REQUEST_URI", "/a%20b?c=d"),
    ("SERVER_PROTOCOL", "HTTP/1.1"),
    ("HTTP_HOST", "web"),
];

/// A request with these headers.
fn request(headers: &[Header], body: &str) -> Vec<u8> {
    let text: String =
        headers.iter().map(|(n, v)| format!("{n}\0{v}\0")).collect();
    format!("{}:{text},{body}", text.len()).into_bytes()
}

/// The same request with a header more.
fn with(more: Header) -> Vec<u8> {
    request(&[&FIRST[..], &[more]].concat(), "")
}

/// The same request with another value for a header; `None`: without it.
fn but(name: &str, value: Option<&'static str>) -> Vec<u8> {
    let other = FIRST.iter().filter_map(|&(n, v)| {
        if n == name { value.map(|value| (n, value)) } else { Some((n, v)) }
    });
    request(&other.collect::<Vec<_>>(), "")
}

/// What a web server hears, what `answer` says, and the stream it read from.
struct Heard {
    text: String,
    said: Result<(), AppError>,
    stream: Choppy,
}

/// One request, which comes byte by byte.
fn ask(bytes: &[u8], app: impl Application + 'static) -> Heard {
    let stream = Choppy::new(bytes.chunks(1)).interrupted();
    within("an answer", move || {
        let (mut stream, mut out) = (stream, Vec::new());
        let said = answer(&mut stream, &mut out, &Gateway::new(app));
        let text = String::from_utf8_lossy(&out).into_owned();
        Heard { text, said, stream }
    })
}

fn news<'r>(
    environ: Environ<'r>,
    start_response: StartResponse<'r>,
) -> Result<Body<'r>, AppError> {
    let body = environ.input().read_all()?;
    start_response.call("200 OK", [("Content-Type", "text/plain")])?;
    Ok(Body::from([b"got ", &body[..]].concat()))
}

#[test]
fn a_request_is_answered() {
    let heard = ask(&request(&FIRST, ""), application(news));
    let want = "Status: 200 OK\r\nContent-Type: text/plain\r\n\
                Content-Length: 4\r\n\r\ngot ";
    let rule = "Status with code and words, the fields, an empty line, the \
                content";
    assert_bytes(b"", heard.text.as_bytes(), want.as_bytes(), rule);
    assert!(heard.said.is_ok(), "all went well: {:?}", heard.said);
}

/// Shows all texts of its environ.
fn shows<'r>(
    environ: Environ<'r>,
    start_response: StartResponse<'r>,
) -> Result<Body<'r>, AppError> {
    let text = |(key, value): (_, Value<'_>)| match value {
        Value::Text(text) => Some(format!("{key}={text}\n")),
        _ => None,
    };
    let mut lines: Vec<String> = environ.iter().filter_map(text).collect();
    lines.sort();
    start_response.call("200 OK", [("Content-Type", "text/plain")])?;
    Ok(Body::from(lines.concat()))
}

#[test]
fn the_application_does_not_notice() {
    let want = within("an answer over HTTP", || {
        let gateway = Gateway::new(application(shows));
        let mut client = Memory::default();
        let request = b"POST /a%20b?c=d HTTP/1.1\r\nContent-Length: 4\r\n\
            Host: web\r\nContent-Type: text/x\r\nUser-Agent: me/1\r\n\
            X-One-Two: 1:2\r\nX-Name: Zo\xc3\xab\r\n\r\nnews";
        client.send(request, |channel| gateway.run(channel));
        String::from_utf8_lossy(&client.take()).into_owned()
    });
    let (_, want) = want.split_once("\r\n\r\n").expect("a head");
    let bytes = request(
        &[
            ("CONTENT_LENGTH", "4"),
            ("HTTP_X_ONE_TWO", "1:2"),
            ("HTTP_X_NAME", "Zoë"),
            ("CONTENT_FORM", "square"),
            ("SERVER_PROTOCOL", "HTTP/1.1"),
            ("HTTP_USER_AGENT", "me/1"),
            ("HTTP_CONNECTION", "close"),
            ("HTTP_TRANSFER_ENCODING", "chunked"),
            ("HTTP_EXPECT", "100-continue"),
            ("DOCUMENT_ROOT", "/srv"),
            ("CONTENT_TYPE", "text/x"),
            ("SCGI", "1"),
            ("REQUEST_METHOD", "POST"),
            ("REQUEST_URI", "/a%20b?c=d"),
            ("HTTP_HOST", "web"),
        ],
        "news",
    );
    let heard = ask(&bytes, application(shows));
    let body = heard.text.split_once("\r\n\r\n").map(|(_, body)| body);
    let rule = "behind SCGI the application sees the environ that it sees \
                behind HTTP; what is about the client's connection is left \
                out";
    let got = body.unwrap_or(&heard.text);
    assert_bytes(b"", got.as_bytes(), want.as_bytes(), rule);
}

#[test]
fn the_body_has_its_length_and_no_byte_more() {
    let post = |body| {
        let mut headers = FIRST;
        headers[0] = ("CONTENT_LENGTH", "4");
        headers[2] = ("REQUEST_METHOD", "POST");
        request(&headers, body)
    };
    let heard = ask(&post("news"), application(news));
    let rule = "the body is what comes behind the comma";
    assert!(heard.text.ends_with("\r\n\r\ngot news"), "{rule}: {}", heard.text);
    let rule = "CONTENT_LENGTH bytes, and no read more: the other side waits \
                for the answer before it ends";
    assert_eq!(heard.stream.reads_after_end, 0, "{rule}");
    let heard = ask(&post("news and more"), application(news));
    assert!(heard.text.ends_with("\r\n\r\ngot news"), "{rule}: {}", heard.text);
    let heard = ask(&post("new"), application(news));
    let rule = "a body that ends too early is no body: UnexpectedEof, and \
                nobody is there to hear an answer";
    assert!(heard.said.is_err() && heard.text.is_empty(), "{rule}");
}

/// A stream that sends when it is flushed.
#[derive(Clone, Default)]
struct Buffered {
    waiting: Vec<u8>,
    sent: Arc<Mutex<Vec<u8>>>,
}

impl Buffered {
    fn has(&self, end: &[u8]) -> bool {
        self.sent.lock().expect("no panic").ends_with(end)
    }
}

impl Write for Buffered {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(buf);
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sent.lock().expect("no panic").append(&mut self.waiting);
        Ok(())
    }
}

#[test]
fn what_is_made_is_sent() {
    let out = Buffered::default();
    let mut stream = out.clone();
    let seen = within("an answer", move || {
        let seen = stream.clone();
        let app = application(move |_, start_response| {
            start_response.call("200 OK", [("Content-Type", "text/plain")])?;
            let (seen, mut n) = (seen.clone(), 0);
            Ok(Body::iter(std::iter::from_fn(move || {
                n += 1;
                let sent = seen.has(b"one\n");
                let second = if sent { "sent\n" } else { "held\n" };
                [Ok("one\n"), Ok(second)].into_iter().nth(n - 1)
            })))
        });
        let bytes = request(&FIRST, "");
        let _ = answer(&mut &bytes[..], &mut stream, &Gateway::new(app));
        let whole = application(news);
        let first = stream.sent.lock().expect("no panic").clone();
        let _ = answer(&mut &bytes[..], &mut stream, &Gateway::new(whole));
        first
    });
    let text = String::from_utf8_lossy(&seen);
    let rule = "flush sends: a block does not wait for the next one";
    assert!(text.ends_with("one\nsent\n"), "{rule}: {text:?}");
    let rule = "the end of an answer is sent, too";
    assert!(out.has(b"\r\n\r\ngot "), "{rule}");
}

#[test]
fn the_program_serves_one_request_a_connection() {
    let program = testing::program!("15", "scgi");
    let program = Server::start(Command::new(program).arg("127.0.0.1:0"));
    for _ in 0..2 {
        let mut web = program.connect();
        web.write_all(&request(&FIRST, "")).expect("a server");
        let got = drain(&mut web);
        let want = "Status: 200 OK\r\nContent-Type: text/plain\r\n\
                    Content-Length: 9\r\n\r\nGET /a b\n";
        let rule = "the answer ends with its connection";
        assert_bytes(b"", &got, want.as_bytes(), rule);
    }
}
