//! A line for each request.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use crate::{
    AppError, Application, BlockWriter, Blocks, Body, Environ, ErrorStream,
    ExcInfo, InputError, StartError, StartResponse, Starter, WriteError,
};

/// Writes one line for each request, in the Combined Log Format of Apache:
/// client, time, request, status, bytes, `Referer`, `User-Agent`.
///
/// The line is written when the body is closed, so also when the client has
/// left. What a client sent is escaped: it can add no line and no quote. The
/// number is of the bytes that the application made; `-` is none.
///
/// The status is the application's; 500 when it failed before its first byte,
/// what the client hears when that was about the request's body, and `-` when
/// the client had gone.
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
        let body = self.application.call(environ, start_response);
        let body = body.inspect_err(|error| line.fail(error))?;
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
        date(SystemTime::now()),
        escaped(request.method().as_bytes()),
        escaped(request.target().as_bytes()),
        environ.server_protocol()
    )
}

/// `10/Oct/2000:13:55:36 +0000`
fn date(time: SystemTime) -> String {
    // Tue, 10 Oct 2000 13:55:36 GMT
    let date = httpdate::fmt_http_date(time);
    let mut words = date.split(' ').skip(1);
    let mut word = || words.next().unwrap_or_default();
    let (day, month, year, time) = (word(), word(), word(), word());
    format!("{day}/{month}/{year}:{time} +0000")
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
        let failed = thread::panicking() && self.bytes.get() == 0;
        let failed = failed || status.is_empty();
        let status = if failed { "500" } else { &**status };
        let bytes = match self.bytes.get() {
            0 => "-".to_owned(),
            bytes => bytes.to_string(),
        };
        let (first, last) = (&self.first, &self.last);
        self.log.write(&format!("{first} {status} {bytes} {last}\n"));
    }
}

impl Line<'_> {
    /// What the client hears when nothing was sent.
    fn fail(&self, error: &AppError) {
        if self.bytes.get() > 0 {
            return; // the status is out
        }
        let status = match error.downcast_ref::<InputError>() {
            Some(input) => input.status().map(|status| status.to_string()),
            None => Some("500".to_owned()),
        };
        *self.status.borrow_mut() = status.unwrap_or_else(|| "-".to_owned());
    }

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
        match &next {
            Ok(block) => self.line.count(block),
            Err(error) => self.line.fail(error),
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn a_date_is_as_apaches_documentation_shows_it() {
        let time = UNIX_EPOCH + Duration::from_secs(971_186_136);
        assert_eq!(date(time), "10/Oct/2000:13:55:36 +0000");
    }
}
