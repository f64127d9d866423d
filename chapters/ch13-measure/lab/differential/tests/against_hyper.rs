//! Both readers, side by side.
#![allow(clippy::unwrap_used)]

use std::cell::Cell;
use std::mem::discriminant;
use std::time::{Duration, Instant};

use differential::{Ending, Hyper, STRICTER, corpus, differ, ours};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[test]
fn both_make_the_same_of_the_corpus_or_ours_stops_before() {
    let hyper = Hyper::new().unwrap();
    let mut wrong = Vec::new();
    for stream in corpus() {
        let (ours, theirs) = (ours(&stream), hyper.hears(&stream));
        if let Some(difference) = differ(&ours, &theirs) {
            wrong.push(format!("{difference}: {}", stream.escape_ascii()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_reason_on_the_list_refuses_what_hyper_takes() {
    let hyper = Hyper::new().unwrap();
    let mut wrong = Vec::new();
    for row in STRICTER {
        let stream = (row.example)().into_bytes();
        let theirs = hyper.hears(&stream);
        let whole = theirs.messages.iter().filter(|m| m.whole).count();
        let heard = ours(&stream);
        let error = match heard.ending {
            Ending::Refused(error) => Some(discriminant(&error)),
            _ => None,
        };
        if error != Some(discriminant(&row.error)) || whole != 1 {
            let (got, theirs) = (heard.ending, theirs.ending);
            wrong.push(format!(
                "{:?}: {got:?}, hyper: {whole} whole, {theirs:?}",
                row.error
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One thing that goes wrong with a stream.
#[derive(Clone, Debug)]
enum Mutation {
    Flip(Index, u8),
    Insert(Index, &'static str),
    InsertByte(Index, u8),
    Delete(Index),
    DeleteLine(Index),
    RepeatLine(Index),
    /// A line of another stream.
    TakeLine(Index, Index, Index),
    Digit(Index, u8),
    LineEnd(Index, &'static str),
    Cut(Index),
}

/// What matters to who reads HTTP.
const WORDS: &[&str] = &[
    "\r\n",
    "\r",
    "\n",
    "\r\n\r\n",
    " ",
    "\t",
    ",",
    ";",
    ":",
    "\0",
    "\x0b",
    "-",
    "+",
    "0",
    "_",
    "\"",
    "#",
    "%",
    "/",
    "\u{e9}",
    "close",
    "keep-alive,",
    "chunked",
    "Connection: close\r\n",
    "Content-Length: 1\r\n",
    "Transfer-Encoding: chunked\r\n",
    "HTTP/1.0",
    "0\r\n\r\n",
    "http://a",
];

fn mutation() -> impl Strategy<Value = Mutation> {
    use Mutation::*;
    let at = any::<Index>;
    prop_oneof![
        (at(), 0..8_u8).prop_map(|(at, bit)| Flip(at, bit)),
        (at(), select(WORDS)).prop_map(|(at, word)| Insert(at, word)),
        (at(), any::<u8>()).prop_map(|(at, byte)| InsertByte(at, byte)),
        at().prop_map(Delete),
        at().prop_map(DeleteLine),
        at().prop_map(RepeatLine),
        (at(), at(), at()).prop_map(|(a, b, c)| TakeLine(a, b, c)),
        (at(), b'0'..=b'9').prop_map(|(at, digit)| Digit(at, digit)),
        (at(), select(&["\n", "\r", "", "\n\r", "\r\r\n", " \r\n"][..]))
            .prop_map(|(at, end)| LineEnd(at, end)),
        at().prop_map(Cut),
    ]
}

/// Where the lines of `stream` begin and end.
fn line(stream: &[u8], which: Index) -> std::ops::Range<usize> {
    let lines: Vec<&[u8]> =
        stream.split_inclusive(|&byte| byte == b'\n').collect();
    if lines.is_empty() {
        return 0..0;
    }
    let number = which.index(lines.len());
    let start = lines[..number].iter().map(|line| line.len()).sum();
    start..start + lines[number].len()
}

/// Where the bytes that `is` says something about stand.
fn places(stream: &[u8], is: fn(&u8) -> bool) -> Vec<usize> {
    (0..stream.len()).filter(|&at| is(&stream[at])).collect()
}

impl Mutation {
    fn apply(&self, stream: &mut Vec<u8>, others: &[Vec<u8>]) {
        use Mutation::*;
        if stream.is_empty() {
            return;
        }
        let length = stream.len();
        let put = |stream: &mut Vec<u8>, at: usize, bytes: &[u8]| {
            stream.splice(at..at, bytes.iter().copied());
        };
        match self {
            Flip(at, bit) => stream[at.index(length)] ^= 1 << bit,
            Insert(at, word) => put(stream, at.index(length), word.as_bytes()),
            InsertByte(at, byte) => put(stream, at.index(length), &[*byte]),
            Delete(at) => drop(stream.remove(at.index(length))),
            DeleteLine(at) => drop(stream.drain(line(stream, *at))),
            RepeatLine(at) => {
                let line = line(stream, *at);
                let copy = stream[line.clone()].to_vec();
                put(stream, line.start, &copy);
            }
            TakeLine(at, which, other) => {
                let other = other.get(others);
                let start = line(stream, *at).start;
                put(stream, start, &other[line(other, *which)]);
            }
            Digit(at, digit) => {
                let digits = places(stream, u8::is_ascii_digit);
                if !digits.is_empty() {
                    stream[*at.get(&digits)] = *digit;
                }
            }
            LineEnd(at, end) => {
                let line = line(stream, *at);
                let start = line.end.saturating_sub(2).max(line.start);
                stream.splice(start..line.end, end.bytes());
            }
            Cut(at) => stream.truncate(at.index(length)),
        }
    }
}

/// How many mutated streams, and what they may take at most.
const CASES: u32 = 500_000;
const PATIENCE: Duration = Duration::from_secs(25);

#[test]
fn no_mutation_makes_ours_read_another_request_than_hyper() {
    let hyper = Hyper::new().unwrap();
    // Without those that are long to break a limit.
    let streams: Vec<Vec<u8>> =
        corpus().into_iter().filter(|stream| stream.len() < 1_000).collect();
    let config =
        Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let one = || any::<Index>();
    let mutations = prop::collection::vec(mutation(), 1..4);
    let start = Instant::now();
    let (count, agreed, refused) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let add = |cell: &Cell<u32>| cell.set(cell.get() + 1);
    let result = runner.run(&(one(), one(), mutations), |(a, b, mutations)| {
        if start.elapsed() > PATIENCE {
            return Ok(());
        }
        let mut stream = a.get(&streams).clone();
        stream.extend(b.get(&streams));
        for mutation in &mutations {
            mutation.apply(&mut stream, &streams);
        }
        let (ours, theirs) = (ours(&stream), hyper.hears(&stream));
        add(&count);
        match ours.ending {
            Ending::Refused(_) => add(&refused),
            _ => add(&agreed),
        }
        match differ(&ours, &theirs) {
            None => Ok(()),
            Some(difference) => Err(TestCaseError::fail(format!(
                "{difference}: {}",
                stream.escape_ascii()
            ))),
        }
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let (count, agreed, refused) = (count.get(), agreed.get(), refused.get());
    println!(
        "{count} streams in {:.1?}: ours takes {agreed} to their ends, and \
         refuses something in {refused}",
        start.elapsed()
    );
    assert!(count > CASES / 20, "only {count} streams in {PATIENCE:?}");
    assert!(agreed > count / 20, "hardly any stream is valid");
}
