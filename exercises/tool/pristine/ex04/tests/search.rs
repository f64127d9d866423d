//! Judges the exercise `search`.

use std::cell::Cell;

use ex04::search::Search;
use testing::{cuts, shown, within};

/// Where the marks end in what `chunks` make together.
fn ends(mark: &[u8], chunks: &[&[u8]]) -> Vec<usize> {
    let mut search = Search::new(mark.to_vec());
    let mut all = Vec::new();
    let mut fed = 0;
    for chunk in chunks {
        let mut rest = *chunk;
        while let Some(taken) = search.feed(rest) {
            assert!(
                (1..=rest.len()).contains(&taken),
                "a mark ends in the piece that was fed: it has {} bytes, and \
                 feed says {taken}",
                rest.len(),
            );
            fed += taken;
            all.push(fed);
            rest = &rest[taken..];
        }
        fed += rest.len();
    }
    all
}

/// Where the marks end, by a search that has everything before it.
fn plain(mark: &[u8], bytes: &[u8]) -> Vec<usize> {
    let mut all = Vec::new();
    let mut start = 0;
    while let Some(at) =
        bytes[start..].windows(mark.len()).position(|w| w == mark)
    {
        start += at + mark.len();
        all.push(start);
    }
    all
}

/// Every cut of `bytes` must give the marks of the plain search.
fn all_cuts(mark: &'static [u8], bytes: &'static [u8], rule: &str) {
    for chunks in cuts(bytes) {
        let cut = shown(&chunks);
        let got = within("feed", move || ends(mark, &chunks));
        let mark_shown = mark.escape_ascii();
        assert_eq!(
            got,
            plain(mark, bytes),
            "{rule}\n  mark \"{mark_shown}\"\n  fed  {cut}\n  got and want:",
        );
    }
}

#[test]
fn a_mark_is_found_wherever_it_is_cut() {
    let rule = "a mark may begin in one piece and end in another";
    all_cuts(b"\r\n\r\n", b"ab\r\n\r\ncd", rule);
    all_cuts(b",", b",a,,b", rule);
    all_cuts(b"END", b"xENxDENDEND", rule);
}

#[test]
fn a_mark_that_begins_inside_a_false_start_is_found() {
    let rule = "a byte that does not fit ends one try, not every try";
    all_cuts(b"aab", b"caaaabxaab", rule);
    all_cuts(b"\r\n\r\n", b"\r\r\n\r\r\n\r\n", rule);
    all_cuts(b"abac", b"ababac", rule);
    all_cuts(b"ababcabab", b"ababcababab", rule);
    all_cuts(b"aabaaac", b"aabaabaaac", rule);
}

#[test]
fn marks_do_not_overlap() {
    let rule = "a mark's bytes belong to it: behind it the search is new";
    all_cuts(b"aa", b"aaaaa", rule);
    all_cuts(b"aba", b"ababababa", rule);
}

#[test]
fn short_texts_of_two_letters_hold_no_surprise() {
    let difference = within("feed", || {
        let letters = |n: u32, bits: u32| -> Vec<u8> {
            (0..n).map(|i| b'a' + (bits >> i & 1) as u8).collect()
        };
        let marks = (1..=5).flat_map(|n| (0..1 << n).map(move |b| (n, b)));
        for (n, bits) in marks {
            let mark = letters(n, bits);
            for text in (0..1 << 11).map(|bits| letters(11, bits)) {
                let pieces: Vec<&[u8]> = text.chunks(3).collect();
                let (got, want) = (ends(&mark, &pieces), plain(&mark, &text));
                if got != want {
                    return Some((mark, text, got, want));
                }
            }
        }
        None
    });
    if let Some((mark, text, got, want)) = difference {
        panic!(
            "how far to fall back depends on what the mark has in common with \
             itself\n  mark \"{}\"\n  text \"{}\"\n  want {want:?}\n  got  \
             {got:?}",
            mark.escape_ascii(),
            text.escape_ascii(),
        );
    }
}

thread_local! {
    /// How often `==` was called on this thread.
    static COMPARED: Cell<usize> = const { Cell::new(0) };
}

/// A byte that counts how often it is looked at.
#[derive(Debug)]
struct Watched(u8);

impl PartialEq for Watched {
    fn eq(&self, other: &Watched) -> bool {
        COMPARED.set(COMPARED.get() + 1);
        // Far over every limit: do not let the test run for hours.
        assert!(
            COMPARED.get() < 5_000_000,
            "a byte is not looked at again and again: over five million \
             comparisons",
        );
        self.0 == other.0
    }
}

fn watched(bytes: impl IntoIterator<Item = u8>) -> Vec<Watched> {
    bytes.into_iter().map(Watched).collect()
}

#[test]
fn the_work_grows_with_the_bytes_and_not_with_their_product() {
    let m = 1_000;
    let a = |n| std::iter::repeat_n(b'a', n);
    let almost = move || a(m - 1).chain([b'c']);
    let cases: [(&str, Vec<u8>, Vec<u8>); 3] = [
        (
            "aa…ab in aaa…",
            a(m - 1).chain([b'b']).collect(),
            a(100_000).collect(),
        ),
        (
            "aa…ab in aa…acaa…ac…",
            a(m - 1).chain([b'b']).collect(),
            (0..100).flat_map(|_| almost()).collect(),
        ),
        (
            "aba…ab in aba…ac…",
            b"ab".repeat(m / 2),
            [b"ab".repeat(m / 2 - 1), b"ac".to_vec()].concat().repeat(100),
        ),
    ];
    for (name, mark, bytes) in cases {
        let most = 2 * (mark.len() + bytes.len());
        let compared = within("feed", move || {
            let mut search = Search::new(watched(mark));
            for piece in watched(bytes).chunks(7) {
                assert_eq!(search.feed(piece), None, "the mark is not there");
            }
            COMPARED.get()
        });
        assert!(
            compared <= most,
            "a byte is not looked at again and again: {name} takes at most \
             {most} comparisons, these were {compared}",
        );
    }
}
