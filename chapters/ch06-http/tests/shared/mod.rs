//! What must hold for any bytes: the bodies of the fuzz targets (`fuzz/`),
//! run on invented bytes by the tests as well.

use bytes::Bytes;
use framing::decode_all;
use http_basic::{
    Head, Request, RequestDecoder, parse, parse_reply, parse_with_httparse,
    read_reply,
};
use testing::{Choppy, some_cuts};

/// Reads a head with both parsers.
///
/// # Panics
///
/// When one accepts what the other refuses, when they accept different heads,
/// or when what was accepted is not what the bytes say.
pub(crate) fn parsers(data: &[u8]) {
    let head = Bytes::copy_from_slice(data);
    let by_hand = parse(&head);
    let by_httparse = parse_with_httparse(&head);
    match (&by_hand, &by_httparse) {
        (Ok(by_hand), Ok(by_httparse)) => assert_eq!(by_hand, by_httparse),
        (Err(_), Err(_)) => {}
        _ => panic!(
            "one accepts and one refuses \"{}\":\nby hand  {by_hand:?}\n\
             httparse {by_httparse:?}",
            wire::escape(data)
        ),
    }
    if let Ok(head) = by_hand {
        assert_eq!(parse(&written(&head)).as_ref(), Ok(&head));
    }
}

/// The head as it is written without any liberty.
fn written(head: &Head) -> Bytes {
    let Head { method, target, version, fields } = head;
    let mut bytes = format!("{method} {target} {version}").into_bytes();
    for (name, value) in fields.iter() {
        bytes.extend_from_slice(format!("\r\n{name}: ").as_bytes());
        bytes.extend_from_slice(value);
    }
    bytes.into()
}

/// Takes the first byte as a way of cutting, the rest as a stream.
///
/// # Panics
///
/// When the requests depend on the cuts, or a limit does not hold.
pub(crate) fn requests(data: &[u8]) {
    let [cut, stream @ ..] = data else { return };
    let read = |chunks: Vec<&[u8]>| {
        let mut decoder = RequestDecoder::new().with_max_body(8);
        let mut all = decode_all(&mut decoder, chunks);
        // Its errors are final: what is said again after one tells nothing.
        let errors = |said: &Result<_, _>| said.is_err();
        all.truncate(
            all.iter().position(errors).map_or(all.len(), |at| at + 1),
        );
        all
    };
    let whole = read(vec![stream]);
    for chunks in some_cuts(stream, *cut) {
        assert_eq!(read(chunks), whole);
    }
    for request in whole.iter().flatten() {
        let Request { head, body } = request;
        assert!(body.len() <= 8, "a body of {} bytes", body.len());
        let length = head.fields.content_length();
        assert_eq!(length.map(|n| n.unwrap_or(0)), Ok(body.len() as u64));
        assert!(request.path().len() <= head.target.len());
    }
}

/// Takes the first byte as a way of cutting, the rest as a response.
///
/// # Panics
///
/// When the reply depends on the cuts, or a limit does not hold.
pub(crate) fn replies(data: &[u8]) {
    let [cut, stream @ ..] = data else { return };
    let read = |chunks: Vec<&[u8]>| {
        let reply = read_reply(Choppy::new(chunks), false, 8);
        reply.map_err(|error| error.to_string())
    };
    let whole = read(vec![stream]);
    for chunks in some_cuts(stream, *cut) {
        assert_eq!(read(chunks), whole);
    }
    if let Ok(reply) = whole {
        assert!(reply.body.len() <= 8, "a body of {}", reply.body.len());
    }
    let _ = parse_reply(&Bytes::copy_from_slice(stream));
}
