//! Judges the exercise `netstring`.

use std::io::Write;
use std::net::Shutdown;
use std::process::Command;

use bytes::{Bytes, BytesMut};
use ex05::netstring::{Netstring, NetstringError};
use framing::{Decoder, Encoder, decode_all};
use testing::{Server, assert_bytes, cuts, drain, shown, within};

type Got = Result<Bytes, NetstringError>;

fn bytes(text: &'static str) -> Got {
    Ok(Bytes::from_static(text.as_bytes()))
}

/// Every cut of `wire`, with a limit of `max`, must give `want`.
fn all_cuts(wire: &'static [u8], max: usize, want: &[Got], rule: &str) {
    for chunks in cuts(wire) {
        let cut = shown(&chunks);
        let got =
            within("decode: does a loop of yours stand still?", move || {
                decode_all(&mut Netstring::new(max), chunks)
            });
        assert_eq!(got, want, "{rule}\n  sent {cut}\n  got and want:");
    }
}

#[test]
fn the_bytes_between_colon_and_comma_come_back_from_any_cut() {
    let rule = "as many bytes as the length says, whatever they are";
    all_cuts(b"5:hello,", 80, &[bytes("hello")], rule);
    all_cuts(b"5:1:,:,,", 80, &[bytes("1:,:,")], rule);
    let want = [bytes("a"), bytes(""), bytes("b\n")];
    all_cuts(b"1:a,0:,2:b\n,", 80, &want, rule);
    all_cuts(b"12:hello world!,", 80, &[bytes("hello world!")], rule);
}

#[test]
fn a_length_has_one_form_only() {
    let rule = "a length is digits, without a sign, a space or a zero in front";
    for wire in [
        &b":,"[..],
        b"00:,",
        b"01:a,",
        b"+1:a,",
        b"-1:a,",
        b" 1:a,",
        b"1 :a,",
        b"1;a,",
        b"0x1:a,",
        b"a",
        b"\xd9\xa1:a,",
        b",",
        b"1\0:a,",
    ] {
        all_cuts(wire, 80, &[Err(NetstringError::BadLength)], rule);
    }
    let want = [bytes("a"), Err(NetstringError::BadLength)];
    all_cuts(b"1:a,\n1:b,", 80, &want, rule);
}

#[test]
fn what_is_no_comma_is_seen_before_the_bytes_are_given() {
    let rule = "the comma is a check of the length: look before you give";
    for wire in [&b"2:abc,"[..], b"1:a1:b,", b"0:a", b"3:ab,\n"] {
        all_cuts(wire, 80, &[Err(NetstringError::NoComma)], rule);
    }
}

#[test]
fn a_length_of_exactly_the_limit_is_fine_and_one_more_is_not() {
    let rule = "the limit is for the bytes between colon and comma";
    all_cuts(b"10:0123456789,", 10, &[bytes("0123456789")], rule);
    all_cuts(b"0:,", 0, &[bytes("")], rule);
    let too_long = |max| [Err(NetstringError::TooLong { max })];
    all_cuts(b"11:0123456789a,", 10, &too_long(10), rule);
    all_cuts(b"1:a,", 0, &too_long(0), rule);
}

#[test]
fn a_length_over_the_limit_is_refused_by_its_digits() {
    for digits in
        ["1001", "2000:", "99999999999999999999999", "18446744073709551617"]
    {
        let result = within("decode", move || {
            let mut input = BytesMut::from(digits);
            let mut decoder = Netstring::new(1_000);
            (decoder.decode(&mut input), decoder.decode(&mut input), input)
        });
        let error = Err(NetstringError::TooLong { max: 1_000 });
        assert_eq!(
            result,
            (error.clone(), error, BytesMut::from(digits)),
            "more digits make it no shorter: limit 1000, and {digits:?} is \
             refused before anything else comes, now and again",
        );
    }
}

#[test]
fn a_promise_costs_nothing() {
    let (result, capacity) = within("decode", || {
        let mut input = BytesMut::from("100000000:abc");
        let result = Netstring::new(100_000_000).decode(&mut input);
        (result, input.capacity())
    });
    assert_eq!(result, Ok(None), "within the limit: wait for the bytes");
    assert!(
        capacity < 100_000,
        "who reserves what a peer promises gives it the memory for 10 bytes: \
         {capacity} bytes are reserved",
    );
}

#[test]
fn a_stream_that_ends_inside_a_netstring_is_an_error() {
    for wire in [&b"1"[..], b"1:", b"1:a", b"3:ab,"] {
        let got = within("decode", move || {
            decode_all(&mut Netstring::new(9), [wire])
        });
        assert!(
            matches!(&got[..], [Err(NetstringError::Unfinished(_))]),
            "what was cut off is not whole: sent \"{}\", got {got:?}",
            wire.escape_ascii(),
        );
    }
}

#[test]
fn an_item_is_written_with_its_length_or_not_at_all() {
    let (results, output) = within("encode", || {
        let mut output = BytesMut::from("before ");
        let mut codec = Netstring::new(12);
        let items = ["hello world!", "", "thirteen long", "a,"];
        (items.map(|item| codec.encode(item, &mut output)), output)
    });
    let too_long = Err(NetstringError::TooLong { max: 12 });
    assert_eq!(
        results,
        [Ok(()), Ok(()), too_long, Ok(())],
        "an item over the limit is not written: limit 12, the third has 13",
    );
    let want = b"before 12:hello world!,0:,2:a,,";
    assert_bytes(b"", &output, want, "length, colon, bytes, comma");
}

#[test]
fn the_program_sends_back_what_came_and_lives_on_after_a_bad_client() {
    let program = testing::program!("05", "netstring");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    for (sent, want) in [
        (&b"5:hello,0:,3:a\0b,"[..], &b"5:hello,0:,3:a\0b,"[..]),
        (b"1:a,1073741824:", b"1:a,"),
        (b"3:abc,", b"3:abc,"),
    ] {
        let mut client = server.connect();
        client.write_all(sent).expect("room");
        client.shutdown(Shutdown::Write).expect("an open socket");
        let rule = "every whole netstring is sent back";
        assert_bytes(sent, &drain(&mut client), want, rule);
    }
}
