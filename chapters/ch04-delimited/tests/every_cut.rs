//! The same bytes, cut in every way, give the same messages; and the work
//! is linear in the bytes.

mod shared;

use bytes::BytesMut;
use delimited::{Delimited, DelimitedError, Lines, LinesError};
use framing::{Decoder, Encoder, Unfinished, decode_all};
use proptest::collection::vec;
use proptest::prelude::*;
use testing::{cuts, random_cuts};

#[test]
fn the_messages_are_the_same_for_all_2048_cuts() {
    for chunks in cuts(b"a\r\n\r\nb\rc\r\nd") {
        let all = decode_all(&mut Delimited::new(b"\r\n"), chunks);
        assert_eq!(all[0].as_ref().unwrap(), "a");
        assert_eq!(all[1].as_ref().unwrap(), "");
        assert_eq!(all[2].as_ref().unwrap(), "b\rc");
        assert_eq!(all[3], Err(Unfinished { bytes: 1 }.into()));
    }
}

#[test]
fn the_limit_is_the_same_for_all_cuts() {
    for chunks in cuts(b"ab,abcdef,c,") {
        let mut codec = Delimited::new(b",").with_max_length(3);
        let all = decode_all(&mut codec, chunks);
        assert_eq!(all[0].as_ref().unwrap(), "ab");
        assert_eq!(all[1], Err(DelimitedError::TooLong { max: 3 }));
        assert_eq!(all[2].as_ref().unwrap(), "c");
        assert_eq!(all.len(), 3);
    }
}

#[test]
fn a_stream_that_ends_inside_a_message_too_long_is_reported_once() {
    for mark in [&b","[..], b",,,"] {
        for chunks in cuts(b"abcdefghij,,") {
            let mut codec = Delimited::new(mark).with_max_length(2);
            let all = decode_all(&mut codec, chunks);
            assert_eq!(all[0], Err(DelimitedError::TooLong { max: 2 }));
            assert!(all.len() == 1 || mark.len() == 1, "{all:?}");
        }
    }
}

#[test]
fn a_line_without_a_line_feed_is_unfinished_even_at_the_end() {
    for chunks in cuts(b"one\ntwo") {
        let all = decode_all(&mut Lines::new(), chunks);
        assert_eq!(all[0].as_deref(), Ok("one"));
        assert_eq!(
            all[1],
            Err(LinesError::Unfinished(Unfinished { bytes: 3 }))
        );
    }
}

/// Bytes that a codec looks at when `length` bytes without a mark come one at a
/// time.
fn looked_at(mut codec: Delimited, length: usize) -> usize {
    let mut input = BytesMut::new();
    let mut count = 0;
    for _ in 0..length {
        input.extend_from_slice(b"\r");
        count += input.len() - codec.searched();
        assert_eq!(codec.decode(&mut input), Ok(None));
    }
    count
}

#[test]
fn a_byte_is_looked_at_as_often_as_the_mark_is_long_and_no_more() {
    let limit = 1_000_000;
    for (mark, each) in [(&b"\n"[..], 1), (b"\r\n", 2), (b"\r\n\r\n", 4)] {
        let codec = || Delimited::new(mark).with_max_length(limit);
        for length in [1_000, 10_000, 100_000] {
            assert!(looked_at(codec(), length) <= each * length);
        }
    }
}

proptest! {
    #[test]
    fn messages_do_not_depend_on_the_cuts(
        mut data in vec(any::<u8>(), 3),
        stream in vec(prop::sample::select(b"ab\r\n,;".to_vec()), 0..300),
    ) {
        data.extend(stream);
        shared::delimited(&data);
        shared::any_of(&data);
        shared::lines(&data);
    }

    #[test]
    fn any_bytes_at_all_do_not_surprise_it(data in vec(any::<u8>(), 0..300)) {
        shared::delimited(&data);
        shared::any_of(&data);
        shared::lines(&data);
    }

    #[test]
    fn what_is_encoded_comes_back_from_any_cut(
        mark in "[ab]{1,3}",
        items in vec("[abc]{0,6}", 0..9),
        points in vec(any::<usize>(), 0..20),
    ) {
        let mut codec = Delimited::new(mark.as_bytes());
        let mut wire = BytesMut::new();
        let sent: Vec<&String> = items
            .iter()
            .filter(|item| codec.encode(item, &mut wire).is_ok())
            .collect();
        let all = decode_all(&mut codec, random_cuts(&wire, &points));
        let back: Vec<_> = all.into_iter().map(Result::unwrap).collect();
        prop_assert_eq!(back, sent);
    }
}
