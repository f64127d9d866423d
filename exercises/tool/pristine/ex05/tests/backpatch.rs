//! Judges the exercise `backpatch`.

use bytes::{Bytes, BytesMut};
use ex05::backpatch::{Message, MessageError, Messages, write_message};
use framing::{Decoder, decode_all};
use testing::{assert_bytes, cuts, shown, within};

type Got = Result<Message, MessageError>;

fn message(tag: u8, body: &'static [u8]) -> Got {
    Ok(Message { tag, body: Bytes::from_static(body) })
}

/// A body of these bytes.
fn body(bytes: &[u8]) -> impl FnOnce(&mut Vec<u8>) -> Result<(), MessageError> {
    move |output| {
        output.extend_from_slice(bytes);
        Ok(())
    }
}

/// Every cut of `wire`, with a limit of `max`, must give `want`.
fn all_cuts(wire: &'static [u8], max: usize, want: &[Got], rule: &str) {
    for chunks in cuts(wire) {
        let cut = shown(&chunks);
        let got =
            within("decode: does a loop of yours stand still?", move || {
                decode_all(&mut Messages::new(max), chunks)
            });
        assert_eq!(got, want, "{rule}\n  sent {cut}\n  got and want:");
    }
}

#[test]
fn the_length_counts_itself_and_the_body_but_not_the_tag() {
    let rule = "four bytes, big end first: 4 and the length of the body";
    let mut output = vec![];
    write_message(&mut output, b'Q', 80, body(b"hi")).expect("a short body");
    assert_bytes(b"", &output, b"Q\0\0\0\x06hi", rule);
    let mut output = vec![];
    write_message(&mut output, b'S', 80, body(b"")).expect("no body");
    assert_bytes(b"", &output, b"S\0\0\0\x04", rule);
    let mut output = vec![];
    let long = vec![b'x'; 66_000];
    write_message(&mut output, b'd', 70_000, body(&long)).expect("it fits");
    assert_bytes(b"", &output[..5], b"d\0\x01\x01\xd4", rule);
}

#[test]
fn what_was_in_the_buffer_before_stays_and_is_not_counted() {
    let mut output = vec![];
    for _ in 0..2 {
        write_message(&mut output, b'Q', 80, body(b"hi")).expect("short");
    }
    let rule = "the length's place and value are those of this message, not \
                of the buffer";
    assert_bytes(b"", &output, b"Q\0\0\0\x06hiQ\0\0\0\x06hi", rule);
}

#[test]
fn the_body_goes_behind_the_room_for_the_length() {
    let mut output = b"before".to_vec();
    let mut seen: Option<(usize, Vec<u8>)> = None;
    let result = write_message(&mut output, b'Q', 80, |output| {
        let start = output.iter().take(7).copied().collect();
        seen = Some((output.len(), start));
        body(b"hi")(output)
    });
    assert_eq!(result, Ok(()));
    assert_eq!(
        seen,
        Some((11, b"beforeQ".to_vec())),
        "the body is written once, at its place: not elsewhere and copied",
    );
}

#[test]
fn a_body_may_be_messages() {
    let mut output = vec![];
    let result = write_message(&mut output, b'A', 80, |output| {
        write_message(output, b'B', 80, |output| {
            write_message(output, b'Q', 80, body(b"hi"))
        })?;
        write_message(output, b'S', 80, body(b""))
    });
    assert_eq!(result, Ok(()));
    let want = b"A\0\0\0\x15B\0\0\0\x0bQ\0\0\0\x06hiS\0\0\0\x04";
    let rule = "each length counts all that is inside, the tags there too";
    assert_bytes(b"", &output, want, rule);
}

#[test]
fn a_body_of_exactly_the_limit_is_written_and_one_byte_more_is_not() {
    for (max, fine) in [(4, true), (3, false), (0, false)] {
        let mut output = b"before".to_vec();
        let result = write_message(&mut output, b'Q', max, body(b"1234"));
        let want =
            if fine { Ok(()) } else { Err(MessageError::TooLong { max }) };
        assert_eq!(result, want, "the limit is for the body alone");
        let want = if fine { &b"beforeQ\0\0\0\x081234"[..] } else { b"before" };
        let rule = "an error leaves the output as it was";
        assert_bytes(b"", &output, want, rule);
    }
}

