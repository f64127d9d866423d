//! Judges the exercise `events`.

use bytes::BytesMut;
use ex04::events::{Event, EventError, Events};
use framing::{Decoder, decode_all};
use testing::{cuts, shown, within};

type Got = Result<Event, EventError>;

fn event(name: &str, data: &str, id: &str) -> Got {
    Ok(Event { name: name.into(), data: data.into(), id: id.into() })
}

fn message(data: &str) -> Got {
    event("message", data, "")
}

/// Every cut of `bytes`, with a limit of `max`, must give `want`.
///
/// Compares up to the first error: it is final.
fn all_cuts(bytes: &'static [u8], max: usize, want: &[Got], rule: &str) {
    for chunks in cuts(bytes) {
        let cut = shown(&chunks);
        let mut got =
            within("decode: does a loop of yours stand still?", move || {
                decode_all(&mut Events::new(max), chunks)
            });
        let good = got.iter().take_while(|got| got.is_ok()).count();
        got.truncate(good + 1);
        assert_eq!(got, want, "{rule}\n  sent {cut}\n  got and want:");
    }
}

#[test]
fn an_event_ends_with_an_empty_line_however_the_bytes_are_cut() {
    let rule = "an empty line ends an event, and only that";
    all_cuts(b"data: a\n\n", 80, &[message("a")], rule);
    let want = [message("a"), message("b")];
    all_cuts(b"data: a\n\ndata: b\n\n", 80, &want, rule);
}

#[test]
fn a_line_may_end_in_three_ways() {
    let rule = "\\r, \\n and \\r\\n end a line, and \\r\\n is one end, not two";
    let want = [message("a\nb")];
    all_cuts(b"data:a\rdata:b\r\r", 80, &want, rule);
    all_cuts(b"data:a\ndata:b\n\n", 80, &want, rule);
    all_cuts(b"data:a\r\ndata:b\r\n\r\n", 80, &want, rule);
    all_cuts(b"data:a\ndata:b\r\r\n", 80, &want, rule);
    let want = [message("a"), message("b")];
    all_cuts(b"data:a\n\r\ndata:b\r\r", 80, &want, rule);
}

#[test]
fn an_event_does_not_wait_for_the_byte_after_a_carriage_return() {
    let (event, next) = within("decode", || {
        let mut decoder = Events::new(80);
        let mut input = BytesMut::from("data:now\r\r");
        let event = decoder.decode(&mut input);
        input.extend_from_slice(b"\ndata:then\r\n\r");
        (event, decoder.decode(&mut input))
    });
    assert_eq!(
        event.transpose(),
        Some(message("now")),
        "the line has ended with \\r; whether \\n follows does not matter",
    );
    assert_eq!(next.transpose(), Some(message("then")));
}

#[test]
fn data_lines_are_joined_and_one_space_is_no_part_of_the_value() {
    let rule = "data lines are joined with \\n; one space after the colon goes";
    let want = [message(" a\nb \n\n:c")];
    all_cuts(b"data:  a\ndata:b \ndata\ndata: :c\n\n", 80, &want, rule);
    all_cuts(b"data\n\n", 80, &[message("")], rule);
}

#[test]
fn comments_and_unknown_fields_mean_nothing() {
    let rule = "a line that is no known field does not change an event";
    let bytes = b":data: x\ndata: a\nretry: 5\nDATA: b\n data: c\n:\n\n";
    all_cuts(bytes, 80, &[message("a")], rule);
    all_cuts(b":\n\n:\n\n\n\n", 80, &[], "no data, no event");
}

#[test]
fn a_name_is_for_one_event_and_an_id_for_all_that_follow() {
    let rule =
        "the name ends with its event, with data or without; the id stays";
    let want = [event("x", "a", "7"), event("message", "b", "7")];
    all_cuts(b"id:7\nevent: x\ndata:a\n\ndata:b\n\n", 80, &want, rule);
    let want = [event("message", "b", "8")];
    all_cuts(b"event:x\nid:8\n\ndata:b\n\n", 80, &want, rule);
    let want = [event("message", "a", "8"), event("message", "b", "")];
    all_cuts(b"id:8\nid:\x00\ndata:a\n\nid\ndata:b\n\n", 80, &want, rule);
}

#[test]
fn bytes_that_are_no_text_do_not_lose_the_rest() {
    let rule = "a byte that is not UTF-8 becomes U+FFFD, wherever it is cut";
    let want = [message("caf\u{fffd} \u{e9}")];
    all_cuts(b"data:caf\xe9 \xc3\xa9\n\n", 80, &want, rule);
}

#[test]
fn a_byte_order_mark_counts_at_the_start_only() {
    let rule = "a byte order mark is no part of the first line";
    all_cuts(b"\xef\xbb\xbfdata\n\n", 80, &[message("")], rule);
    let rule = "behind the start these bytes are a part of the field's name";
    all_cuts(b"\n\xef\xbb\xbfdata\n\n", 80, &[], rule);
}

#[test]
fn an_event_of_exactly_the_limit_is_fine_and_one_byte_more_is_not() {
    let rule = "the limit is for the data so far and the line at hand together";
    let too_long = |max| Err(EventError::TooLong { max });
    all_cuts(b"data:abc\n\n", 8, &[message("abc")], rule);
    all_cuts(b"data:abc\n\n", 7, &[too_long(7)], rule);
    let bytes = b"data:a\n\ndata:b\ndata:c\n\n";
    all_cuts(bytes, 8, &[message("a"), message("b\nc")], rule);
    all_cuts(bytes, 7, &[message("a"), too_long(7)], rule);
}

#[test]
fn an_event_without_end_is_refused_at_the_limit() {
    for piece in ["data", "data\n", "data: twelve\r", ": comment ", "id"] {
        let sent = within("decode of an event without end", move || {
            let mut decoder = Events::new(1_000);
            let mut input = BytesMut::new();
            for n in 1..50_000 {
                input.extend_from_slice(piece.as_bytes());
                match decoder.decode(&mut input) {
                    Ok(None) => {}
                    Ok(Some(event)) => panic!("none ended, got {event:?}"),
                    Err(error) => {
                        let again = decoder.decode(&mut input);
                        let rule = "an error that is final comes again";
                        assert_eq!(again, Err(error), "{rule}");
                        return Some(n * piece.len());
                    }
                }
            }
            None
        });
        assert!(
            sent.is_some_and(|sent| sent < 6_000),
            "an event that does not end must not fill the memory: limit 1000, \
             {piece:?} again and again, refused after {sent:?} bytes",
        );
    }
}

#[test]
fn comments_without_end_are_fine() {
    let left = within("decode of comments", || {
        let mut decoder = Events::new(100);
        let mut input = BytesMut::new();
        for _ in 0..1_000 {
            input.extend_from_slice(b": still here\n");
            let result = decoder.decode(&mut input);
            assert_eq!(result, Ok(None), "a comment keeps a connection open");
        }
        input.len()
    });
    assert_eq!(left, 0, "a line that means nothing is not kept");
}

#[test]
fn what_the_stream_ends_in_the_middle_of_is_thrown_away() {
    let rule = "without its empty line an event may be half there: no event, \
                and no error";
    let want = [message("a")];
    for bytes in
        [&b"data:a\n\ndata:b\n"[..], b"data:a\n\ndata:b", b"data:a\n\ndata:b\r"]
    {
        all_cuts(bytes, 80, &want, rule);
    }
}
