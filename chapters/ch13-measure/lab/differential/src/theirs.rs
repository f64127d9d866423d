//! What hyper's connection makes of a stream.

use std::cell::RefCell;
use std::convert::Infallible;
use std::io;

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response, StatusCode, Version};
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::runtime::{self, Runtime};

use crate::{Ending, Heard, Message, Pairs, pairs};

/// hyper, and the thread that it runs in. No sockets, no clock.
#[derive(Debug)]
pub struct Hyper {
    runtime: Runtime,
}

/// Room for all answers: nobody reads them.
const ROOM: usize = 64 * 1024 * 1024;

impl Hyper {
    /// Makes the runtime.
    ///
    /// # Errors
    ///
    /// When there is none to be had.
    pub fn new() -> io::Result<Hyper> {
        let runtime = runtime::Builder::new_current_thread().build()?;
        Ok(Hyper { runtime })
    }

    /// Hands `stream` and its end to a connection that reads each request
    /// whole and answers 404.
    ///
    /// # Panics
    ///
    /// When the stream has more than 64 MiB.
    pub fn hears(&self, stream: &[u8]) -> Heard {
        assert!(stream.len() <= ROOM, "a stream of {}", stream.len());
        self.runtime.block_on(hears(stream))
    }
}

async fn hears(stream: &[u8]) -> Heard {
    let (mut client, server) = tokio::io::duplex(ROOM);
    let messages = RefCell::new(Vec::new());
    let service = service_fn(|request| hand_on(&messages, request));
    // All is there, the end too, before the connection reads.
    let sent = client.write_all(stream).await;
    let sent = sent.and(client.shutdown().await);
    let result = Builder::new()
        // An end of the stream is no reason not to answer.
        .half_close(true)
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(server), service)
        .await;
    let ending = match (sent, result) {
        (Err(error), _) => Ending::Theirs(error.to_string()),
        (_, Err(error)) => Ending::Theirs(format!("{error:?}")),
        _ => Ending::Ends,
    };
    Heard { messages: messages.into_inner(), ending }
}

/// Takes a request, and its body as far as it comes.
async fn hand_on(
    messages: &RefCell<Vec<Message>>,
    request: Request<Incoming>,
) -> Result<Response<Empty<Bytes>>, Infallible> {
    let (head, mut body) = request.into_parts();
    let mut message = Message {
        method: head.method.as_str().to_owned(),
        target: head.uri,
        minor: u8::from(head.version == Version::HTTP_11),
        fields: fields(&head.headers),
        whole: true,
        ..Message::default()
    };
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            message.whole = false;
            break;
        };
        match frame.into_data() {
            Ok(data) => message.body.extend_from_slice(&data),
            Err(frame) => {
                let trailers = frame.trailers_ref();
                message.trailers = trailers.map(fields).unwrap_or_default();
            }
        }
    }
    messages.borrow_mut().push(message);
    let mut response = Response::new(Empty::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}

fn fields(map: &HeaderMap) -> Pairs {
    pairs(map.iter().map(|(name, value)| (name.as_str(), value.as_bytes())))
}
