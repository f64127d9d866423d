//! A line for each request.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::rc::Rc;
use std::sync::Arc;
use std::time::SystemTime;

use crate::{
    AppError, Application, BlockWriter, Blocks, Body, Environ, ErrorStream,
    ExcInfo, StartError, StartResponse, Starter, WriteError,
};

/// Writes one line for each request, in the Combined Log Format of Apache:
/// client, time, request, status, bytes, `Referer`, `User-Agent`.
///
/// The line is written when the body is closed, so also when the client has
/// left. What a client sent is escaped: it can add no line and no quote. The
/// number is of the bytes that the application made.
pub struct Logging<A> {
    application: A,
    log: Arc<dyn ErrorStream + Send + Sync>,
}

impl<A: Application> Logging<A> {
    /// Logs requests to `application` in `log`.
    pub fn new(
        application: A,
        log: Arc<dyn ErrorStream + Send + Sync>,
    ) -> Logging<A> {
        Logging { application, log }
    }
}

impl<A: Application> Application for Logging<A> {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        let line = Rc::new(Line {
            start_response,
            log: &*self.log,
            first: first(&environ),
            last: last(&environ),
            status: RefCell::default(),
            bytes: Cell::new(0),
        });
        let start_response = StartResponse::shared(line.clone());
        let body = self.application.call(environ, start_response)?;
        Ok(Body::blocks(Counting { body, line }))
    }
}

/// The part of the line before the status.
fn first(environ: &Environ<'_>) -> String {
    let peer = environ.remote_addr();
    let request = environ.request();
    format!(
        "{} - - [{}] \"{} {} {}\"",
        peer.as_deref().unwrap_or("-"),
        httpdate::fmt_http_date(SystemTime::now()),
        escaped(request.method().as_bytes()),
        escaped(request.target().as_bytes()),
        environ.server_protocol()
    )
}

/// The part behind the number of bytes.
fn last(environ: &Environ<'_>) -> String {
    let header = |name| match environ.header(name) {
        Some(value) => escaped(&value),
        None => "-".to_owned(),
    };
    format!("\"{}\" \"{}\"", header("referer"), header("user-agent"))
}

/// Without quotes, backslashes and control characters.
fn escaped(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b'"' | b'\\' | 0..=31 | 127.. => {
                let _ = write!(out, "\\x{byte:02x}");
            }
            _ => out.push(char::from(byte)),
        }
    }
    out
}

/// Writes the line when it is dropped: whoever ends the request.
struct Line<'r> {
    start_response: StartResponse<'r>,
    log: &'r (dyn ErrorStream + Send + Sync),
    first: String,
    last: String,
    status: RefCell<String>,
    bytes: Cell<u64>,
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        let status = self.status.borrow();
        let code = if status.is_empty() { "500" } else { &**status };
        let (first, last, bytes) = (&self.first, &self.last, self.bytes.get());
        self.log.write(&format!("{first} {code} {bytes} {last}\n"));
    }
}

impl Line<'_> {
    fn count(&self, block: &[u8]) {
        self.bytes.set(self.bytes.get() + block.len() as u64);
    }
}

impl Starter for Line<'_> {
    fn start_response(
        &self,
        status: &str,
        headers: &[(&str, &[u8])],
        exc_info: Option<ExcInfo>,
    ) -> Result<&dyn BlockWriter, StartError> {
        self.start_response.with(status, headers, exc_info)?;
        *self.status.borrow_mut() = status.chars().take(3).collect();
        Ok(self)
    }

    fn writer(&self) -> &dyn BlockWriter {
        self
    }
}

impl BlockWriter for Line<'_> {
    fn write(&self, block: &[u8]) -> Result<(), WriteError> {
        self.start_response.writer().write(block)?;
        self.count(block);
        Ok(())
    }
}

struct Counting<'r> {
    body: Body<'r>,
    line: Rc<Line<'r>>,
}

impl Blocks for Counting<'_> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        let next = self.body.next_block()?;
        if let Ok(block) = &next {
            self.line.count(block);
        }
        Some(next)
    }

    fn length(&self) -> Option<u64> {
        self.body.length()
    }

    fn close(&mut self) -> Result<(), AppError> {
        Blocks::close(&mut self.body)
    }
}
