//! Where ours refuses what hyper takes.

use http1::Error;

/// A reason to refuse, and a request that shows the difference.
#[derive(Clone, Copy, Debug)]
pub struct Stricter {
    /// The error, whatever the number in it.
    pub error: Error,
    /// What allows it, or asks for it.
    pub source: &'static str,
    /// Ours refuses this with the error; hyper hands it on.
    pub example: fn() -> String,
}

/// The whole list.
pub const STRICTER: &[Stricter] = &[
    Stricter {
        error: Error::RequestLine,
        source: "RFC 9112, section 2.2: one empty line before a request is \
                 passed over, not any number",
        example: || String::from("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    },
    Stricter {
        error: Error::Method,
        source: "RFC 9112, section 3: 501 for a method longer than any that \
                 is served",
        example: || {
            String::from(
                "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ / HTTP/1.1\r\n\
                  Host: a\r\n\r\n",
            )
        },
    },
    Stricter {
        error: Error::Target,
        source: "RFC 9112, section 3.2: an invalid request-line should be \
                 answered with 400; no fragment is in any of the four forms",
        example: || String::from("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"),
    },
    Stricter {
        error: Error::LineEnd,
        source: "RFC 9112, section 2.2: a recipient MAY take LF alone for a \
                 line's end, and need not",
        example: || String::from("GET / HTTP/1.1\nHost: a\r\n\r\n"),
    },
    Stricter {
        error: Error::Host,
        source: "RFC 9112, section 3.2: 400 for an HTTP/1.1 request without \
                 Host, or with more than one, or with an invalid one",
        example: || String::from("GET / HTTP/1.1\r\n\r\n"),
    },
    Stricter {
        error: Error::ContentLength,
        source: "RFC 9110, section 8.6: two equal lengths may be refused",
        example: || post("Content-Length: 1\r\nContent-Length: 1\r\n", "x"),
    },
    Stricter {
        error: Error::LengthAndCoding,
        source: "RFC 9112, section 6.1: a server MAY reject a request with \
                 both",
        example: || {
            post(
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "0\r\n\r\n",
            )
        },
    },
    Stricter {
        error: Error::NotChunked,
        source: "RFC 9112, section 6.1: chunked is not applied twice",
        example: || {
            post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")
        },
    },
    Stricter {
        error: Error::UnknownCoding,
        source: "RFC 9112, section 6.1: 501 for a coding that is not known",
        example: || post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
    },
    Stricter {
        error: Error::Expectation,
        source: "RFC 9110, section 10.1.1: 417 for an expectation that is \
                 not known",
        example: || get("Expect: miracles\r\n"),
    },
    Stricter {
        error: Error::Chunk,
        source: "RFC 9112, section 7.1.1: what follows a chunk's size is \
                 `;` and a name",
        example: || chunked("1;=\r\nx\r\n0\r\n\r\n"),
    },
    Stricter {
        error: Error::Trailer,
        source: "RFC 9110, section 6.5.1: what frames a message has no \
                 place in trailers",
        example: || chunked("0\r\nContent-Length: 5\r\n\r\n"),
    },
    Stricter {
        error: Error::LineTooLong(0),
        source: "RFC 9112, section 3: 414 for a target longer than a limit \
                 of 8,000 bytes or more",
        example: || format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", x(8_000)),
    },
    Stricter {
        error: Error::FieldTooLong(0),
        source: "RFC 9110, section 5.4: 4xx for fields larger than wanted",
        example: || get(&format!("X: {}\r\n", x(9_000))),
    },
    Stricter {
        error: Error::HeadTooLong(0),
        source: "RFC 6585, section 5: 431, for all fields together too",
        example: || get(&format!("X: {}\r\n", x(6_000)).repeat(3)),
    },
    Stricter {
        error: Error::BodyTooLong(0),
        source: "RFC 9110, section 15.5.14: 413, the limit is the server's",
        example: || chunked(&format!("200000\r\n{}\r\n0\r\n\r\n", x(0x200000))),
    },
    Stricter {
        error: Error::ExtensionsTooLong,
        source: "RFC 9112, section 7.1.1: their length has to be limited",
        example: || chunked(&format!("0;{}\r\n\r\n", x(2_000))),
    },
    Stricter {
        error: Error::TrailersTooLong(0),
        source: "RFC 6585, section 5, for trailers (RFC 9110, section 5.4)",
        example: || {
            let field = format!("X: {}\r\n", x(6_000));
            chunked(&format!("0\r\n{}\r\n", field.repeat(2)))
        },
    },
];

/// So many bytes of nothing.
fn x(count: usize) -> String {
    "x".repeat(count)
}

fn get(fields: &str) -> String {
    format!("GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n")
}

fn post(fields: &str, body: &str) -> String {
    format!("POST / HTTP/1.1\r\nHost: a\r\n{fields}\r\n{body}")
}

fn chunked(body: &str) -> String {
    post("Transfer-Encoding: chunked\r\n", body)
}

/// Whether `value` ends with an empty element, as `chunked,` does, or is
/// nothing else. The only leniency: hyper takes that for an unknown coding and
/// refuses, ours reads over it, as RFC 9110, section 5.6.1.2, demands of a
/// recipient.
pub(crate) fn ends_with_nothing(value: &[u8]) -> bool {
    let last = value.rsplit(|&byte| byte == b',').next();
    last.is_none_or(|last| last.trim_ascii().is_empty())
}
