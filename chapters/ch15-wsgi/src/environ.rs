//! `environ`: what an application knows of a request.

mod changed;
mod facts;
mod keys;
mod path;
mod value;

use std::any::Any;
use std::borrow::Cow;
use std::rc::Rc;

use endpoint::{Address, Peer};
use http1::{Request, Version};

use crate::latin1::{decode, decode_cow, encode_or_utf8};
use crate::{Errors, Input};

pub use facts::Facts;
pub use value::Value;

/// `SERVER_SOFTWARE`.
pub const SOFTWARE: &str = concat!("carafe-wsgi/", env!("CARGO_PKG_VERSION"));

/// What an application knows of a request (PEP 3333, "environ Variables").
///
/// It is a view: names and values are looked up in the head that chapter 14
/// has parsed, when somebody asks. What a middleware sets lies on top.
///
/// Texts are latin-1, as the PEP wants: each character is a byte. Methods
/// with `bytes` in their name give those bytes.
///
/// A method with the name of a key gives what [`Environ::get`] gives for it,
/// and an empty text or `false` for what a middleware has taken away.
pub struct Environ<'r> {
    request: Request<'r>,
    facts: &'r Facts,
    peer: Option<&'r Peer>,
    /// The path without its percent signs, as bytes.
    path: Cow<'r, [u8]>,
    /// So many of them are `SCRIPT_NAME`, the others `PATH_INFO`.
    script: usize,
    input: Input<'r>,
    errors: Errors<'r>,
    /// What was set later; `None`: it was taken away.
    extras: Vec<(Cow<'static, str>, Option<Extra>)>,
}

#[derive(Clone)]
enum Extra {
    Text(String),
    Object(Rc<dyn Any>),
}

