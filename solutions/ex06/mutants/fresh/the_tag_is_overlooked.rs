// killed by: with If-None-Match the time is ignored
//! A condition that is not understood is no condition.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::{Bytes, BytesMut};
use framing::Decoder;
use http_basic::{Next, Protocol, Request, RequestDecoder, Response};

/// What is served.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its bytes: a text.
    pub body: Bytes,
    /// When it was last changed, as the file system says.
    pub modified: SystemTime,
}

/// Appends the answer to `request` for `page`.
pub fn answer(page: &Page, request: &Request, output: &mut BytesMut) {
    let method = request.head.method.as_str();
    if !matches!(method, "GET" | "HEAD") {
        Response::text(405, "GET or HEAD, please\n")
            .with_field("Allow", "GET, HEAD")
            .encode(false, output);
        return;
    }
    let modified = seconds(page.modified);
    let same = match (modified, since(request)) {
        (Some(modified), Some(since)) => modified <= since,
        _ => false,
    };
    let status = if same { 304 } else { 200 };
    let mut response = Response::text(status, page.body.clone());
    if let Some(modified) = modified {
        let date = httpdate::fmt_http_date(UNIX_EPOCH + modified);
        response = response.with_field("Last-Modified", date);
    }
    response.encode(same || method == "HEAD", output);
}

/// The time since 1970, without fractions; `None`: it was before.
fn seconds(time: SystemTime) -> Option<Duration> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    Some(Duration::from_secs(since.as_secs()))
}

/// The time that the client knows the page from, if that counts.
fn since(request: &Request) -> Option<Duration> {
    let fields = &request.head.fields;
    let date = str::from_utf8(fields.get("if-modified-since")?).ok()?;
    seconds(httpdate::parse_http_date(date).ok()?)
}

/// Serves one page.
#[derive(Debug)]
pub struct Fresh {
    page: Page,
    requests: RequestDecoder,
}

impl Fresh {
    /// Serves `page` to a new connection.
    pub fn new(page: Page) -> Fresh {
        Fresh { page, requests: RequestDecoder::new() }
    }
}

impl Protocol for Fresh {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        match self.requests.decode(input) {
            Ok(None) => Next::Keep,
            Ok(Some(request)) => {
                answer(&self.page, &request, output);
                Next::Close
            }
            Err(error) => {
                Response::text(error.status(), format!("{error}\n"))
                    .encode(false, output);
                Next::Drain
            }
        }
    }

    fn is_idle(&self) -> bool {
        self.requests.is_idle()
    }
}
