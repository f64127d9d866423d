//! Judges the exercise `replies`.

use std::panic;

use ex04::replies::{MAX_LINE, Replies, Reply, ReplyError};
use framing::decode_all;
use testing::{cuts, shown, within};

type Got = Result<Reply, ReplyError>;

fn reply(code: u16, lines: &[&str]) -> Got {
    let lines = lines.iter().map(|&line| line.to_owned()).collect();
    Ok(Reply { code, lines })
}

/// Every cut of `bytes`, with up to four lines, must give `want`.
fn all_cuts(bytes: &'static [u8], want: &[Got], rule: &str) {
    for chunks in cuts(bytes) {
        let cut = shown(&chunks);
        let got =
            within("decode: does a loop of yours stand still?", move || {
                decode_all(&mut Replies::new(4), chunks)
            });
        assert_eq!(got, want, "{rule}\n  sent {cut}\n  got and want:");
    }
}

#[test]
fn a_line_with_a_space_is_a_whole_reply() {
    let rule = "a space behind the code says: this is the last line";
    let want = [reply(220, &["ready"]), reply(354, &["go on - please"])];
    all_cuts(b"220 ready\r\n354 go on - please\r\n", &want, rule);
}

#[test]
fn a_reply_goes_on_until_a_line_without_a_dash() {
    let rule = "a dash behind the code says: more lines of this reply follow";
    let want = [reply(250, &["a", "", "c d"]), reply(221, &["bye"])];
    all_cuts(b"250-a\r\n250-\r\n250 c d\r\n221 bye\r\n", &want, rule);
}

#[test]
fn a_code_alone_is_the_last_line() {
    let rule = "a code with nothing behind it ends a reply, with no text";
    all_cuts(b"250\r\n", &[reply(250, &[""])], rule);
    all_cuts(b"250-a\r\n250\r\n", &[reply(250, &["a", ""])], rule);
}

#[test]
fn the_codes_of_one_reply_must_agree() {
    let rule = "all lines of a reply have the same code; after an error the \
                next line begins a new reply";
    let differ = ReplyError::CodesDiffer { first: 250, then: 251 };
    let want = [Err(differ), reply(220, &["c"])];
    all_cuts(b"250-a\r\n251 b\r\n220 c\r\n", &want, rule);
}

#[test]
fn a_line_that_is_none_of_a_reply_is_refused_and_nothing_breaks() {
    for line in [
        "", "2", "25", "-", "25x a", "250_a", "150 a", "650 a", "260 a",
        "2500 a", " 250 a", "+25 a", "25é a", "é", "é50", "250é",
    ] {
        let result = within("decode", move || {
            let bytes = format!("250-first\r\n{line}\r\n220 next\r\n");
            panic::catch_unwind(|| {
                decode_all(&mut Replies::new(4), [bytes.as_bytes()])
            })
            .map_err(|cause| {
                match cause.downcast_ref::<String>() {
                    Some(text) => text.clone(),
                    None => "a panic".to_owned(),
                }
            })
        });
        let got = result.unwrap_or_else(|panic| {
            panic!("no line of a peer may bring us down: {line:?}: {panic}")
        });
        let bad = ReplyError::BadLine(line.to_owned());
        assert_eq!(
            got,
            [Err(bad), reply(220, &["next"])],
            "{line:?} is no line of a reply, and takes the reply with it",
        );
    }
}

#[test]
fn a_reply_has_no_more_lines_than_the_limit() {
    let rule = "a reply without end is held in memory up to the limit only";
    let want = [reply(250, &["a", "b", "c", "d"])];
    all_cuts(b"250-a\r\n250-b\r\n250-c\r\n250 d\r\n", &want, rule);
    let many = Err(ReplyError::TooManyLines { max: 4 });
    let want = [many, reply(250, &["f"])];
    all_cuts(
        b"250-a\r\n250-b\r\n250-c\r\n250-d\r\n250-e\r\n250 f\r\n",
        &want,
        rule,
    );
}

#[test]
fn a_line_that_is_too_long_takes_its_reply_with_it() {
    let got = within("decode", || {
        let long = "x".repeat(MAX_LINE);
        let bytes = format!("250-a\r\n250-{long}\r\n250 b\r\n");
        decode_all(&mut Replies::new(4), [bytes.as_bytes()])
    });
    assert!(
        matches!(&got[..], [Err(ReplyError::Line(_)), Ok(reply)]
            if reply.lines == ["b"]),
        "a part of a reply must not become a part of another: {got:?}",
    );
}

#[test]
fn a_stream_that_ends_inside_a_reply_is_an_error() {
    for bytes in [&b"250-a\r\n"[..], b"250-a\r\n250 b", b"250"] {
        let rule = "the last line has not come: this reply is not whole";
        let got = within("decode_end", move || {
            decode_all(&mut Replies::new(4), [bytes])
        });
        let shown = bytes.escape_ascii();
        assert!(
            matches!(&got[..], [Err(ReplyError::Unfinished(_))]),
            "{rule}: sent \"{shown}\", got {got:?}",
        );
    }
    let got = within("decode_end", || {
        decode_all(&mut Replies::new(4), [&b"250 a\r\n"[..]])
    });
    assert_eq!(got, [reply(250, &["a"])], "an end between replies is clean");
}
