//! What the codec keeps, skips and refuses.

use super::*;

fn decode(codec: &mut Delimited, input: &mut BytesMut) -> Option<Bytes> {
    codec.decode(input).unwrap()
}

#[test]
fn bytes_that_were_searched_are_not_searched_again() {
    let mut codec = Delimited::new(b"\r\n");
    let mut input = BytesMut::from("GET /");
    assert_eq!(decode(&mut codec, &mut input), None);
    // The last byte may be the first of a mark.
    assert_eq!(codec.searched(), 4);
    input.extend_from_slice(b"\r");
    assert_eq!(decode(&mut codec, &mut input), None);
    assert_eq!(codec.searched(), 5);
    input.extend_from_slice(b"\nHost");
    assert_eq!(decode(&mut codec, &mut input).unwrap(), "GET /");
    assert_eq!(codec.searched(), 0);
    assert_eq!(input, "Host");
}

#[test]
fn a_message_as_long_as_the_limit_is_in_order_and_one_more_byte_is_not() {
    let mut codec = Delimited::new(b"::").with_max_length(3);
    let mut input = BytesMut::from("abc:");
    assert_eq!(decode(&mut codec, &mut input), None);
    input.extend_from_slice(b":");
    assert_eq!(decode(&mut codec, &mut input).unwrap(), "abc");
    input.extend_from_slice(b"abcd");
    assert_eq!(decode(&mut codec, &mut input), None);
    input.extend_from_slice(b":");
    let error = codec.decode(&mut input).unwrap_err();
    assert_eq!(error, DelimitedError::TooLong { max: 3 });
}

#[test]
fn what_is_too_long_is_not_kept_while_it_is_skipped() {
    let mut codec = Delimited::new(b"END").with_max_length(10);
    let mut input = BytesMut::from(&[b'x'; 100][..]);
    assert!(codec.decode(&mut input).is_err());
    for _ in 0..100 {
        assert_eq!(decode(&mut codec, &mut input), None);
        assert!(input.len() < 3, "it holds {} bytes", input.len());
        input.extend_from_slice(&[b'x'; 100]);
    }
    input.extend_from_slice(b"ENDnextEND");
    assert_eq!(decode(&mut codec, &mut input).unwrap(), "next");
}

#[test]
fn an_item_with_a_mark_in_it_is_refused_and_nothing_is_written() {
    let mut output = BytesMut::from("before");
    let mut codec = Delimited::new(b"aa").with_max_length(4);
    for (item, at) in [("aa", 0), ("baac", 1), ("ba", 1), ("a", 0)] {
        // "a" + "aa": the mark begins where the item does.
        let error = codec.encode(item, &mut output).unwrap_err();
        assert_eq!(error, DelimitedError::ContainsMark { at }, "{item}");
    }
    assert!(codec.encode("12345", &mut output).is_err());
    assert_eq!(output, "before");
    codec.encode("abab", &mut output).unwrap();
    assert_eq!(output, "beforeababaa");
}

#[test]
#[should_panic(expected = "a mark needs at least one byte")]
fn an_empty_mark_is_a_mistake_in_the_program() {
    Delimited::new(b"");
}
