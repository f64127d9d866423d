//! Heads, requests and responses that somebody invented: both parsers agree,
//! and nothing depends on how the bytes are cut.

mod shared;

use proptest::collection::vec;
use proptest::prelude::*;

/// Mostly one of `right`; sometimes one of `wrong`, or what nobody expects.
fn mostly(
    right: &'static [&'static str],
    wrong: &'static [&'static str],
) -> impl Strategy<Value = Vec<u8>> {
    let odd = b" \t\r\n:/\0\x7f\x80a".to_vec();
    prop_oneof![
        40 => prop::sample::select(right).prop_map(Into::into),
        2 => prop::sample::select(wrong).prop_map(Into::into),
        1 => vec(any::<u8>(), 0..4),
        1 => vec(prop::sample::select(odd), 0..4),
    ]
}

/// Heads that are right in most places: about a third are right in all.
fn near_heads() -> impl Strategy<Value = Vec<u8>> {
    let line = (
        mostly(&[""], &["\r\n", "\n", " "]),
        mostly(&["GET", "POST", "get", "!#$%&'*+-.^_`|~9"], &["G/T", "G T"]),
        mostly(&[" "], &["  ", "\t", ""]),
        mostly(
            &["/", "*", "/a?b=c", "http://a/b", "/<>\"{}|\\^`", "a#"],
            &["/\u{e4}", "/a b", ""],
        ),
        mostly(&[" "], &["  ", "\t", ""]),
        mostly(&["HTTP/1.1", "HTTP/1.0"], &["HTTP/1.2", "HTTP/2", "http/1.1"]),
    );
    let line = line.prop_map(|(a, b, c, d, e, f)| [a, b, c, d, e, f].concat());
    let field = (
        mostly(&["\r\n"], &["\n", "\r\n ", "\r", "\r\n\r\n"]),
        mostly(&["Host", "a", "X-Y_z", "Content-Length"], &["x()", ""]),
        mostly(&[":", ": ", ":\t", ":  "], &[" :", ""]),
        mostly(
            &["localhost", "1", "", " a b ", "a:b", "\u{e9}", "\t\t", "x\ty"],
            &["\u{1}", "\r"],
        ),
    );
    let field = field.prop_map(|(a, b, c, d)| [a, b, c, d].concat());
    (line, vec(field, 0..5)).prop_map(|(mut head, fields)| {
        head.extend(fields.concat());
        head
    })
}

#[test]
fn every_byte_at_every_place_is_accepted_or_refused_by_both() {
    let head = b"GET /a HTTP/1.1\r\nHost: x y\r\nA:b";
    for at in 0..=head.len() {
        for byte in 0..=255 {
            let mut inserted = head.to_vec();
            inserted.insert(at, byte);
            shared::parsers(&inserted);
            let mut changed = head.to_vec();
            changed.splice(at..(at + 1).min(head.len()), [byte]);
            shared::parsers(&changed);
        }
        shared::parsers(&head[..at]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn both_parsers_accept_the_same_heads_or_refuse_them(
        head in near_heads(),
    ) {
        shared::parsers(&head);
    }

    #[test]
    fn any_bytes_at_all_do_not_surprise_them(
        head in vec(any::<u8>(), 0..200),
    ) {
        shared::parsers(&head);
    }

    #[test]
    fn requests_do_not_depend_on_the_cuts(
        cut: u8,
        head in near_heads(),
        end in mostly(&["\r\n\r\n", "\r\nHost: a\r\n\r\n"], &["\n\n"]),
        body in vec(any::<u8>(), 0..20),
    ) {
        shared::requests(&[&[cut], &head[..], &end, &body].concat());
    }

    #[test]
    fn replies_do_not_depend_on_the_cuts(
        cut: u8,
        line in mostly(&["HTTP/1.1 200 OK", "HTTP/1.0 204"], &["HTTP/1.1 100 "]),
        field in mostly(&["", "\r\nContent-Length: 3"], &["\r\nA"]),
        end in mostly(&["\r\n\r\n"], &["\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"]),
        body in vec(any::<u8>(), 0..12),
    ) {
        shared::replies(&[&[cut], &line[..], &field, &end, &body].concat());
    }

    #[test]
    fn any_bytes_at_all_surprise_neither_side(data in vec(any::<u8>(), 0..200)) {
        shared::requests(&data);
        shared::replies(&data);
    }
}
