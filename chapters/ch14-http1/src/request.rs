//! What a client asks for, and what its head says about the connection.

use crate::Error;
use crate::fields::{Fields, Store, decimal, list, text};
use crate::head::{RequestLine, Version, parse_request};
use crate::limits::Limits;
use crate::target::{Form, Target, is_host};

/// How the end of a body is found (RFC 9112, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// After this many bytes; 0: there is none.
    Length(u64),
    /// By a chunk of no bytes.
    Chunked,
    /// By the end of the stream: responses only.
    UntilClose,
}

/// What a head says beyond what it asks for. One pass over its fields.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts {
    hosts: usize,
    bad_host: bool,
    lengths: usize,
    length: Option<u64>,
    has_coding: bool,
    /// `chunked` was the last one / was there before / another was there.
    chunked: bool,
    chunked_before: bool,
    other_coding: bool,
    pub(crate) close: bool,
    pub(crate) keep_alive: bool,
    pub(crate) upgrade: bool,
    expects: bool,
    other_expectation: bool,
}

impl Facts {
    pub(crate) fn of(fields: Fields<'_>) -> Facts {
        let mut facts = Facts::default();
        for (name, value) in fields.raw() {
            // Most fields are none of these, and their length says so.
            let is = |other: &str| name.eq_ignore_ascii_case(other.as_bytes());
            match name.len() {
                4 if is("host") => facts.host(value),
                6 if is("expect") => facts.expect(value),
                7 if is("upgrade") => facts.upgrade = true,
                10 if is("connection") => facts.connection(value),
                14 if is("content-length") => {
                    facts.lengths += 1;
                    facts.length = decimal(value);
                }
                17 if is("transfer-encoding") => facts.coding(value),
                _ => {}
            }
        }
        facts
    }

    fn host(&mut self, value: &[u8]) {
        self.hosts += 1;
        self.bad_host |= !str::from_utf8(value).is_ok_and(is_host);
    }

    fn expect(&mut self, value: &[u8]) {
        let known = value.eq_ignore_ascii_case(b"100-continue");
        self.expects |= known;
        self.other_expectation |= !known;
    }

    fn connection(&mut self, value: &[u8]) {
        for option in list(value) {
            self.close |= option.eq_ignore_ascii_case(b"close");
            self.keep_alive |= option.eq_ignore_ascii_case(b"keep-alive");
        }
    }

    fn coding(&mut self, value: &[u8]) {
        self.has_coding = true;
        for coding in value.split(|&byte| byte == b',') {
            self.chunked_before |= self.chunked;
            self.chunked =
                crate::fields::trim(coding).eq_ignore_ascii_case(b"chunked");
            self.other_coding |= !self.chunked;
        }
    }

    /// How the body is framed, without what the kind of message says.
    /// `None`: nothing is said.
    // ANCHOR: framing
    pub(crate) fn framing(
        &self,
        version: Version,
    ) -> Result<Option<Framing>, Error> {
        match (self.has_coding, self.lengths) {
            (true, 1..) => Err(Error::LengthAndCoding),
            (true, 0) if version == Version::Http10 => {
                Err(Error::CodingInHttp10)
            }
            (true, 0) if !self.chunked || self.chunked_before => {
                Err(Error::NotChunked)
            }
            (true, 0) if self.other_coding => Err(Error::UnknownCoding),
            (true, 0) => Ok(Some(Framing::Chunked)),
            (false, 0) => Ok(None),
            (false, 1) => {
                let length = self.length.ok_or(Error::ContentLength)?;
                Ok(Some(Framing::Length(length)))
            }
            (false, _) => Err(Error::ContentLength),
        }
    }
    // ANCHOR_END: framing

    /// Whether the other side stays after this message (RFC 9112, 9.3).
    pub(crate) fn persists(&self, version: Version) -> bool {
        match version {
            Version::Http11 => !self.close,
            Version::Http10 => self.keep_alive && !self.close,
        }
    }
}

/// The head of a request, to hold on to: see [`crate::Connection::head`].
#[derive(Clone, Debug)]
pub struct Head {
    pub(crate) store: Store,
    line: RequestLine,
    pub(crate) facts: Facts,
    pub(crate) framing: Framing,
    form: Form,
    /// A HEAD, whose answer has no body; a CONNECT, which wants a tunnel.
    pub(crate) head_only: bool,
    pub(crate) connect: bool,
}

