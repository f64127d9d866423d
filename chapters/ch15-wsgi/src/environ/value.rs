//! The values of an environ, by their keys.

use std::any::Any;
use std::borrow::Cow;
use std::rc::Rc;

use super::{Environ, Extra, SOFTWARE, keys};
use crate::latin1::decode_cow;
use crate::{Errors, Input};

/// A value of an environ.
#[derive(Clone)]
pub enum Value<'e> {
    /// A CGI variable, `wsgi.url_scheme`, or what was set as text.
    Text(Cow<'e, str>),
    /// `wsgi.multithread`, `wsgi.multiprocess`, `wsgi.run_once`,
    /// `wsgi.input_terminated`; or a `bool` that was set as an object.
    Flag(bool),
    /// `wsgi.version`
    Version(u8, u8),
    /// `wsgi.input`
    Input(Input<'e>),
    /// `wsgi.errors`
    Errors(Errors<'e>),
    /// `wsgi.file_wrapper`: see [`crate::FileWrapper`].
    FileWrapper,
    /// What was set as an object.
    Object(Rc<dyn Any>),
}

/// The keys that a server sets whatever the request is, and in which order
/// [`Environ::iter`] tells them.
const KEYS: [&str; 22] = [
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "SERVER_SOFTWARE",
    "GATEWAY_INTERFACE",
    "REMOTE_ADDR",
    "REMOTE_PORT",
    "REQUEST_URI",
    "wsgi.version",
    "wsgi.url_scheme",
    "wsgi.input",
    "wsgi.input_terminated",
    "wsgi.errors",
    "wsgi.multithread",
    "wsgi.multiprocess",
    "wsgi.run_once",
];

impl<'r> Environ<'r> {
    /// `environ[key]`; `None`: there is no such key.
    pub fn value(&self, key: &str) -> Option<Value<'_>> {
        if let Some(extra) = self.extra(key) {
            return match extra.as_ref()? {
                Extra::Text(text) => Some(Value::Text(text.as_str().into())),
                Extra::Object(object) => Some(match object.downcast_ref() {
                    Some(flag) => Value::Flag(*flag),
                    None => Value::Object(Rc::clone(object)),
                }),
            };
        }
        match key.strip_prefix("wsgi.") {
            Some(key) => self.wsgi_value(key),
            None => self.cgi_value(key).map(Value::Text),
        }
    }

    // ANCHOR: values
    fn cgi_value(&self, key: &str) -> Option<Cow<'_, str>> {
        Some(match key {
            "REQUEST_METHOD" => self.method(),
            "SCRIPT_NAME" => self.script_name(),
            "PATH_INFO" => self.path_info(),
            "QUERY_STRING" => self.query_string(),
            "CONTENT_TYPE" => self.field("content-type")?,
            "CONTENT_LENGTH" => self.field("content-length")?,
            "SERVER_NAME" => self.server_name(),
            "SERVER_PORT" => self.server_port(),
            "SERVER_PROTOCOL" => self.server_protocol(),
            "SERVER_SOFTWARE" => SOFTWARE.into(),
            "GATEWAY_INTERFACE" => "CGI/1.1".into(),
            "REMOTE_ADDR" => self.remote()?.0.into(),
            "REMOTE_PORT" => self.remote()?.1.into(),
            "REQUEST_URI" => self.request.target().into(),
            _ => {
                let name = key.strip_prefix("HTTP_")?.as_bytes();
                decode_cow(keys::header(self.request, name, b'_')?)
            }
        })
    }
    // ANCHOR_END: values

    fn wsgi_value(&self, key: &str) -> Option<Value<'_>> {
        Some(match key {
            "version" => Value::Version(1, 0),
            "url_scheme" => Value::Text(self.scheme()),
            "input" => Value::Input(self.input()),
            // It ends by itself, with and without CONTENT_LENGTH.
            "input_terminated" => Value::Flag(true),
            "errors" => Value::Errors(self.errors()),
            "multithread" => Value::Flag(self.multithread()),
            "multiprocess" => Value::Flag(self.multiprocess()),
            "run_once" => Value::Flag(self.run_once()),
            "file_wrapper" => Value::FileWrapper,
            _ => return None,
        })
    }

    /// Every key and its value: what a dictionary would hold. Chapter 18
    /// makes one of it.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'_, str>, Value<'_>)> {
        let known = KEYS.into_iter().chain(["wsgi.file_wrapper"]);
        let fixed = known.map(Cow::Borrowed);
        let headers = keys::of_headers(self.request);
        let set = self.extras.iter().map(|(key, _)| Cow::Borrowed(&**key));
        let set = set
            .filter(move |key| !is_known(key) && self.cgi_value(key).is_none());
        fixed
            .chain(headers.map(Cow::Owned))
            .chain(set)
            .filter_map(|key| self.value(&key).map(|value| (key, value)))
    }
}

fn is_known(key: &str) -> bool {
    KEYS.contains(&key) || key == "wsgi.file_wrapper"
}
