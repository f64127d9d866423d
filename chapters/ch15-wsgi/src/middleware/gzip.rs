//! Smaller answers.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{
    AppError, Application, BlockWriter, Blocks, Body, Environ, ExcInfo,
    StartError, StartResponse, Starter, WriteError,
};

/// Below so many bytes, where that is known, gzip does not pay: 200.
const SMALLEST: u64 = 200;

/// Compresses what is text, for clients that can read it.
///
/// A block that the application makes goes out at once, compressed. What it
/// sends by `write` goes out as it is, and then so does all.
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
            && environ.method() != "HEAD"
            && environ.header("range").is_none();
        let held = RefCell::new(None);
        let head = Rc::new(Head { start_response, accepted, held });
        let start_response = StartResponse::shared(head.clone());
        let body = self.0.call(environ, start_response)?;
        Ok(Body::blocks(Zipping { body, head, encoder: None, ended: false }))
    }
}

/// Whether a client takes gzip (RFC 9110, section 12.5.3): `gzip`, `x-gzip`
/// or `*`, without `q=0`.
// ANCHOR: accepts
fn accepts_gzip(value: &[u8]) -> bool {
    let text = crate::latin1::decode(value);
    let quality = |wanted: &str| {
        text.split(',').find_map(|part| {
            let (name, rest) = part.split_once(';').unwrap_or((part, ""));
            let same = name.trim().eq_ignore_ascii_case(wanted);
            let q = rest.trim().strip_prefix(['q', 'Q']);
            let q = q.and_then(|q| q.trim().strip_prefix('='));
            let q = q.map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
            same.then_some(q.unwrap_or(0.0))
        })
    };
    let found = ["gzip", "x-gzip", "*"].into_iter().find_map(quality);
    found.is_some_and(|q| q > 0.0)
}
// ANCHOR_END: accepts

/// What the application said; it goes on when the first block shows whether
/// it pays.
struct Said {
    status: String,
    headers: Vec<(String, Vec<u8>)>,
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
        let fits = is_text(&headers) && may_change(&status, &headers);
        if !fits {
            return Ok(false);
        }
        let small = length.is_some_and(|length| length < SMALLEST);
        let zips = self.accepted && !small;
        vary(&mut headers);
        if zips {
            let is = |n: &str, other| n.eq_ignore_ascii_case(other);
            headers.retain(|(n, _)| !is(n, "content-length"));
            for (_, tag) in headers.iter_mut().filter(|(n, _)| is(n, "etag")) {
                if !tag.starts_with(b"W/") {
                    tag.splice(0..0, *b"W/"); // not the same bytes any more
                }
            }
            headers.push(("Content-Encoding".into(), b"gzip".to_vec()));
        }
        let again = exc_info.unwrap_or(ExcInfo("compressed".into()));
        let view: Vec<(&str, &[u8])> =
            headers.iter().map(|(n, v)| (n.as_str(), v.as_slice())).collect();
        self.start_response.with(&status, &view, Some(again))?;
        Ok(zips)
    }
}

/// The answer depends on `Accept-Encoding`, for caches: whatever came out.
fn vary(headers: &mut Vec<(String, Vec<u8>)>) {
    let old = headers.iter_mut().find(|(n, _)| n.eq_ignore_ascii_case("vary"));
    match old {
        Some((_, value)) => value.extend_from_slice(b", Accept-Encoding"),
        None => headers.push(("Vary".into(), b"Accept-Encoding".to_vec())),
    }
}

fn may_change(status: &str, headers: &[(String, Vec<u8>)]) -> bool {
    let fixed = ["content-encoding", "content-range"];
    let is_fixed = |n: &str| fixed.iter().any(|f| n.eq_ignore_ascii_case(f));
    let code = status.get(..3).unwrap_or_default();
    !matches!(code, "204" | "206" | "304")
        && !headers.iter().any(|(n, _)| is_fixed(n))
}

fn is_text(headers: &[(String, Vec<u8>)]) -> bool {
    let kind = headers
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.to_ascii_lowercase());
    let texts: [&[u8]; 5] = [
        b"text/",
        b"application/json",
        b"application/javascript",
        b"application/xml",
        b"image/svg+xml",
    ];
    kind.is_some_and(|kind| texts.iter().any(|t| kind.starts_with(t)))
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
            Some(Ok(block)) => block,
            Some(error) => return Some(error),
            None => {
                let encoder = self.encoder.take()??;
                return Some(
                    encoder.finish().map(Cow::Owned).map_err(Into::into),
                );
            }
        };
        if self.encoder.is_none() {
            let zips = match self.head.decide(length) {
                Ok(zips) => zips,
                Err(error) => return Some(Err(error)),
            };
            let level = Compression::default();
            let encoder = zips.then(|| GzEncoder::new(Vec::new(), level));
            self.encoder = Some(encoder);
        }
        let Some(Some(encoder)) = &mut self.encoder else {
            return Some(Ok(block));
        };
        let zipped = encoder.write_all(&block).and_then(|()| encoder.flush());
        let zipped = zipped.map(|()| std::mem::take(encoder.get_mut()));
        Some(zipped.map(Cow::Owned).map_err(Into::into))
    }

    fn close(&mut self) -> Result<(), AppError> {
        Blocks::close(&mut self.body)
    }
}
