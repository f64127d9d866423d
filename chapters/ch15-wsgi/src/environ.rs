//! `environ`: what an application knows of a request.

mod keys;
mod path;
mod value;

use std::any::Any;
use std::borrow::Cow;
use std::rc::Rc;

use endpoint::{Address, Peer};
use http1::{Request, Version};

use crate::latin1::{decode, decode_cow};
use crate::{Errors, Input};

pub use value::Value;

/// What a server says of itself in each environ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// `SERVER_NAME`: never empty.
    pub name: String,
    /// `SERVER_PORT`.
    pub port: u16,
    /// `wsgi.url_scheme`: `http`, or `https` behind a proxy that says so.
    pub scheme: &'static str,
    /// `wsgi.multithread`: another thread may call the same application at
    /// the same time.
    pub multithread: bool,
    /// `wsgi.multiprocess`: another process may call an equal application at
    /// the same time.
    pub multiprocess: bool,
    /// `wsgi.run_once`: the process ends after this request, most likely.
    pub run_once: bool,
}

impl Default for Facts {
    fn default() -> Facts {
        Facts {
            name: "localhost".to_owned(),
            port: 80,
            scheme: "http",
            multithread: false,
            multiprocess: false,
            run_once: false,
        }
    }
}

/// `SERVER_SOFTWARE`.
pub const SOFTWARE: &str = concat!("carafe-wsgi/", env!("CARGO_PKG_VERSION"));

/// What an application knows of a request (PEP 3333, "environ Variables").
///
/// It is a view: names and values are looked up in the head that chapter 14
/// has parsed, when somebody asks. What a middleware sets lies on top.
///
/// Texts are latin-1, as the PEP wants: each character is a byte. Methods
/// with `bytes` in their name give those bytes.
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
        self.text("REQUEST_METHOD")
            .unwrap_or_else(|| self.request.method().into())
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
        self.text("QUERY_STRING")
            .unwrap_or_else(|| self.request.query().unwrap_or_default().into())
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
        self.text("SERVER_NAME").unwrap_or_else(|| (&*self.facts.name).into())
    }

    /// `SERVER_PORT`
    pub fn server_port(&self) -> Cow<'_, str> {
        let port = || self.facts.port.to_string().into();
        self.text("SERVER_PORT").unwrap_or_else(port)
    }

    /// `SERVER_PROTOCOL`: what the client speaks.
    pub fn server_protocol(&self) -> Cow<'_, str> {
        let version = || match self.request.version() {
            Version::Http10 => "HTTP/1.0".into(),
            Version::Http11 => "HTTP/1.1".into(),
        };
        self.text("SERVER_PROTOCOL").unwrap_or_else(version)
    }

    /// `wsgi.url_scheme`
    pub fn scheme(&self) -> Cow<'_, str> {
        self.text("wsgi.url_scheme").unwrap_or(self.facts.scheme.into())
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
        if !self.extras.is_empty() {
            let key = keys::of_header(name);
            if self.extra(&key).is_some() {
                let text = self.get(&key)?;
                let bytes = crate::latin1::encode(&text)?;
                return Some(Cow::Owned(bytes.into_owned()));
            }
        }
        keys::header(self.request.fields(), name.as_bytes(), b'-')
    }

    /// `wsgi.input`
    pub fn input(&self) -> Input<'r> {
        self.input.clone()
    }

    /// `wsgi.errors`
    pub fn errors(&self) -> Errors<'r> {
        self.errors.clone()
    }

    /// Another stream in place of `wsgi.input`.
    pub fn set_input(&mut self, input: Input<'r>) {
        self.input = input;
    }

    /// Another stream in place of `wsgi.errors`.
    pub fn set_errors(&mut self, errors: Errors<'r>) {
        self.errors = errors;
    }

    /// `wsgi.multithread`
    pub fn multithread(&self) -> bool {
        self.facts.multithread
    }

    /// `wsgi.multiprocess`
    pub fn multiprocess(&self) -> bool {
        self.facts.multiprocess
    }

    /// `wsgi.run_once`
    pub fn run_once(&self) -> bool {
        self.facts.run_once
    }

    /// `environ.get(key)`, for what is text; `None`: there is none.
    pub fn get(&self, key: &str) -> Option<Cow<'_, str>> {
        match self.value(key)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// `environ[key] = text`
    pub fn set(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        text: impl Into<String>,
    ) {
        let (key, text) = (key.into(), text.into());
        if !self.set_path(&key, &text) {
            self.put(key, Some(Extra::Text(text)));
        }
    }

    /// `environ[key] = object`, for what one part tells another. The name
    /// should have a dot in it: `carafe.session`.
    pub fn set_object(
        &mut self,
        key: impl Into<Cow<'static, str>>,
        object: Rc<dyn Any>,
    ) {
        self.put(key.into(), Some(Extra::Object(object)));
    }

    /// What [`Environ::set_object`] has put there, if it is a `T`.
    pub fn object<T: 'static>(&self, key: &str) -> Option<Rc<T>> {
        match self.extra(key)?.as_ref()? {
            Extra::Object(object) => Rc::clone(object).downcast().ok(),
            Extra::Text(_) => None,
        }
    }

    /// `del environ[key]`
    pub fn remove(&mut self, key: impl Into<Cow<'static, str>>) {
        self.put(key.into(), None);
    }

    fn put(&mut self, key: Cow<'static, str>, value: Option<Extra>) {
        match self.extras.iter_mut().find(|(other, _)| *other == key) {
            Some((_, old)) => *old = value,
            None => self.extras.push((key, value)),
        }
    }

    #[inline]
    fn extra(&self, key: &str) -> Option<&Option<Extra>> {
        let found = self.extras.iter().find(|(other, _)| other == key);
        found.map(|(_, extra)| extra)
    }

    /// What was set as text.
    #[inline]
    fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        match self.extra(key)? {
            Some(Extra::Text(text)) => Some(text.as_str().into()),
            _ => None,
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
        let fields = self.request.fields();
        keys::header(fields, name.as_bytes(), b'-').map(decode_cow)
    }
}
