//! What must hold for any bytes: the bodies of the fuzz targets (`fuzz/`),
//! run on invented bytes by the tests as well.

use bytes::{Bytes, BytesMut};
use framing::{Encoder, Unfinished, decode_all};
use length_prefixed::kv::{Request, Response};
use length_prefixed::{
    ByteOrder, Counted, LengthError, LengthPrefixed, Prefix, UntilClose,
};
use testing::some_cuts;

const PREFIXES: [Prefix; 8] = [
    Prefix::U8,
    Prefix::U16(ByteOrder::Big),
    Prefix::U16(ByteOrder::Little),
    Prefix::U32(ByteOrder::Big),
    Prefix::U32(ByteOrder::Little),
    Prefix::U64(ByteOrder::Big),
    Prefix::U64(ByteOrder::Little),
    Prefix::Varint,
];

/// Takes the first bytes as instructions (prefix, limit, where to cut), the
/// rest as a stream.
///
/// # Panics
///
/// When the frames depend on the cuts, are over the limit, or are not the
/// front of the stream again when they are encoded.
pub(crate) fn length_prefixed(data: &[u8]) {
    let [prefix, max, cut, stream @ ..] = data else { return };
    let prefix = PREFIXES[usize::from(prefix % 8)];
    let max = usize::from(*max);
    let codec = || LengthPrefixed::new(prefix).with_max_length(max);
    let whole = decode_all(&mut codec(), [stream]);
    for chunks in some_cuts(stream, *cut) {
        assert_eq!(decode_all(&mut codec(), chunks), whole);
    }
    let mut again = BytesMut::new();
    for frame in whole.iter().flatten() {
        assert!(frame.len() <= max);
        codec().encode(frame, &mut again).expect("it was within the limit");
    }
    assert!(stream.starts_with(&again));
    let errors = whole.iter().filter(|result| result.is_err()).count();
    assert_eq!(errors, usize::from(again.len() < stream.len()));
}

/// # Panics
///
/// When the one message depends on the cuts, or is not the stream.
pub(crate) fn until_close(data: &[u8]) {
    let [max, cut, stream @ ..] = data else { return };
    let max = usize::from(*max);
    for chunks in some_cuts(stream, *cut) {
        let mut codec = UntilClose::new().with_max_length(max);
        let all = decode_all(&mut codec, chunks);
        assert_eq!(all.len(), 1);
        match &all[0] {
            Ok(message) => assert_eq!(message, stream),
            Err(_) => assert!(stream.len() > max),
        }
    }
}

/// Takes the first bytes as instructions (length, limit, where to cut), the
/// rest as the message and what follows it.
///
/// # Panics
///
/// When the one message depends on the cuts, or is not the front of the
/// stream, or its length is over the limit.
pub(crate) fn counted(data: &[u8]) {
    let [length, max, cut, stream @ ..] = data else { return };
    let (length, max) = (u64::from(*length), usize::from(*max));
    let Ok(body) = Counted::new(length, max) else {
        return assert!(length > max as u64);
    };
    assert!(body.length() <= max);
    for chunks in some_cuts(stream, *cut) {
        let all = decode_all(&mut body.clone(), chunks);
        let want: Result<_, LengthError> = match stream.get(..body.length()) {
            Some(message) => Ok(Bytes::copy_from_slice(message)),
            None => Err(Unfinished { bytes: stream.len() }.into()),
        };
        assert_eq!(all, [want]);
    }
}

/// # Panics
///
/// When a frame is a message whose bytes are not that frame.
pub(crate) fn messages(data: &[u8]) {
    let frame = Bytes::copy_from_slice(data);
    if let Ok(request) = Request::from_bytes(frame.clone()) {
        assert_eq!(request.to_bytes().expect("it was read"), frame);
    }
    if let Ok(response) = Response::from_bytes(frame.clone()) {
        assert_eq!(response.to_bytes().expect("it was read"), frame);
    }
}