#[test]
fn an_error_inside_takes_everything_back() {
    let mut output = b"before".to_vec();
    let result = write_message(&mut output, b'A', 80, |output| {
        write_message(output, b'Q', 80, body(b"fine"))?;
        write_message(output, b'Q', 2, body(b"too long"))
    });
    assert_eq!(result, Err(MessageError::TooLong { max: 2 }));
    let rule = "an error leaves the output as it was, also one of the body";
    assert_bytes(b"", &output, b"before", rule);
}

#[test]
fn a_message_is_read_from_any_cut() {
    let rule = "the body has four bytes less than the length says";
    let want = [message(b'Q', b"hi"), message(b'S', b"")];
    all_cuts(b"Q\0\0\0\x06hiS\0\0\0\x04", 80, &want, rule);
    let want = [message(0, b"Q\0\0\0\x06hi")];
    all_cuts(b"\0\0\0\0\x0bQ\0\0\0\x06hi", 80, &want, rule);
}

#[test]
fn a_length_that_does_not_count_itself_is_refused() {
    for length in 0..4_u8 {
        let got = within("decode", move || {
            let wire = [b'Q', 0, 0, 0, length, b'h', b'i'];
            decode_all(&mut Messages::new(80), [&wire[..]])
        });
        let length = length.into();
        assert_eq!(
            got,
            [Err(MessageError::TooShort { length })],
            "a length counts its own four bytes; look before you subtract",
        );
    }
    let rule = "a length below four is wrong however it comes";
    let error = || Err(MessageError::TooShort { length: 3 });
    all_cuts(b"Q\0\0\0\x03", 80, &[error()], rule);
    all_cuts(
        b"S\0\0\0\x04Q\0\0\0\x03",
        80,
        &[message(b'S', b""), error()],
        rule,
    );
}

#[test]
fn a_length_over_the_limit_is_refused_before_the_body_comes() {
    let rule = "the limit is for the body alone";
    let too_long = |max| [Err(MessageError::TooLong { max })];
    all_cuts(b"Q\0\0\0\x06hi", 2, &[message(b'Q', b"hi")], rule);
    all_cuts(b"Q\0\0\0\x06hi", 1, &too_long(1), rule);
    for wire in
        [&b"Q\0\0\x04\x05"[..], b"Q\x7f\xff\xff\xff", b"Q\xff\xff\xff\xff"]
    {
        let (first, again, left) = within("decode", move || {
            let mut decoder = Messages::new(1_024);
            let mut input = BytesMut::from(wire);
            (decoder.decode(&mut input), decoder.decode(&mut input), input)
        });
        let error = Err(MessageError::TooLong { max: 1_024 });
        assert_eq!(
            (first, again, &left[..]),
            (error.clone(), error, wire),
            "the length is known: do not wait for the body, and leave the \
             bytes, so that the error comes again",
        );
    }
}

#[test]
fn a_promise_costs_nothing() {
    let (result, capacity) = within("decode", || {
        let mut input = BytesMut::from(&b"Q\x05\0\0\0hi"[..]);
        let result = Messages::new(100_000_000).decode(&mut input);
        (result, input.capacity())
    });
    assert_eq!(result, Ok(None), "within the limit: wait for the body");
    assert!(
        capacity < 100_000,
        "who reserves what a peer promises gives it the memory for 7 bytes: \
         {capacity} bytes are reserved",
    );
}

#[test]
fn a_stream_that_ends_inside_a_message_is_an_error() {
    for wire in [&b"Q"[..], b"Q\0\0\0", b"Q\0\0\0\x05", b"Q\0\0\0\x06h"] {
        let got =
            within("decode", move || decode_all(&mut Messages::new(9), [wire]));
        assert!(
            matches!(&got[..], [Err(MessageError::Unfinished(_))]),
            "what was cut off is not whole: sent \"{}\", got {got:?}",
            wire.escape_ascii(),
        );
    }
}
