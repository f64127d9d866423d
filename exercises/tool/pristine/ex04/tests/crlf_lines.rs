//! Judges the exercise `crlf_lines`.

use bytes::{Bytes, BytesMut};
use ex04::crlf_lines::{CrlfError, CrlfLines};
use framing::{Decoder, decode_all};
use testing::{cuts, shown, within};

type Line = Result<Bytes, CrlfError>;

fn line(text: &'static str) -> Line {
    Ok(Bytes::from_static(text.as_bytes()))
}

/// Every cut of `bytes`, with a limit of `max`, must give `want`.
fn all_cuts(bytes: &'static [u8], max: usize, want: &[Line], rule: &str) {
    for chunks in cuts(bytes) {
        let cut = shown(&chunks);
        let got =
            within("decode: does a loop of yours stand still?", move || {
                decode_all(&mut CrlfLines::new(max), chunks)
            });
        assert_eq!(got, want, "{rule}\n  sent {cut}\n  got and want:");
    }
}

#[test]
fn a_line_ends_with_cr_lf_however_the_bytes_are_cut() {
    let rule = "a \\r at the end of the bytes so far is not bare: wait";
    let want = [line("a"), line(""), line("bc")];
    all_cuts(b"a\r\n\r\nbc\r\n", 80, &want, rule);
}

#[test]
fn a_line_feed_alone_is_refused() {
    let rule = "a line feed alone does not end a line and is not part of one";
    for (bytes, at) in [(&b"a\nb\r\n"[..], 1), (b"\n", 0), (b"ab\n\r\n", 2)] {
        all_cuts(bytes, 80, &[Err(CrlfError::BareLf { at })], rule);
    }
    let want = [line("a"), Err(CrlfError::BareLf { at: 0 })];
    all_cuts(b"a\r\n\nb\r\n", 80, &want, rule);
}

#[test]
fn a_carriage_return_alone_is_refused() {
    let rule = "a carriage return alone is not part of a line";
    for (bytes, at) in [(&b"a\rb\r\n"[..], 1), (b"\r\r\n", 0), (b"ab\r\0", 2)] {
        all_cuts(bytes, 80, &[Err(CrlfError::BareCr { at })], rule);
    }
}

#[test]
fn a_line_of_exactly_the_limit_is_fine_and_one_byte_more_is_not() {
    let rule = "the limit is for the line without its end";
    all_cuts(b"abcd\r\n", 4, &[line("abcd")], rule);
    all_cuts(b"\r\n", 0, &[line("")], rule);
    let want = [line("ab"), Err(CrlfError::TooLong { max: 4 })];
    all_cuts(b"ab\r\nabcde\r\n", 4, &want, rule);
    let want = [Err(CrlfError::TooLong { max: 4 })];
    all_cuts(b"abcde\nf\r\n", 4, &want, "the first wrong byte counts");
}

#[test]
fn a_line_without_end_is_refused_at_the_limit() {
    let held = within("decode of a line without end", || {
        let mut decoder = CrlfLines::new(1_000);
        let mut input = BytesMut::new();
        while input.len() < 100_000 {
            input.extend_from_slice(b"endless, ");
            match decoder.decode(&mut input) {
                Ok(None) => {}
                Ok(Some(line)) => panic!("no line has ended, got {line:?}"),
                Err(_) => break,
            }
        }
        input.len()
    });
    assert!(
        held < 1_100,
        "a limit is for lines that do not end, too: {held} bytes were taken \
         with a limit of 1000",
    );
}

#[test]
fn an_error_comes_at_once_and_again() {
    for bytes in ["a\n", "a\rb", "abcdefghi"] {
        let (results, left) = within("decode", move || {
            let mut decoder = CrlfLines::new(8);
            let mut input = BytesMut::from(bytes);
            let results = [0; 2].map(|_| decoder.decode(&mut input));
            (results, input)
        });
        assert!(
            results[0].is_err(),
            "{bytes:?} is wrong whatever follows, yet decode waits for more: \
             {results:?}",
        );
        assert_eq!(
            (results[0].as_ref(), &left[..]),
            (results[1].as_ref(), bytes.as_bytes()),
            "an error is final: the bytes stay, and the next call gives it \
             again",
        );
    }
}

#[test]
fn a_stream_that_ends_inside_a_line_is_an_error() {
    for bytes in [&b"a\r\nb"[..], b"a\r\nb\r"] {
        let got = within("decode", move || {
            decode_all(&mut CrlfLines::new(80), [bytes])
        });
        assert!(
            matches!(&got[..], [Ok(_), Err(CrlfError::Unfinished(_))]),
            "what was cut off is not a line: sent \"{}\", got {got:?}",
            bytes.escape_ascii(),
        );
    }
}
