//! What the program serves.

use http1_drivers::{Exchange, Failure};

const TEXT: (&str, &[u8]) = ("Content-Type", b"text/plain; charset=utf-8");

/// `GET /` says hello, `POST /echo` sends the body back, `GET /stream` sends
/// three chunks.
// ANCHOR: site
pub(crate) fn site(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    let request = exchange.request();
    match (request.path(), request.method()) {
        ("/", "GET" | "HEAD") => say(exchange, 200, None, b"hello\n"),
        ("/echo", "POST") => echo(exchange),
        ("/stream", "GET" | "HEAD") => stream(exchange),
        ("/" | "/stream", _) => not_allowed(exchange, b"GET, HEAD"),
        ("/echo", _) => not_allowed(exchange, b"POST"),
        _ => say(exchange, 404, None, b"there is no such page\n"),
    }
}
// ANCHOR_END: site

fn not_allowed(
    exchange: &mut Exchange<'_>,
    methods: &[u8],
) -> Result<(), Failure> {
    let allow = ("Allow", methods);
    say(exchange, 405, Some(allow), b"not with this method\n")
}

fn say(
    exchange: &mut Exchange<'_>,
    status: u16,
    more: Option<(&str, &[u8])>,
    text: &[u8],
) -> Result<(), Failure> {
    let mut digits = [0; 20];
    let length = decimal(text.len(), &mut digits);
    let fields = [TEXT, ("Content-Length", length)];
    exchange.respond(status, fields.into_iter().chain(more))?;
    exchange.write(text)
}

/// The whole body first: a client that sends to the end before it reads
/// would wait for us, and we for it.
fn echo(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
    let mut body = Vec::new();
    exchange.read_to_end(&mut body)?;
    say(exchange, 200, None, &body)
}

fn stream(exchange: &mut Exchange<'_>) -> Result<(), Failure> {
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
