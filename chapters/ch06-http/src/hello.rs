//! The protocol of this chapter: one request, one answer, the end.

use std::time::SystemTime;

use bytes::BytesMut;
use framing::Decoder;

use crate::{Next, Protocol, Request, RequestDecoder, RequestError, Response};

/// HTTP: a page that says hello, and a form.
#[derive(Debug)]
pub struct Hello {
    requests: RequestDecoder,
    /// Tells the time for the field `Date`.
    clock: fn() -> SystemTime,
}

impl Hello {
    /// For a new connection.
    pub fn new() -> Hello {
        Hello::default()
    }

    /// The same, with another clock, for answers that can be compared.
    pub fn with_clock(mut self, clock: fn() -> SystemTime) -> Hello {
        self.clock = clock;
        self
    }

    fn say(&self, what: &Response, head_only: bool, output: &mut BytesMut) {
        what.encode_at((self.clock)(), head_only, output);
    }
}

impl Default for Hello {
    fn default() -> Hello {
        Hello { requests: RequestDecoder::new(), clock: SystemTime::now }
    }
}

// ANCHOR: protocol
impl Protocol for Hello {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        match self.requests.decode(input) {
            Ok(None) => Next::Keep,
            Ok(Some(request)) => {
                let head_only = request.head.method == "HEAD";
                self.say(&answer(&request), head_only, output);
                Next::Close
            }
            Err(error) => {
                self.say(&refuse(error), false, output);
                Next::Drain
            }
        }
    }
    // ANCHOR_END: protocol

    fn eof_received(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        // It left in the middle of a request, and may still listen.
        if let Err(error) = self.requests.decode_end(input) {
            self.say(&refuse(error), false, output);
        }
    }

    fn is_idle(&self) -> bool {
        self.requests.is_idle()
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        let busy = Response::text(503, "busy, try later\n");
        self.say(&busy.with_field("Retry-After", "1"), false, output);
    }
}

/// What this server has to say to a request that it understood.
// ANCHOR: answer
pub fn answer(request: &Request) -> Response {
    match (request.head.method.as_str(), request.path()) {
        ("GET" | "HEAD", "/") => Response::html(200, PAGE),
        ("POST", "/") => greet(&request.body),
        ("GET" | "HEAD", _) => Response::text(404, "there is no such page\n"),
        (method, "/") if KNOWN.contains(&method) => {
            Response::text(405, "GET, HEAD or POST, please\n")
                .with_field("Allow", "GET, HEAD, POST")
        }
        (method, _) if KNOWN.contains(&method) => {
            Response::text(404, "there is no such page\n")
        }
        _ => Response::text(501, "this server does not know that method\n"),
    }
}
// ANCHOR_END: answer

/// The methods of RFC 9110, section 9, and PATCH.
const KNOWN: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE",
    "PATCH",
];

const PAGE: &str = "<!doctype html><html lang=en><title>hello</title>\
    <h1>hello</h1><form method=post><label>Your name \
    <input name=name></label> <button>Say it</button></form></html>\n";

/// Answers a form: `name=Ada` (WHATWG URL, application/x-www-form-urlencoded).
fn greet(form: &[u8]) -> Response {
    let mut fields = form_urlencoded::parse(form);
    match fields.find(|(name, _)| name == "name") {
        Some((_, name)) => Response::text(200, format!("hello, {name}\n")),
        None => Response::text(400, "the form has no field 'name'\n"),
    }
}

/// The answer to what is no request.
fn refuse(error: RequestError) -> Response {
    Response::text(error.status(), format!("{error}\n"))
}
