//! The same bytes, cut in every way, give the same events and answers.
#![allow(clippy::unwrap_used)]

#[path = "shared/examples.rs"]
mod examples;
#[allow(dead_code)]
mod shared;

use examples::{EXAMPLES, WORDS};
use http1::{Error, Limits};
use proptest::collection::vec;
use proptest::prelude::*;
use shared::{Seen, talk};
use testing::{cuts, shown};

#[test]
fn the_events_and_the_answers_are_the_same_for_every_cut() {
    for example in EXAMPLES {
        let whole = talk(Limits::default(), &[example]);
        for chunks in cuts(example) {
            let cut = talk(Limits::default(), &chunks);
            assert_eq!(cut.seen, whole.seen, "{}", shown(&chunks));
            assert_eq!(cut.output, whole.output, "{}", shown(&chunks));
        }
    }
}

#[test]
fn a_request_that_is_cut_off_is_never_handed_on_as_complete() {
    let sized = b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    let chunked = b"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\
        \r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n";
    for whole in [&sized[..], chunked] {
        let head = memchr::memmem::find(whole, b"\r\n\r\n").unwrap() + 4;
        for end in 1..whole.len() {
            let talk = talk(Limits::default(), &[&whole[..end]]);
            let wrong = match talk.seen.last() {
                Some(Seen::Error(error)) => *error,
                _ => panic!("{:?} after {end} bytes", talk.seen),
            };
            let behind = end.saturating_sub(head);
            let want = match whole == sized {
                _ if end < head => Error::UnfinishedHead(end),
                true => Error::Unfinished(3 - behind as u64),
                false => {
                    let content = behind.saturating_sub("3\r\n".len());
                    Error::UnfinishedChunks(content.min(3) as u64)
                }
            };
            assert_eq!(wrong, want, "after {end} bytes");
            assert!(talk.output.starts_with(b"HTTP/1.1 400 "));
        }
        let talk = talk(Limits::default(), &[whole]);
        assert_eq!(talk.seen.last(), Some(&Seen::Closed));
    }
}

#[test]
fn sixty_four_kibibytes_of_anything_are_held_within_the_limits() {
    for byte in [b"\r", b"\n", b"A", b"0", b"\0", b":", b" "] {
        let stream = byte.repeat(64 * 1024);
        let prefixes: [&[u8]; 4] = [
            b"",
            b"GET / HTTP/1.1\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
              0\r\n",
        ];
        for prefix in prefixes {
            let bytes = [prefix, &stream].concat();
            let mut connection = http1::Connection::default();
            let taken = connection.receive(&bytes);
            assert!(taken <= Limits::default().input());
            while let Ok(event) = connection.next_event() {
                if event.name() == "NeedData" {
                    panic!("{} is taken", bytes[..80].escape_ascii());
                }
            }
        }
    }
}

/// Beginnings and pieces of requests.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    // Most begin as a request does: few would else be taken.
    let starts: Vec<&[u8]> = vec![
        b"",
        b"GET / HTTP/1.1\r\nHost: a\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n",
        b"GET / HTTP/1.0\r\n",
    ];
    let words = vec(prop::sample::select(&WORDS[..]), 0..14);
    (prop::sample::select(starts), words)
        .prop_map(|(start, words)| [start, &words.concat()].concat())
}

#[test]
fn the_fuzzers_seeds_and_the_examples_do_not_surprise_it() {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds");
    let read = |target: &str| {
        let folder = std::fs::read_dir(format!("{seeds}/{target}")).unwrap();
        folder.map(|file| std::fs::read(file.unwrap().path()).unwrap())
    };
    read("server_bytes").for_each(|seed| shared::fuzzing::server_bytes(&seed));
    read("round_trip").for_each(|seed| shared::fuzzing::round_trip(&seed));
    for example in EXAMPLES {
        for how in 0..=255 {
            shared::fuzzing::server_bytes(&[&[how], example].concat());
        }
    }
}

proptest! {
    #[test]
    fn pieces_of_requests_do_not_surprise_it(
        how in any::<u8>(),
        stream in pieces(),
    ) {
        shared::fuzzing::server_bytes(&[&[how], &stream[..]].concat());
    }

    #[test]
    fn any_bytes_at_all_do_not_surprise_it(data in vec(any::<u8>(), 0..300)) {
        shared::fuzzing::server_bytes(&data);
    }

    #[test]
    fn what_is_sent_comes_through_as_it_was(
        mut data in vec(any::<u8>(), 2),
        text in "[ -~\t]{0,60}",
        rest in vec(any::<u8>(), 0..200),
    ) {
        data.extend(text.bytes());
        shared::fuzzing::round_trip(&data);
        data.extend(rest);
        shared::fuzzing::round_trip(&data);
    }
}
