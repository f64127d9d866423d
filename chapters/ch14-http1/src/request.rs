//! What a client asks for, and what its head says about the connection.

use crate::Error;
use crate::facts::Facts;
use crate::fields::{Fields, Store, text};
use crate::head::{RequestLine, Version, parse_request};
use crate::limits::Limits;
use crate::target::{Form, Target};

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

/// The head of a request, to hold on to: see [`crate::Connection::head`].
#[derive(Clone, Debug)]
pub struct Head {
    pub(crate) store: Store,
    line: RequestLine,
    facts: Facts,
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
pub(crate) const MAX_METHOD: usize = 32;

impl Head {
    /// Reads and checks what [`crate::head::Finder`] has found.
    pub(crate) fn read(&mut self, limits: &Limits) -> Result<(), Error> {
        self.forget();
        self.head_only = is_head(&self.store.bytes);
        self.line = parse_request(&mut self.store, limits)?;
        let request = Request { head: self };
        let (method, target) = (request.raw_method(), request.raw_target());
        if method.len() > MAX_METHOD {
            return Err(Error::Method);
        }
        let connect = method == b"CONNECT";
        let form = Target::parse(method, target).map(|target| target.form);
        let facts = Facts::of(request.fields());
        self.connect = connect;
        let form = form?;
        let version = self.line.version;
        facts.check(version)?;
        let framing = facts.framing(version)?.unwrap_or(Framing::Length(0));
        if matches!(framing, Framing::Length(more) if more > limits.body) {
            return Err(Error::BodyTooLong(limits.body));
        }
        (self.facts, self.framing, self.form) = (facts, framing, form);
        Ok(())
    }

    /// Nothing but `part` of it is here, and perhaps nothing else will come.
    pub(crate) fn begin(&mut self, part: &[u8]) {
        self.forget();
        self.head_only = is_head(part);
    }

    /// The request is answered: what follows is about another one.
    fn forget(&mut self) {
        (self.line, self.framing) = (NOTHING, Framing::Length(0));
        self.facts = Facts::default();
        (self.head_only, self.connect) = (false, false);
    }

    /// Whether the client waits for a 100 before it sends its body.
    pub(crate) fn expects_continue(&self) -> bool {
        let expects = self.facts.expects_continue(self.line.version);
        expects && self.framing != Framing::Length(0)
    }

    /// Whether a 101 may be the answer.
    pub(crate) fn offers_upgrade(&self) -> bool {
        self.facts.offers_upgrade(self.line.version)
    }

    pub(crate) fn persists(&self) -> bool {
        self.facts.persists(self.line.version)
    }

    /// What it says.
    pub fn request(&self) -> Request<'_> {
        Request { head: self }
    }
}

/// Whether an answer has no content, also where the rest of the head is
/// broken, too long or missing (RFC 9110, section 9.3.2).
fn is_head(bytes: &[u8]) -> bool {
    bytes.starts_with(b"HEAD ")
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
        text(self.raw_method())
    }

    fn raw_method(self) -> &'a [u8] {
        &self.head.store.bytes[..self.head.line.method]
    }

    /// The target as it was sent. Nothing is decoded.
    pub fn target(self) -> &'a str {
        text(self.raw_target())
    }

    fn raw_target(self) -> &'a [u8] {
        let RequestLine { method, target, .. } = self.head.line;
        let bytes = self.head.store.bytes.get(method + 1..target);
        bytes.unwrap_or_default()
    }

    /// Which of its forms the target has.
    pub fn form(self) -> Form {
        self.head.form
    }

    /// The target's path, as it was sent; empty for `*` and `host:port`.
    pub fn path(self) -> &'a str {
        self.parts().map_or("", |target| text(target.path))
    }

    /// What stands behind the `?` of the target, as it was sent.
    pub fn query(self) -> Option<&'a str> {
        self.parts().and_then(|target| target.query).map(text)
    }

    /// Host and port: the target's where it has them, else those of the
    /// `Host` field (RFC 9112, section 3.3). HTTP/1.0 may have none.
    pub fn authority(self) -> Option<&'a str> {
        let host = || self.fields().get("host").map(text);
        let own = self.parts().and_then(|target| target.authority);
        own.map(text).or_else(host)
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
        Target::parse(self.raw_method(), self.raw_target()).ok()
    }
}
