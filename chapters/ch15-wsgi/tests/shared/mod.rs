//! Applications without a socket, and what their clients hear.
#![allow(dead_code)]

use std::io;
use std::sync::{Arc, Mutex};

use endpoint::Peer;
use http1::Head;
use http1_drivers::Failure;
use wsgi::{
    Application, Body, Channel, Environ, ErrorStream, FieldIter, Gateway,
    Memory, application,
};

/// The date of every answer in memory.
pub(crate) const DATE: &str = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";

/// What a client heard, and what became of it.
#[derive(Debug)]
pub(crate) struct Heard {
    /// All bytes, without the date.
    pub(crate) text: String,
    /// Why the request failed, if it did.
    pub(crate) failure: Option<String>,
    /// The connection was cut: a reset.
    pub(crate) cut: bool,
    /// What was written to `wsgi.errors`.
    pub(crate) errors: String,
}

impl Heard {
    /// Behind the empty line.
    pub(crate) fn body(&self) -> &str {
        self.text.split_once("\r\n\r\n").map_or("", |(_, body)| body)
    }
}

#[derive(Default)]
pub(crate) struct Log(Mutex<String>);

impl ErrorStream for Log {
    fn write(&self, text: &str) {
        self.0.lock().expect("nobody panics here").push_str(text);
    }
}

impl Log {
    pub(crate) fn text(&self) -> String {
        self.0.lock().expect("nobody panics here").clone()
    }
}

/// Sends `request` to `application`.
pub(crate) fn send(application: impl Application, request: &[u8]) -> Heard {
    let log = Arc::new(Log::default());
    let gateway = Gateway::new(application).with_errors(log.clone());
    let mut client = Memory::default();
    let failure = client.send(request, |channel| gateway.run(channel));
    let text = String::from_utf8_lossy(&client.take()).replace(DATE, "");
    let failure = failure.map(|failure| failure.to_string());
    Heard { text, failure, cut: client.is_cut(), errors: log.text() }
}

/// `GET / HTTP/1.1`.
pub(crate) fn get(application: impl Application) -> Heard {
    send(application, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
}

/// A request with everything.
pub(crate) const POST: &str = "POST /a%20b/c?d=%20&e HTTP/1.0\r\nHost: book\r\n\
    Content-Type: text/x\r\nContent-Length: 2\r\nX-Note: 1\r\n\r\nhi";

/// What `look` says about the environ of `request`.
pub(crate) fn ask(
    request: &str,
    look: impl for<'r> Fn(&mut Environ<'r>) -> String + Send + Sync,
) -> String {
    let heard = send(
        application(move |mut environ, start_response| {
            let text = look(&mut environ);
            start_response.call("200 OK", [("Content-Type", "text/plain")])?;
            Ok(Body::from(text))
        }),
        request.as_bytes(),
    );
    assert_eq!(heard.failure, None, "{request:?}");
    heard.body().to_owned()
}

/// A request for `target` with `fields`.
pub(crate) fn request(target: &str, fields: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: book\r\n{fields}\r\n")
}

/// A connection whose client leaves after some writes.
pub(crate) struct Leaves<'a> {
    pub(crate) channel: &'a mut dyn Channel,
    pub(crate) writes: usize,
}

impl Channel for Leaves<'_> {
    fn head(&self) -> Arc<Head> {
        self.channel.head()
    }

    fn peer(&self) -> Option<&Peer> {
        None
    }

    fn read(&mut self, buf: &mut [u8]) -> Result<usize, Failure> {
        self.channel.read(buf)
    }

    fn respond(
        &mut self,
        status: u16,
        words: &[u8],
        fields: &mut FieldIter<'_, '_>,
    ) -> Result<(), Failure> {
        self.channel.respond(status, words, fields)
    }

    fn write(&mut self, data: &[u8]) -> Result<(), Failure> {
        self.writes = self
            .writes
            .checked_sub(1)
            .ok_or_else(|| io::Error::from(io::ErrorKind::BrokenPipe))?;
        self.channel.write(data)
    }

    fn flush(&mut self) -> Result<(), Failure> {
        self.channel.flush()
    }

    fn end(&mut self) -> Result<(), Failure> {
        self.channel.end()
    }
}
