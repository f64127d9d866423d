//! What the program serves.

use std::cell::Cell;

use http1::Framing;
use http1_drivers::{Exchange, Failure};

const TEXT: (&str, &[u8]) = ("Content-Type", b"text/plain; charset=utf-8");

/// The methods that something here has.
const METHODS: &[u8] = b"GET, HEAD, POST, OPTIONS";

/// `GET /` says hello, `POST /echo` sends the body back, `GET /stream` sends
/// three chunks; `OPTIONS *`, whose path is empty, asks for all methods.
// ANCHOR: site
pub(crate) fn site(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    let request = exchange.request();
    match (request.path(), request.method()) {
        ("", "OPTIONS") => other(exchange, METHODS),
        (_, method) if !is_known(method) => not_implemented(exchange),
        ("/", "GET" | "HEAD") => say(exchange, 200, None, b"hello\n"),
        ("/echo", "POST") => echo(exchange),
        ("/stream", "GET" | "HEAD") => stream(exchange),
        ("/" | "/stream", _) => other(exchange, b"GET, HEAD, OPTIONS"),
        ("/echo", _) => other(exchange, b"POST, OPTIONS"),
        _ => say(exchange, 404, None, b"there is no such page\n"),
    }
}
// ANCHOR_END: site

/// Whether a method is one that web servers know: then a page that has not
/// got it says 405. Else it is a 501, on whatever path (RFC 9110, section
/// 9.1).
fn is_known(method: &str) -> bool {
    matches!(
        method,
        "GET"
            | "HEAD"
            | "POST"
            | "PUT"
            | "DELETE"
            | "OPTIONS"
            | "TRACE"
            | "PATCH"
    )
}

/// CONNECT comes here, too: this server is no proxy.
fn not_implemented(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    let allow = ("Allow", METHODS);
    say(exchange, 501, Some(allow), b"there is no such method here\n")
}

/// What a page that has `methods` says to any other, and to OPTIONS, which
/// asks for them.
fn other(exchange: &mut Exchange<'_>, methods: &[u8]) -> Result<(), Failure> {
    let allow = ("Allow", methods);
    if exchange.request().method() == "OPTIONS" {
        skip_body(exchange)?;
        return exchange.respond(204, [allow]);
    }
    say(exchange, 405, Some(allow), b"not with this method\n")
}

fn say(
    exchange: &mut Exchange<'_>,
    status: u16,
    more: Option<(&str, &[u8])>,
    text: &[u8],
) -> Result<(), Failure> {
    skip_body(exchange)?;
    let mut digits = [0; 20];
    let length = decimal(text.len(), &mut digits);
    let fields = [TEXT, ("Content-Length", length)];
    exchange.respond(status, fields.into_iter().chain(more))?;
    exchange.write(text)
}

/// Reads a body that nobody wants before the answer: one that is broken is
/// answered with 400, then, and not with 200. But a client that waits for a
/// 100 hears the answer instead, and keeps its body.
fn skip_body(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    let request = exchange.request();
    match request.framing() {
        Framing::Length(0) => {}
        _ if request.fields().get("Expect").is_some() => {}
        _ => while exchange.read(&mut [0; 4096])? > 0 {},
    }
    Ok(())
}

thread_local! {
    /// The body of an echo. It stays with its thread: an allocator gives so
    /// much memory back to the system each time, and each page that comes
    /// again costs more than to fill it.
    static BODY: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The whole body first: a client that sends to the end before it reads
/// would wait for us, and we for it.
fn echo(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    let mut body = BODY.take();
    body.clear();
    exchange.read_to_end(&mut body)?;
    let said = say(exchange, 200, None, &body);
    BODY.set(body);
    said
}

fn stream(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    skip_body(exchange)?;
    exchange.respond(200, [TEXT])?;
    for line in ["one\n", "two\n", "three\n"] {
        exchange.write(line.as_bytes())?;
        exchange.flush()?; // the client shall not wait for the others
    }
    Ok(())
}

/// A number without an allocation.
fn decimal(mut number: usize, digits: &mut [u8; 20]) -> &[u8] {
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b"0123456789"[number % 10];
        number /= 10;
        if number == 0 {
            return &digits[at..];
        }
    }
}
