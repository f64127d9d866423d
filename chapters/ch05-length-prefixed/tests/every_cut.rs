//! The same bytes, cut in every way, give the same messages.

mod shared;

use bytes::{Bytes, BytesMut};
use framing::{Encoder, Unfinished, decode_all};
use length_prefixed::kv::{MessageError, Request, Response};
use length_prefixed::{ByteOrder, LengthError, LengthPrefixed, Prefix};
use proptest::collection::vec;
use proptest::prelude::*;
use testing::{cuts, random_cuts};

#[test]
fn the_messages_are_the_same_for_all_2048_cuts() {
    let prefix = Prefix::U16(ByteOrder::Big);
    for chunks in cuts(b"\0\x03abc\0\0\0\x01d\0\x09") {
        let all = decode_all(&mut LengthPrefixed::new(prefix), chunks);
        assert_eq!(all[0].as_ref().unwrap(), "abc");
        assert_eq!(all[1].as_ref().unwrap(), "");
        assert_eq!(all[2].as_ref().unwrap(), "d");
        assert_eq!(all[3], Err(Unfinished { bytes: 2 }.into()));
    }
}

#[test]
fn a_length_over_the_limit_ends_the_conversation_for_all_cuts() {
    let prefix = Prefix::Varint;
    for chunks in cuts(b"\x01a\x80\x80\x80\x80\x04\x01b") {
        let all = decode_all(&mut LengthPrefixed::new(prefix), chunks);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].as_ref().unwrap(), "a");
        let (length, max) = (1 << 30, 1 << 20);
        assert_eq!(all[1], Err(LengthError::TooLong { length, max }));
    }
}

#[test]
fn a_second_form_of_a_length_ends_it_too() {
    let all =
        decode_all(&mut LengthPrefixed::new(Prefix::Varint), [&b"\x81\0a"[..]]);
    assert_eq!(all, [Err(LengthError::BadVarint)]);
}

#[test]
fn each_message_of_the_protocol_is_these_bytes() {
    let name = || "color".to_owned();
    let value = Bytes::from("green");
    for (request, want) in [
        (Request::Get { name: name() }, &b"\x01color"[..]),
        (Request::Set { name: name(), value }, b"\x02\x05colorgreen"),
        (Request::Delete { name: name() }, b"\x03color"),
        (Request::List, b"\x04"),
    ] {
        assert_eq!(request.to_bytes().unwrap(), want);
        let frame = Bytes::copy_from_slice(want);
        assert_eq!(Request::from_bytes(frame), Ok(request));
    }
    for (response, want) in [
        (Response::Done, &b"\0"[..]),
        (Response::Value("green".into()), b"\x01green"),
        (Response::Names(vec!["a".into(), "bc".into()]), b"\x02\x01a\x02bc"),
        (Response::NotFound, b"\x03"),
        (Response::Refused("full".into()), b"\x04full"),
    ] {
        assert_eq!(response.to_bytes().unwrap(), want);
        let frame = Bytes::copy_from_slice(want);
        assert_eq!(Response::from_bytes(frame), Ok(response));
    }
}

#[test]
fn a_frame_that_says_nothing_sensible_is_an_error() {
    let request = |frame: &'static [u8]| Request::from_bytes(frame.into());
    assert_eq!(request(b""), Err(MessageError::Empty));
    assert_eq!(request(b"\x09"), Err(MessageError::UnknownKind(9)));
    assert_eq!(request(b"\x01"), Err(MessageError::BadName));
    assert_eq!(request(b"\x01\xff"), Err(MessageError::BadName));
    assert_eq!(request(b"\x02\x05col"), Err(MessageError::BadName));
    assert_eq!(request(b"\x02\0value"), Err(MessageError::BadName));
    assert_eq!(request(b"\x04?"), Err(MessageError::Trailing(1)));
    let long = Request::Get { name: "x".repeat(256) };
    assert_eq!(long.to_bytes(), Err(MessageError::BadName));
}

proptest! {
    #[test]
    fn messages_do_not_depend_on_the_cuts(
        mut data in vec(any::<u8>(), 3),
        // Small numbers make prefixes that come true.
        stream in vec(prop_oneof![0..4_u8, any::<u8>()], 0..200),
    ) {
        data.extend(stream);
        shared::length_prefixed(&data);
        shared::until_close(&data);
        shared::counted(&data);
        shared::messages(&data[1..]);
    }

    #[test]
    fn what_is_encoded_comes_back_from_any_cut(
        items in vec(vec(any::<u8>(), 0..300), 0..9),
        points in vec(any::<usize>(), 0..20),
    ) {
        let mut codec = LengthPrefixed::new(Prefix::Varint);
        let mut wire = BytesMut::new();
        for item in &items {
            codec.encode(item, &mut wire).unwrap();
        }
        let all = decode_all(&mut codec, random_cuts(&wire, &points));
        let back: Vec<_> = all.into_iter().map(Result::unwrap).collect();
        prop_assert_eq!(back, items);
    }
}
