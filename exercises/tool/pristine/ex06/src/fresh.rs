//! A page that has not changed need not be sent again.
//!
//! With a page goes the time when it was last changed. A client that keeps the
//! page sends that time back, and gets the page only if it is a newer one (RFC
//! 9110 sections 8.8.2 and 13.1.3):
//!
//! ```text
//! client  GET / HTTP/1.1
//!         Host: a
//! server  HTTP/1.1 200 OK
//!         Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT
//!         (and the page)
//!
//! client  GET / HTTP/1.1
//!         Host: a
//!         If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT
//! server  HTTP/1.1 304 Not Modified
//!         Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT
//!         (no page)
//! ```
//!
//! Rules:
//!
//! * GET and HEAD get 200 or 304, with `Last-Modified`; any other method 405
//!   with `Allow: GET, HEAD`.
//! * 304 when the page is not newer than the client's time. A file's time has
//!   fractions of a second, a date in HTTP has none: they do not count.
//! * A client's time that is no date is as good as none. So is any, when there
//!   is an `If-None-Match`, too (that is about the contents, and this server
//!   cannot tell: 200).
//! * Neither HEAD nor 304 has a body. Their `Content-Length` is the one that
//!   the page itself would have had; `Response::encode` has a way.
//! * HTTP dates begin in 1970. A page that is older has no `Last-Modified`, and
//!   is sent each time. Mind that `httpdate::fmt_http_date` panics there.

use std::time::SystemTime;

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
    let _ = (page, request, output);
    todo!("405, 304 or 200; with a body or without")
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
