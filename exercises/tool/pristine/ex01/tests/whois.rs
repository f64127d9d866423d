//! Judges the exercise `whois`.

use std::io::{self, Read, Write};

use ex01::whois::{WhoisError, ask};
use testing::{Choppy, assert_bytes, cuts, within};

#[test]
fn the_query_goes_out_as_one_line() {
    let mut stream = Choppy::new([&b"nothing found\r\n"[..]]);
    let sent = within("ask", move || {
        ask(&mut stream, "rust-lang.org", 100).expect("a short answer");
        stream.written
    });
    let rule = "a query is one line that ends with CR LF";
    assert_bytes(b"", &sent, b"rust-lang.org\r\n", rule);
}

#[test]
fn the_answer_is_everything_until_the_end_in_any_pieces() {
    let whole = b"a: 1\r\nb: 2\r\n";
    for chunks in cuts(whole) {
        let shown = format!("{chunks:?}");
        let mut stream = Choppy::new(chunks);
        let answer = within("ask: where does the answer end?", move || {
            ask(&mut stream, "x", 100).expect("a short answer")
        });
        let rule = format!("only the end of the stream ends it: {shown}");
        assert_bytes(b"x\r\n", answer.as_bytes(), whole, &rule);
    }
}

#[test]
fn an_answer_of_exactly_the_limit_is_fine_and_one_byte_more_is_not() {
    for (length, fine) in [(1_000, true), (1_001, false)] {
        let bytes = vec![b'x'; length];
        let mut stream = Choppy::new([&bytes[..]]);
        let result = within("ask", move || ask(&mut stream, "x", 1_000));
        match result {
            Ok(answer) => assert!(
                fine && answer.len() == length,
                "a limit that is not kept is none: {length} bytes were taken \
                 with a limit of 1000",
            ),
            Err(error) => assert!(
                !fine && matches!(error, WhoisError::TooLong),
                "an answer of {length} bytes, limit 1000, gave {error:?}",
            ),
        }
    }
}

/// A server that never stops talking, up to what no client should read.
struct Endless {
    given: usize,
}

impl Read for Endless {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.given > 50_000_000 {
            return Ok(0);
        }
        buf.fill(b'x');
        self.given += buf.len();
        Ok(buf.len())
    }
}

impl Write for Endless {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_answer_without_end_is_given_up_at_the_limit() {
    let (result, given) = within("ask of an endless server", || {
        let mut stream = Endless { given: 0 };
        let result = ask(&mut stream, "x", 10_000);
        (result, stream.given)
    });
    assert!(
        matches!(result, Err(WhoisError::TooLong)) && given < 100_000,
        "the limit is for reading, too: {given} bytes were read with a limit \
         of 10000, and the result is {:?}",
        result.map(|answer| answer.len()),
    );
}

#[test]
fn a_query_of_two_lines_is_refused_before_anything_is_sent() {
    for query in ["a\r\nb", "a\nb", "a\rb", "\n"] {
        let mut stream = Choppy::new([&b"ok\r\n"[..]]);
        let (result, sent) = within("ask", move || {
            let result = ask(&mut stream, query, 100);
            (result, stream.written)
        });
        assert!(
            matches!(result, Err(WhoisError::BadQuery)),
            "a query with a line end in it would be two queries: {query:?}",
        );
        assert_bytes(b"", &sent, b"", "a bad query is not sent at all");
    }
}

#[test]
fn bytes_that_are_no_text_do_not_lose_the_rest() {
    let mut stream = Choppy::new([&b"M\xfcller\r\n"[..]]);
    let answer = within("ask", move || ask(&mut stream, "x", 100));
    let answer = answer.expect("a byte that is not UTF-8 is no error");
    assert_eq!(answer, "M\u{fffd}ller\r\n");
}
