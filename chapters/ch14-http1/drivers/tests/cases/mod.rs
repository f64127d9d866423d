//! Whole conversations: what a client sends, and all that it hears.

use crate::started::{GET, HELLO};

const TEXT: &str = "Content-Type: text/plain; charset=utf-8\r\n";

/// A whole answer: its first line, then date, type, and the rest.
pub(crate) fn text(status: &str, rest: &str) -> String {
    format!("HTTP/1.1 {status}\r\nDate: DATE\r\n{TEXT}{rest}")
}

fn refusal(status: &str, why: &str) -> String {
    let length = why.len() + 1;
    let close = "Connection: close\r\n";
    let rest = format!("Content-Length: {length}\r\n{close}\r\n{why}\n");
    text(status, &rest)
}

const METHODS: &str = "Allow: GET, HEAD, POST, OPTIONS\r\n";

/// RFC 9110, section 9.1: what a server owes a method that it has not.
fn no_method() -> String {
    let words = "there is no such method here\n";
    let rest = format!("Content-Length: 29\r\n{METHODS}\r\n{words}");
    text("501 Not Implemented", &rest)
}

/// What is sent, with its name, and all that comes.
pub(crate) fn cases() -> Vec<(&'static str, String, String)> {
    let get = |line: &str, fields: &str| {
        format!("{line} HTTP/1.1\r\nHost: a\r\n{fields}\r\n")
    };
    let chunks = "Transfer-Encoding: chunked\r\n";
    let again = String::from_utf8(GET.to_vec()).unwrap();
    let bad_chunk = refusal(
        "400 Bad Request",
        "a chunk does not begin with its size and end with CR LF",
    );
    vec![
        ("hello", again.clone(), HELLO.to_owned()),
        ("two in a pipeline", again.repeat(2), HELLO.repeat(2)),
        (
            "HEAD has no body",
            get("HEAD /", "") + &again,
            text("200 OK", "Content-Length: 6\r\n\r\n") + HELLO,
        ),
        (
            "an echo, and the next request behind it",
            get("POST /echo", "Content-Length: 5\r\n") + "hello" + &again,
            text("200 OK", "Content-Length: 5\r\n\r\nhello") + HELLO,
        ),
        (
            "an echo of chunks",
            get("POST /echo", chunks) + "2;x=y\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
            text("200 OK", "Content-Length: 3\r\n\r\nabc"),
        ),
        (
            "a stream in chunks",
            get("GET /stream", ""),
            text(
                "200 OK",
                "Transfer-Encoding: chunked\r\n\r\n\
                 4\r\none\n\r\n4\r\ntwo\n\r\n6\r\nthree\n\r\n0\r\n\r\n",
            ),
        ),
        (
            "a stream for HTTP/1.0 ends with the connection",
            "GET /stream HTTP/1.0\r\n\r\n".to_owned() + &again,
            text("200 OK", "Connection: close\r\n\r\none\ntwo\nthree\n"),
        ),
        (
            "a body that nobody wants is passed over",
            get("POST /", "Content-Length: 3\r\n") + "abc" + &again,
            text(
                "405 Method Not Allowed",
                "Content-Length: 21\r\nAllow: GET, HEAD, OPTIONS\r\n\r\n\
                 not with this method\n",
            ) + HELLO,
        ),
        (
            "nothing is answered after close",
            get("GET /", "Connection: close\r\n") + &again,
            HELLO.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
        ),
        (
            "no such page",
            get("GET /x", ""),
            text(
                "404 Not Found",
                "Content-Length: 22\r\n\r\nthere is no such page\n",
            ),
        ),
        (
            "OPTIONS * asks for the methods, in both its forms",
            get("OPTIONS *", "") + &get("OPTIONS http://a", ""),
            format!("HTTP/1.1 204 No Content\r\nDate: DATE\r\n{METHODS}\r\n")
                .repeat(2),
        ),
        (
            "OPTIONS of a page asks for its methods",
            get("OPTIONS /echo", ""),
            "HTTP/1.1 204 No Content\r\nDate: DATE\r\n\
             Allow: POST, OPTIONS\r\n\r\n"
                .to_owned(),
        ),
        (
            "no tunnels, and HTTP goes on",
            get("CONNECT a:443", "") + &again,
            no_method() + HELLO,
        ),
        (
            "an unknown method, and one in small letters",
            get("BREW /", "") + &get("get /", "") + &again,
            no_method().repeat(2) + HELLO,
        ),
        (
            "methods that web servers know and the page has not",
            get("DELETE /echo", "") + &get("TRACE /echo", ""),
            text(
                "405 Method Not Allowed",
                "Content-Length: 21\r\nAllow: POST, OPTIONS\r\n\r\n\
                 not with this method\n",
            )
            .repeat(2),
        ),
        (
            "two lengths",
            get("POST /echo", "Content-Length: 1\r\nContent-Length: 1\r\n")
                + "a"
                + &again,
            refusal(
                "400 Bad Request",
                "Content-Length is not one decimal number",
            ),
        ),
        (
            "a length and chunks",
            get("POST /echo", &format!("Content-Length: 1\r\n{chunks}"))
                + "0\r\n\r\n"
                + &again,
            refusal(
                "400 Bad Request",
                "both Content-Length and Transfer-Encoding are given",
            ),
        ),
        (
            "a chunk that is none",
            get("POST /echo", chunks) + "x\r\n" + &again,
            bad_chunk.clone(),
        ),
        (
            "a chunk that is none, and that nobody wants",
            get("GET /", chunks) + "1\r\na\r\n0_2e\r\n\r\n" + &again,
            bad_chunk,
        ),
        (
            "a head that is cut off",
            "GET / HTTP/1.1\r\nHost".to_owned(),
            refusal(
                "400 Bad Request",
                "the stream ended inside a head, after 20 bytes of it",
            ),
        ),
        (
            "a body that is cut off, and that nobody wants",
            get("GET /", "Content-Length: 7\r\n") + "hello",
            refusal(
                "400 Bad Request",
                "the stream ended inside a body, 2 bytes before its end",
            ),
        ),
        (
            "a body in chunks that is cut off",
            get("POST /echo", chunks) + "5\r\nhello\r\n3\r\nab",
            refusal(
                "400 Bad Request",
                "the stream ended inside a body in chunks, \
                 after 7 bytes of content",
            ),
        ),
        (
            "a body that is too long",
            get("POST /echo", "Content-Length: 9999999\r\n") + "abc",
            refusal(
                "413 Content Too Large",
                "the body is longer than 1048576 bytes",
            ),
        ),
        (
            "no request",
            "hello\r\n\r\n".to_owned(),
            refusal(
                "400 Bad Request",
                "the first line is not METHOD TARGET VERSION",
            ),
        ),
        ("nothing at all", String::new(), String::new()),
    ]
}
