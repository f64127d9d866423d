//! Judges the exercise `tlv`.

use bytes::BytesMut;
use ex05::tlv::{NESTED, Record, Records, TlvError, Value};
use framing::{Decoder, decode_all};
use testing::{cuts, shown, within};

type Got = Result<Record, TlvError>;

/// A record of bytes.
fn flat(tag: u8, bytes: &str) -> Record {
    Record { tag, value: Value::Bytes(bytes.into()) }
}

/// A record of records.
fn nested(tag: u8, records: &[Record]) -> Record {
    Record { tag: tag | NESTED, value: Value::Records(records.to_vec()) }
}

/// Every cut of `bytes`, up to 20 bytes a value and 3 levels, must give `want`.
fn all_cuts(bytes: &'static [u8], want: &[Got], rule: &str) {
    for chunks in cuts(bytes) {
        let cut = shown(&chunks);
        let got =
            within("decode: does a loop of yours stand still?", move || {
                decode_all(&mut Records::new(20, 3), chunks)
            });
        assert_eq!(got, want, "{rule}\n  sent {cut}\n  got and want:");
    }
}

#[test]
fn a_record_is_a_tag_a_length_and_so_many_bytes() {
    let rule = "the length is two bytes, big end first, and counts the value";
    let want = [Ok(flat(1, "hi")), Ok(flat(2, "")), Ok(flat(0x7f, "\0"))];
    all_cuts(b"\x01\0\x02hi\x02\0\0\x7f\0\x01\0", &want, rule);
    let got = within("decode", || {
        let bytes = [b"\x05\x01\x02", &[b'x'; 258][..]].concat();
        decode_all(&mut Records::new(1_000, 1), [&bytes[..]])
    });
    assert_eq!(got, [Ok(flat(5, &"x".repeat(258)))], "{rule}");
}

#[test]
fn a_tag_with_the_high_bit_holds_records() {
    let rule = "with the high bit set the value is records, any number of them";
    let want = [Ok(nested(1, &[flat(2, "b")]))];
    all_cuts(b"\x81\0\x04\x02\0\x01b", &want, rule);
    let want = [Ok(nested(0, &[])), Ok(flat(1, "\x02\0\x01b"))];
    all_cuts(b"\x80\0\0\x01\0\x04\x02\0\x01b", &want, rule);
    let inner = nested(3, &[flat(4, ""), flat(5, "e")]);
    let want = [Ok(nested(1, &[flat(2, "b"), inner, flat(6, "f")]))];
    let bytes =
        b"\x81\0\x12\x02\0\x01b\x83\0\x07\x04\0\0\x05\0\x01e\x06\0\x01f";
    all_cuts(bytes, &want, rule);
}

#[test]
fn a_record_inside_must_end_inside() {
    let rule = "a length is trusted only as far as the record around it goes; \
                the next outer record is where the outer length says";
    let next = || Ok(flat(1, "x"));
    for (bytes, at) in [
        (&b"\x81\0\x04\x02\0\x02b\x01\0\x01x"[..], 3),
        (b"\x81\0\x04\x02\xff\xffb\x01\0\x01x", 3),
        (b"\x81\0\x01\x02\x01\0\x01x", 3),
        (b"\x81\0\x02\x02\0\x01\0\x01x", 3),
        (b"\x81\0\x05\x02\0\x01b\x03\x01\0\x01x", 7),
        (b"\x81\0\x07\x82\0\x02\x03\0\x04\0\x01\0\x01x", 6),
    ] {
        all_cuts(bytes, &[Err(TlvError::Inner { at }), next()], rule);
    }
}

#[test]
fn a_value_of_exactly_the_limit_is_fine_and_one_byte_more_is_not() {
    let rule = "the limit is for the outermost value";
    let want = [Ok(flat(1, "20 bytes are allowed"))];
    all_cuts(b"\x01\0\x1420 bytes are allowed", &want, rule);
    let want = [Err(TlvError::TooLong { length: 21, max: 20 })];
    all_cuts(b"\x01\0\x1521 bytes are too many", &want, rule);
}

#[test]
fn a_length_over_the_limit_is_refused_before_the_bytes_come() {
    let (first, again, left) = within("decode", || {
        let mut records = Records::new(20, 3);
        let mut input = BytesMut::from(&b"\x01\xff\xff"[..]);
        (records.decode(&mut input), records.decode(&mut input), input)
    });
    let error = Err(TlvError::TooLong { length: 65_535, max: 20 });
    let rule = "the length is known, and over the limit: do not wait, and \
                leave the bytes, so that the error comes again";
    assert_eq!((first, again), (error.clone(), error), "{rule}");
    assert_eq!(left, b"\x01\xff\xff"[..], "{rule}");
}

/// `depth` records, each inside the one before.
fn deep(depth: usize) -> Vec<u8> {
    (0..depth).fold(vec![], |inside, _| {
        let length = u16::try_from(inside.len()).expect("a short test");
        [&[NESTED][..], &length.to_be_bytes(), &inside].concat()
    })
}

#[test]
fn what_is_too_deep_is_refused_and_the_next_record_is_read() {
    for (depth, fine) in [(1, true), (32, true), (33, false), (200, false)] {
        let got = within("decode", move || {
            let bytes = [&deep(depth)[..], b"\x01\0\0"].concat();
            decode_all(&mut Records::new(1_000, 32), [&bytes[..]])
        });
        let rule = "every level costs stack, and the peer chooses how many: \
                    limit 32 levels";
        let good = match &got[0] {
            Ok(_) => fine,
            Err(error) => !fine && *error == TlvError::TooDeep { at: 32 * 3 },
        };
        assert!(good, "{rule}, sent {depth}, got {:?}", got[0]);
        assert_eq!(got[1..], [Ok(flat(1, ""))], "the next record is whole");
    }
}

#[test]
fn no_bytes_at_all_bring_it_down() {
    let alphabet = [0, 1, 2, 3, 4, NESTED, 0x83, 0xff];
    within("decode of any bytes", move || {
        for n in 0..8_usize.pow(6) {
            let bytes: Vec<u8> =
                (0..6).map(|i| alphabet[n >> (3 * i) & 7]).collect();
            let whole = decode_all(&mut Records::new(9, 2), [&bytes[..]]);
            let bitten = decode_all(&mut Records::new(9, 2), bytes.chunks(1));
            assert_eq!(whole, bitten, "any cut gives the same: {bytes:02x?}");
        }
    });
}

#[test]
fn a_stream_that_ends_inside_a_record_is_an_error() {
    for bytes in [&b"\x01"[..], b"\x01\0", b"\x01\0\x02a", b"\x81\0\x03\x01\0"]
    {
        let got = within("decode", move || {
            decode_all(&mut Records::new(20, 3), [bytes])
        });
        assert!(
            matches!(&got[..], [Err(TlvError::Unfinished(_))]),
            "what was cut off is not whole: sent \"{}\", got {got:?}",
            bytes.escape_ascii(),
        );
    }
}