/// Before the first request, and where a head was no request.
const NOTHING: RequestLine =
    RequestLine { method: 0, target: 0, version: Version::Http11 };

impl Default for Head {
    fn default() -> Head {
        Head {
            store: Store::default(),
            line: NOTHING,
            facts: Facts::default(),
            framing: Framing::Length(0),
            form: Form::Origin,
            head_only: false,
            connect: false,
        }
    }
}

/// The longest method; the longest registered one has 17 letters.
const MAX_METHOD: usize = 32;

impl Head {
    /// Reads and checks what [`crate::head::Finder`] has found.
    pub(crate) fn read(&mut self, limits: &Limits) -> Result<(), Error> {
        self.forget();
        self.line = parse_request(&mut self.store, limits)?;
        let request = Request { head: self };
        let (method, target) = (request.method(), request.target());
        if method.len() > MAX_METHOD {
            return Err(Error::Method);
        }
        let known = (method == "HEAD", method == "CONNECT");
        let form = Target::parse(method, target).map(|target| target.form);
        let facts = Facts::of(request.fields());
        (self.head_only, self.connect) = known;
        let form = form?;
        let version = self.line.version;
        let wanted = usize::from(version == Version::Http11);
        if facts.bad_host || facts.hosts > 1 || facts.hosts < wanted {
            return Err(Error::Host);
        }
        if facts.other_expectation && version == Version::Http11 {
            return Err(Error::Expectation);
        }
        let framing = facts.framing(version)?.unwrap_or(Framing::Length(0));
        if matches!(framing, Framing::Length(more) if more > limits.body) {
            return Err(Error::BodyTooLong(limits.body));
        }
        (self.facts, self.framing, self.form) = (facts, framing, form);
        Ok(())
    }

    /// The request is answered: what follows is about another one.
    pub(crate) fn forget(&mut self) {
        (self.line, self.framing) = (NOTHING, Framing::Length(0));
        self.facts = Facts::default();
        (self.head_only, self.connect) = (false, false);
    }

    /// Whether the client waits for a 100 before it sends its body. HTTP/1.0
    /// has none (RFC 9110, section 10.1.1).
    pub(crate) fn expects_continue(&self) -> bool {
        let http11 = self.line.version == Version::Http11;
        http11 && self.facts.expects && self.framing != Framing::Length(0)
    }

    pub(crate) fn persists(&self) -> bool {
        self.facts.persists(self.line.version)
    }

    /// What it says.
    pub fn request(&self) -> Request<'_> {
        Request { head: self }
    }
}

/// What a client asks for: a view of its head, which is kept until the next
/// request begins.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    head: &'a Head,
}

impl<'a> Request<'a> {
    /// `GET`, `POST`, …: case matters (RFC 9110, section 9.1).
    pub fn method(self) -> &'a str {
        text(&self.head.store.bytes[..self.head.line.method])
    }

    /// The target as it was sent. Nothing is decoded.
    pub fn target(self) -> &'a str {
        let RequestLine { method, target, .. } = self.head.line;
        let bytes = self.head.store.bytes.get(method + 1..target);
        text_or_bytes(bytes.unwrap_or_default())
    }

    /// Which of its forms the target has.
    pub fn form(self) -> Form {
        self.head.form
    }

    /// The target's path, as it was sent; empty for `*` and `host:port`.
    pub fn path(self) -> &'a str {
        self.parts().map_or("", |target| target.path)
    }

    /// What stands behind the `?` of the target, as it was sent.
    pub fn query(self) -> Option<&'a str> {
        self.parts().and_then(|target| target.query)
    }

    /// Host and port: the target's where it has them, else those of the
    /// `Host` field (RFC 9112, section 3.3). HTTP/1.0 may have none.
    pub fn authority(self) -> Option<&'a str> {
        let host = || self.fields().get("host").map(text);
        self.parts().and_then(|target| target.authority).or_else(host)
    }

    /// Which HTTP the client speaks.
    pub fn version(self) -> Version {
        self.head.line.version
    }

    /// The fields of the head.
    pub fn fields(self) -> Fields<'a> {
        self.head.store.fields()
    }

    /// How its body is framed.
    pub fn framing(self) -> Framing {
        self.head.framing
    }

    fn parts(self) -> Option<Target<'a>> {
        Target::parse(self.method(), self.target()).ok()
    }
}

/// A target that is not ASCII has a byte that [`Target::parse`] refuses, and
/// so has this.
fn text_or_bytes(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap_or("\0")
}
