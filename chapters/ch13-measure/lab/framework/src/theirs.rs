//! axum's router, called as a service: no server, no runtime.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::Response;
use http::Request;
use http_body::Body as _;
use tower_service::Service;

/// A router, and what is asked of it.
pub(crate) struct Theirs {
    router: Router,
    request: Request<()>,
}

impl Theirs {
    /// Asks for `path`, as a small program does.
    pub(crate) fn new(router: Router, path: &str) -> Theirs {
        let request = Request::get(path)
            .header("host", "localhost:9016")
            .header("user-agent", "curl/8.16.0")
            .header("accept", "*/*")
            .body(())
            .expect("a good request");
        Theirs { router, request }
    }

    /// The request once more: axum takes it apart.
    pub(crate) fn request(&self) -> Request<Body> {
        self.request.clone().map(|()| Body::empty())
    }

    /// The answer: status and headers, and the body's only block.
    pub(crate) fn answer(&mut self, request: Request<Body>) -> Answer {
        let future = pin!(self.router.call(request));
        let (head, body) = now(future).expect("axum answers").into_parts();
        let mut body = pin!(body);
        let mut frame = || {
            now(std::future::poll_fn(|context| {
                body.as_mut().poll_frame(context)
            }))
        };
        let block = frame().map(|frame| frame.expect("a block").into_data());
        let block = block.map_or_else(Bytes::new, |data| data.expect("data"));
        assert!(frame().is_none(), "one block is all");
        (Response::from_parts(head, ()), block)
    }
}

/// Head and content.
pub(crate) type Answer = (Response<()>, Bytes);

/// What is ready at once.
fn now<F: Future>(future: F) -> F::Output {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here has to wait"),
    }
}
