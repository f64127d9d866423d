//! Judges the exercise `dot_stuffing`.

use std::io::Write;
use std::net::Shutdown;
use std::process::Command;

use bytes::BytesMut;
use ex04::dot_stuffing::{DotError, DotStuffed};
use framing::{Decoder, Encoder, decode_all};
use testing::{Server, assert_bytes, cuts, drain, shown, within};

/// Texts and what they are on the wire.
const TEXTS: [(&[u8], &[u8]); 7] = [
    (b"", b".\r\n"),
    (b"\r\n", b"\r\n.\r\n"),
    (b"a\r\n", b"a\r\n.\r\n"),
    (b".\r\n", b"..\r\n.\r\n"),
    (b"...\r\n", b"....\r\n.\r\n"),
    (b"a.\r\n.b\r\n", b"a.\r\n..b\r\n.\r\n"),
    (b"a\r\n.\r\nb\r\n", b"a\r\n..\r\nb\r\n.\r\n"),
];

type Text = Result<Vec<u8>, DotError>;

/// Every cut of `bytes`, with a limit of `max`, must give `want`.
fn all_cuts(bytes: &'static [u8], max: usize, want: &[Text], rule: &str) {
    for chunks in cuts(bytes) {
        let cut = shown(&chunks);
        let got =
            within("decode: does a loop of yours stand still?", move || {
                decode_all(&mut DotStuffed::new(max), chunks)
            });
        let text = |texts: &[Text]| -> Vec<u8> {
            texts.iter().flatten().flatten().copied().collect()
        };
        let rule = format!("{rule}\n  cut  {cut}");
        assert_bytes(bytes, &text(&got), &text(want), &rule);
        assert_eq!(got, want, "{rule}\n  got and want:");
    }
}

/// The result of sending `text` after the bytes "before ".
fn encode(text: &'static [u8]) -> (Result<(), DotError>, BytesMut) {
    within("encode", move || {
        let mut output = BytesMut::from("before ");
        let result = DotStuffed::new(1_000).encode(text, &mut output);
        (result, output)
    })
}

#[test]
fn a_line_that_begins_with_a_dot_is_sent_with_one_more() {
    for (text, wire) in TEXTS {
        let (result, output) = encode(text);
        assert_eq!(result, Ok(()), "a text of whole lines can be sent");
        let rule = "one dot before every line that begins with one, and the \
                    end line behind all";
        let want = [b"before ", wire].concat();
        assert_bytes(text, &output, &want, rule);
    }
}

#[test]
fn a_text_comes_back_as_it_was_from_any_cut() {
    for (text, wire) in TEXTS {
        let rule = "exactly one dot is taken from a line that begins with one, \
                    and a line of one dot ends the text";
        all_cuts(wire, 1_000, &[Ok(text.to_vec())], rule);
    }
}

#[test]
fn texts_follow_each_other_and_may_be_empty() {
    let rule = "the end line belongs to no text: the next one begins behind it";
    let want = [&b"a\r\n"[..], b"", b"", b".b\r\n"].map(|t| Ok(t.to_vec()));
    all_cuts(b"a\r\n.\r\n.\r\n.\r\n..b\r\n.\r\n", 1_000, &want, rule);
}

#[test]
fn only_cr_lf_ends_a_line() {
    let rule = "\\n.\\n is text: who ends there lets a mail smuggle in another";
    let want = [Ok(b"a\n.\nb\r\n".to_vec())];
    all_cuts(b"a\n.\nb\r\n.\r\n", 1_000, &want, rule);
    let want = [Ok(b"a\r.\r\n".to_vec())];
    all_cuts(b"a\r.\r\n.\r\n", 1_000, &want, rule);
    let want = [Ok(b"\n.\r\n".to_vec())];
    all_cuts(b"\n.\r\n.\r\n", 1_000, &want, rule);
}

#[test]
fn a_text_that_is_not_whole_lines_is_not_sent() {
    for (text, line) in [
        (&b"a"[..], 0),
        (b"a\r\nb", 1),
        (b"a\nb\r\n", 0),
        (b"a\r\n\n.\r\n", 1),
        (b"a\rb\r\n", 0),
        (b"a\r\r\n", 0),
        (b"a\r\n.\r", 1),
    ] {
        let (result, output) = encode(text);
        let rule = "some reader takes a lone \\n or \\r for the end of a line: \
                    refuse to send it";
        let shown = text.escape_ascii();
        assert_eq!(
            result,
            Err(DotError::BadLine { line }),
            "{rule}\n  text \"{shown}\"",
        );
        let rule = "an error leaves the output as it was";
        assert_bytes(text, &output, b"before ", rule);
    }
}

#[test]
fn a_text_of_exactly_the_limit_is_fine_and_one_byte_more_is_not() {
    let rule = "the limit is for the text on the wire, without the end line";
    all_cuts(b"..a\r\n.\r\n", 5, &[Ok(b".a\r\n".to_vec())], rule);
    let too_long = |max| [Err(DotError::TooLong { max })];
    all_cuts(b"..a\r\n.\r\n", 4, &too_long(4), rule);
    all_cuts(b"a\r\n\r\n\r\n.\r\n", 6, &too_long(6), rule);
    all_cuts(b".\r\n", 0, &[Ok(vec![])], rule);
}

#[test]
fn a_text_without_end_is_refused_at_the_limit() {
    for piece in ["no line break, ", "lines\r\n", "\r\n", ".."] {
        let held = within("decode of a text without end", move || {
            let mut decoder = DotStuffed::new(1_000);
            let mut input = BytesMut::new();
            for _ in 0..10_000 {
                input.extend_from_slice(piece.as_bytes());
                match decoder.decode(&mut input) {
                    Ok(None) => {}
                    Ok(Some(text)) => panic!("no text ended, got {text:?}"),
                    Err(error) => {
                        let again = decoder.decode(&mut input);
                        let rule = "an error that is final comes again";
                        assert_eq!(again, Err(error), "{rule}");
                        return Some(input.len());
                    }
                }
            }
            None
        });
        assert!(
            held.is_some_and(|held| held < 1_100),
            "a limit is for texts that do not end, too: limit 1000, without \
             end {piece:?}, refused at {held:?} bytes",
        );
    }
}

#[test]
fn a_stream_that_ends_before_the_end_line_is_an_error() {
    for bytes in [&b"a\r\n"[..], b".", b"a\r\n.\r", b"a\r\n."] {
        let got = within("decode", move || {
            decode_all(&mut DotStuffed::new(80), [bytes])
        });
        assert!(
            matches!(&got[..], [Err(DotError::Unfinished(_))]),
            "a text that was cut off is not whole: sent \"{}\", got {got:?}",
            bytes.escape_ascii(),
        );
    }
}

#[test]
fn the_program_sends_its_mails_so_that_they_end() {
    let program = testing::program!("04", "dot_stuffing");
    let server = Server::start(Command::new(program).arg("127.0.0.1:0"));
    let mut client = server.connect();
    let sent = b"RETR 2\r\nRETR 3\r\nRETR 4\r\nQUIT\r\n";
    client.write_all(sent).expect("room");
    client.shutdown(Shutdown::Write).expect("an open socket");
    let want = b"+OK three mails\r\n\
        +OK\r\nSubject: the end\r\n\r\nA line with one dot:\r\n..\r\n\
        ... and two.\r\n.\r\n\
        +OK\r\n.\r\n\
        -ERR no such mail\r\n\
        +OK bye\r\n";
    let rule = "a client can tell where each mail ends";
    assert_bytes(sent, &drain(&mut client), want, rule);
}
