//! Asking: a request, sent, and its answer.

use std::fmt::Write as _;
use std::io::{Read, Write};

use bytes::{BufMut, Bytes, BytesMut};
use form_urlencoded::Serializer;
use thiserror::Error;

use crate::head::{is_token, is_visible};
use crate::{Reply, ReplyError, read_reply};

/// What a client wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    method: String,
    target: String,
    /// The site's name and port: one machine may have many sites.
    host: String,
    /// What a form was filled in with.
    form: Option<Bytes>,
}

/// What cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AskError {
    /// No token (RFC 9110, section 5.6.2).
    #[error("'{0}' is no method: want letters, as in GET")]
    Method(String),
    /// Spaces, control characters or bytes that are not ASCII: they would
    /// end the target, or begin a field. Write them as `%20` and the like.
    #[error("'{0}' is no path: want visible ASCII, a space is %20")]
    Target(String),
    /// The same in the host.
    #[error("'{0}' is no host")]
    Host(String),
}

impl Ask {
    /// Asks `host` ("127.0.0.1:9006") for `target` ("/").
    ///
    /// # Errors
    ///
    /// When a part would not be that part on the wire.
    pub fn new(
        method: &str,
        host: &str,
        target: &str,
    ) -> Result<Ask, AskError> {
        if !is_token(method.as_bytes()) {
            return Err(AskError::Method(method.to_owned()));
        }
        if !is_visible(target.as_bytes()) {
            return Err(AskError::Target(target.to_owned()));
        }
        if !is_visible(host.as_bytes()) {
            return Err(AskError::Host(host.to_owned()));
        }
        let [method, target, host] = [method, target, host].map(str::to_owned);
        Ok(Ask { method, target, host, form: None })
    }

    /// The same, with a form: names and values (WHATWG URL, section 5).
    pub fn with_form<'a>(
        mut self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Ask {
        let mut form = Serializer::new(String::new());
        form.extend_pairs(pairs);
        self.form = Some(form.finish().into());
        self
    }

    /// The request as bytes.
    pub fn to_bytes(&self) -> Bytes {
        let Ask { method, target, host, form } = self;
        let mut bytes = BytesMut::new();
        let mut line = |line: std::fmt::Arguments<'_>| {
            let written = write!(bytes, "{line}\r\n");
            debug_assert!(written.is_ok(), "the buffer grows");
        };
        line(format_args!("{method} {target} HTTP/1.1"));
        line(format_args!("Host: {host}"));
        line(format_args!("Connection: close"));
        if let Some(form) = form {
            line(format_args!(
                "Content-Type: application/x-www-form-urlencoded"
            ));
            line(format_args!("Content-Length: {}", form.len()));
        }
        line(format_args!(""));
        bytes.put_slice(form.as_deref().unwrap_or_default());
        bytes.freeze()
    }
}

/// Sends `what` and reads the answer, whose body may have up to `max_body`
/// bytes.
///
/// # Errors
///
/// As [`read_reply`].
// ANCHOR: send
pub fn ask(
    stream: &mut (impl Read + Write),
    what: &Ask,
    max_body: usize,
) -> Result<Reply, ReplyError> {
    let sent = stream.write_all(&what.to_bytes());
    // A server that refused us early may have stopped to listen, and its
    // answer is there all the same: look before giving up.
    let reply = read_reply(stream, what.method == "HEAD", max_body);
    match (sent, reply) {
        (Err(error), Err(_)) => Err(error.into()),
        (_, reply) => reply,
    }
}
// ANCHOR_END: send
