//! hyper: a task for each connection, all on one thread.

use std::convert::Infallible;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::CONTENT_TYPE;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::task::LocalSet;

use crate::{HELLO, MAX, TEXT, announce};

pub(crate) fn serve() -> crate::Result {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build()?;
    LocalSet::new().block_on(&runtime, accept())
}

async fn accept() -> crate::Result {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    announce(listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .pipeline_flush(true) // answers are written together
            .serve_connection(TokioIo::new(stream), service_fn(answer));
        tokio::task::spawn_local(connection);
    }
}

type Reply = Response<Full<Bytes>>;

async fn answer(
    request: Request<Incoming>,
) -> std::result::Result<Reply, Infallible> {
    let (head, body) = request.into_parts();
    let content = match (head.uri.path(), &head.method) {
        ("/", &Method::GET) => Some(Bytes::from_static(HELLO.as_bytes())),
        ("/echo", &Method::POST) => {
            let body = Limited::new(body, MAX).collect().await;
            body.ok().map(|body| body.to_bytes())
        }
        _ => None,
    };
    let status = match content {
        Some(_) => StatusCode::OK,
        None => StatusCode::NOT_FOUND,
    };
    let mut reply = Response::new(Full::new(content.unwrap_or_default()));
    *reply.status_mut() = status;
    let text = hyper::header::HeaderValue::from_static(TEXT);
    reply.headers_mut().insert(CONTENT_TYPE, text);
    Ok(reply)
}