impl<'r> Environ<'r> {
    /// The environ of `request`.
    pub fn new(
        request: Request<'r>,
        facts: &'r Facts,
        peer: Option<&'r Peer>,
        input: Input<'r>,
        errors: Errors<'r>,
    ) -> Environ<'r> {
        let path = path::decoded(request);
        let extras = Vec::new();
        let script = 0;
        Environ { request, facts, peer, path, script, input, errors, extras }
    }

    /// The request as chapter 14 has parsed it: what it was before any
    /// middleware came.
    pub fn request(&self) -> Request<'r> {
        self.request
    }

    /// `REQUEST_METHOD`
    pub fn method(&self) -> Cow<'_, str> {
        self.text_or("REQUEST_METHOD", || self.request.method().into())
    }

    /// `SCRIPT_NAME`: where this application is mounted; empty at the root.
    pub fn script_name(&self) -> Cow<'_, str> {
        decode(self.script_name_bytes())
    }

    /// `PATH_INFO`: what is left of the path for this application.
    pub fn path_info(&self) -> Cow<'_, str> {
        decode(self.path_info_bytes())
    }

    /// `SCRIPT_NAME` as bytes; UTF-8, mostly.
    pub fn script_name_bytes(&self) -> &[u8] {
        &self.path[..self.script]
    }

    /// `PATH_INFO` as bytes; UTF-8, mostly.
    pub fn path_info_bytes(&self) -> &[u8] {
        &self.path[self.script..]
    }

    /// `QUERY_STRING`: behind the `?`, as it was sent; may be empty.
    pub fn query_string(&self) -> Cow<'_, str> {
        let query = || self.request.query().unwrap_or_default().into();
        self.text_or("QUERY_STRING", query)
    }

    /// `CONTENT_TYPE`
    pub fn content_type(&self) -> Option<Cow<'_, str>> {
        self.get("CONTENT_TYPE")
    }

    /// `CONTENT_LENGTH`; `None` also when the body comes in chunks.
    pub fn content_length(&self) -> Option<u64> {
        self.get("CONTENT_LENGTH")?.parse().ok()
    }

    /// `SERVER_NAME`
    pub fn server_name(&self) -> Cow<'_, str> {
        self.text_or("SERVER_NAME", || (&*self.facts.name).into())
    }

    /// `SERVER_PORT`
    pub fn server_port(&self) -> Cow<'_, str> {
        let port = || self.facts.port.to_string().into();
        self.text_or("SERVER_PORT", port)
    }

    /// `SERVER_PROTOCOL`: what the client speaks.
    pub fn server_protocol(&self) -> Cow<'_, str> {
        let version = || match self.request.version() {
            Version::Http10 => "HTTP/1.0".into(),
            Version::Http11 => "HTTP/1.1".into(),
        };
        self.text_or("SERVER_PROTOCOL", version)
    }

    /// `wsgi.url_scheme`
    pub fn scheme(&self) -> Cow<'_, str> {
        self.text_or("wsgi.url_scheme", || self.facts.scheme.into())
    }

    /// `REMOTE_ADDR`: the client's address, or its proxy's; `None` over a
    /// Unix socket.
    pub fn remote_addr(&self) -> Option<Cow<'_, str>> {
        self.get("REMOTE_ADDR")
    }

    /// Who is at the other end, where there is a connection.
    pub fn peer(&self) -> Option<&'r Peer> {
        self.peer
    }

    /// The header `name` ("User-Agent", in any case) as bytes; several are
    /// joined. The same as `HTTP_USER_AGENT`, so a name with an underscore in
    /// it is never found.
    pub fn header(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        if !self.extras.is_empty() && !name.contains('_') {
            let key = keys::of_header(name);
            if self.extra(&key).is_some() {
                return Some(encode_or_utf8(&self.get(&key)?).into());
            }
        }
        keys::header(self.request, name.as_bytes(), b'-')
    }

    /// `wsgi.input`
    pub fn input(&self) -> Input<'r> {
        self.input.clone()
    }

    /// `wsgi.errors`
    pub fn errors(&self) -> Errors<'r> {
        self.errors.clone()
    }

    /// `wsgi.multithread`
    pub fn multithread(&self) -> bool {
        self.flag("wsgi.multithread", self.facts.multithread)
    }

    /// `wsgi.multiprocess`
    pub fn multiprocess(&self) -> bool {
        self.flag("wsgi.multiprocess", self.facts.multiprocess)
    }

    /// `wsgi.run_once`
    pub fn run_once(&self) -> bool {
        self.flag("wsgi.run_once", self.facts.run_once)
    }

    /// `environ.get(key)`, for what is text; `None`: there is none.
    pub fn get(&self, key: &str) -> Option<Cow<'_, str>> {
        match self.value(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    #[inline]
    fn extra(&self, key: &str) -> Option<&Option<Extra>> {
        let found = self.extras.iter().find(|(other, _)| other == key);
        found.map(|(_, extra)| extra)
    }

    /// What was set as text, nothing if it was taken away, else `fact`.
    #[inline]
    fn text_or<'e>(
        &'e self,
        key: &str,
        fact: impl FnOnce() -> Cow<'e, str>,
    ) -> Cow<'e, str> {
        match self.extra(key) {
            None => fact(),
            Some(Some(Extra::Text(text))) => text.as_str().into(),
            Some(_) => "".into(),
        }
    }

    /// What was set as a `bool` object, false if it was taken away, else
    /// `fact`.
    fn flag(&self, key: &str, fact: bool) -> bool {
        match self.extra(key) {
            None => fact,
            Some(_) => self.object(key).is_some_and(|flag| *flag),
        }
    }

    /// `REMOTE_ADDR` and `REMOTE_PORT`. An IPv4 client of a dual-stack
    /// listener is shown as what it is.
    fn remote(&self) -> Option<(String, String)> {
        match self.peer?.address() {
            Address::Inet(inet) => {
                let ip = inet.ip().to_canonical();
                Some((ip.to_string(), inet.port().to_string()))
            }
            _ => None,
        }
    }

    fn field(&self, name: &str) -> Option<Cow<'r, str>> {
        keys::header(self.request, name.as_bytes(), b'-').map(decode_cow)
    }
}
