//! The protocol of this chapter: one request, one answer, the end.

use bytes::BytesMut;
use framing::Decoder;

use crate::{Next, Protocol, Request, RequestDecoder, RequestError, Response};

/// HTTP: a page that says hello, and a form.
#[derive(Debug, Default)]
pub struct Hello {
    requests: RequestDecoder,
}

impl Hello {
    /// For a new connection.
    pub fn new() -> Hello {
        Hello::default()
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
                answer(&request).encode(head_only, output);
                Next::Close
            }
            Err(error) => {
                refuse(error).encode(false, output);
                Next::Drain
            }
        }
    }

    fn eof_received(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        // It left in the middle of a request, and may still listen.
        if let Err(error) = self.requests.decode_end(input) {
            refuse(error).encode(false, output);
        }
    }
    // ANCHOR_END: protocol

    fn is_idle(&self) -> bool {
        self.requests.is_idle()
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        Response::text(503, "busy, try later\n")
            .with_field("Retry-After", "1")
            .encode(false, output);
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
