//! Smaller answers.

mod fields;

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use flate2::Compression;
use flate2::write::GzEncoder;

use fields::{Fields, find, mark, varies, vary};

use crate::{
    AppError, Application, BlockWriter, Blocks, Body, Environ, ExcInfo,
    StartError, StartResponse, Starter, WriteError,
};

/// Below so many bytes, where that is known, gzip does not pay: 200.
const SMALLEST: u64 = 200;

/// Compresses what is text, for clients that can read it.
///
/// A block that the application makes goes out at once, compressed. What it
/// sends by `write` goes out as it is, and then so does all. An answer to
/// HEAD has the headers of GET's.
pub struct Gzip<A>(A);

impl<A: Application> Gzip<A> {
    /// Compresses the answers of `application`.
    pub fn new(application: A) -> Gzip<A> {
        Gzip(application)
    }
}

impl<A: Application> Application for Gzip<A> {
    fn call<'r>(
        &'r self,
        environ: Environ<'r>,
        start_response: StartResponse<'r>,
    ) -> Result<Body<'r>, AppError> {
        let accepts = environ.header("accept-encoding");
        let accepted = accepts.is_some_and(|value| accepts_gzip(&value))
            && environ.header("range").is_none();
        let held = RefCell::new(None);
        let head = Rc::new(Head { start_response, accepted, held });
        let start_response = StartResponse::shared(head.clone());
        let body = self.0.call(environ, start_response)?;
        Ok(Body::blocks(Zipping { body, head, encoder: None, ended: false }))
    }
}

/// Whether a client takes gzip (RFC 9110, section 12.5.3): `gzip`, `x-gzip`
/// or `*`, without `q=0`, and it does not like `identity` better.
// ANCHOR: accepts
fn accepts_gzip(value: &[u8]) -> bool {
    let text = crate::latin1::decode(value);
    let quality = |wanted: &str| {
        text.split(',').find_map(|part| {
            let (name, rest) = part.split_once(';').unwrap_or((part, ""));
            let same = name.trim().eq_ignore_ascii_case(wanted);
            same.then(|| weight(rest))
        })
    };
    let found = ["gzip", "x-gzip", "*"].into_iter().find_map(quality);
    let plain = quality("identity").unwrap_or(0.0);
    found.is_some_and(|q| q > 0.0 && q >= plain)
}
// ANCHOR_END: accepts

/// `q=0.5`: from 0 to 1, and 1 where nothing is said. What is no weight means
/// no.
fn weight(parameter: &str) -> f32 {
    let q = parameter.trim().strip_prefix(['q', 'Q']);
    let Some(q) = q.and_then(|q| q.trim_start().strip_prefix('=')) else {
        return if parameter.trim().is_empty() { 1.0 } else { 0.0 };
    };
    let q = q.trim();
    let plain = q.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let q = q.parse().ok().filter(|q| plain && *q <= 1.0);
    q.unwrap_or(0.0)
}

/// What the application said; it goes on when the first block shows whether
/// it pays.
struct Said {
    status: String,
    headers: Fields,
    exc_info: Option<ExcInfo>,
}

struct Head<'r> {
    start_response: StartResponse<'r>,
    accepted: bool,
    held: RefCell<Option<Said>>,
}

impl Starter for Head<'_> {
    fn start_response(
        &self,
        status: &str,
        headers: &[(&str, &[u8])],
        exc_info: Option<ExcInfo>,
    ) -> Result<&dyn BlockWriter, StartError> {
        // Its errors are the application's to hear, now.
        let again = exc_info.is_some();
        self.start_response.with(status, headers, exc_info)?;
        let own = |(n, v): &(&str, &[u8])| (n.to_string(), v.to_vec());
        let headers = headers.iter().map(own).collect();
        let exc_info = again.then(|| ExcInfo("the answer was changed".into()));
        let status = status.to_owned();
        *self.held.borrow_mut() = Some(Said { status, headers, exc_info });
        Ok(self)
    }

    fn writer(&self) -> &dyn BlockWriter {
        self
    }
}

impl BlockWriter for Head<'_> {
    fn write(&self, block: &[u8]) -> Result<(), WriteError> {
        *self.held.borrow_mut() = None; // as it is
        self.start_response.writer().write(block)
    }
}

impl Head<'_> {
    /// Whether what follows is compressed. Then the headers that were said
    /// are said again, changed: no byte went out, so `exc_info` may do that.
    fn decide(&self, length: Option<u64>) -> Result<bool, AppError> {
        let Some(said) = self.held.borrow_mut().take() else {
            return Ok(false);
        };
        let Said { status, mut headers, exc_info } = said;
        let varies = varies(&status, &headers);
        let own = find(&headers, "content-length");
        let own = own.and_then(|n| str::from_utf8(n).ok()?.parse().ok());
        let small = own.or(length).is_some_and(|length| length < SMALLEST);
        let code = status.get(..3).unwrap_or_default();
        let content = !matches!(code, "204" | "304");
        let zips =
            self.accepted && varies && content && code != "206" && !small;
        if varies {
            vary(&mut headers);
        }
        if zips {
            mark(&mut headers);
        } else if let Some(length @ 1..) = length
            && own.is_none()
            && content
        {
            // The server only sees blocks: it cannot know it any more.
            let length = length.to_string().into_bytes();
            headers.push(("Content-Length".into(), length));
        }
        let again = exc_info.unwrap_or(ExcInfo("compressed".into()));
        let view: Vec<(&str, &[u8])> =
            headers.iter().map(|(n, v)| (n.as_str(), v.as_slice())).collect();
        self.start_response.with(&status, &view, Some(again))?;
        Ok(zips)
    }
}

fn encoder() -> GzEncoder<Vec<u8>> {
    GzEncoder::new(Vec::new(), Compression::default())
}

struct Zipping<'r> {
    body: Body<'r>,
    head: Rc<Head<'r>>,
    /// Once it is decided: `Some(None)` lets all through.
    encoder: Option<Option<GzEncoder<Vec<u8>>>>,
    ended: bool,
}

impl Blocks for Zipping<'_> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        if self.ended {
            return None;
        }
        let length = self.body.length();
        let next = self.body.next_block();
        self.ended = next.is_none();
        let block = match next {
            Some(Ok(block)) if block.is_empty() => return Some(Ok(block)),
            Some(Ok(block)) => Some(block),
            Some(error) => return Some(error),
            None => None,
        };
        if self.encoder.is_none() {
            let length = length.or(block.is_none().then_some(0));
            match self.head.decide(length) {
                Ok(zips) => self.encoder = Some(zips.then(encoder)),
                Err(error) => return Some(Err(error)),
            }
        }
        let Some(Some(encoder)) = &mut self.encoder else {
            return block.map(Ok);
        };
        let zipped = match block {
            Some(block) => encoder.write_all(&block).and_then(|()| {
                encoder.flush()?;
                Ok(std::mem::take(encoder.get_mut()))
            }),
            None => self.encoder.take()??.finish(),
        };
        Some(zipped.map(Cow::Owned).map_err(Into::into))
    }

    fn close(&mut self) -> Result<(), AppError> {
        Blocks::close(&mut self.body)
    }
}
