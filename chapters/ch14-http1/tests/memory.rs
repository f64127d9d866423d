//! Up to 64 KiB of hostile bytes: the machine never panics, always gets on,
//! and holds no more than its limits say. Its memory is measured.
#![allow(clippy::unwrap_used)]

#[path = "shared/examples.rs"]
mod examples;
#[allow(dead_code)]
mod shared;

use examples::{EXAMPLES, WORDS};
use http1::{Connection, Event, Limits, MAX_FIELDS};
use shared::{date, fuzzing};
use testing::heap;

#[global_allocator]
static COUNTING: heap::Counting = heap::Counting;

/// Numbers that look random and are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    /// One of the numbers below `n`.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed =
            (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % n as u64) as usize
    }

    fn one<'a>(&mut self, of: &[&'a [u8]]) -> &'a [u8] {
        of[self.below(of.len())]
    }
}

const LONG: usize = 64 * 1024;

/// What a hostile client sends: of the four kinds, the one with this number.
fn stream(kind: usize, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = dice.one(&EXAMPLES).to_vec();
    match kind {
        0 => bytes.extend((0..LONG).map(|_| dice.below(256) as u8)),
        1 => {
            while bytes.len() < LONG {
                bytes.extend_from_slice(dice.one(&WORDS));
            }
        }
        2 => {
            // One piece for ever: a field, an extension, a trailer, a line.
            let (word, end) = (dice.one(&WORDS), dice.below(bytes.len() + 1));
            bytes.truncate(end);
            bytes.extend(word.iter().cycle().take(LONG));
        }
        _ => {
            while bytes.len() < LONG {
                bytes.extend_from_slice(dice.one(&EXAMPLES));
            }
            for _ in 0..dice.below(20) {
                let at = dice.below(bytes.len());
                bytes[at] = dice.below(256) as u8;
            }
        }
    }
    bytes.truncate(LONG);
    bytes
}

/// Hands all of `stream` to a server that answers at once, or behind the body.
/// Returns how many events there were.
fn serve(limits: Limits, stream: &[u8], dice: &mut Dice) -> usize {
    let mut connection = Connection::new(limits);
    let (mut rest, mut events) = (stream, 0);
    let step = [1, 100, 8 * 1024, LONG][dice.below(4)];
    loop {
        let room = connection.room().min(step).min(rest.len());
        assert_eq!(connection.receive(&rest[..room]), room);
        rest = &rest[room..];
        if room == 0 {
            connection.receive_end();
        }
        loop {
            events += 1;
            assert!(events <= 3 * stream.len() + 9, "it does not get on");
            let answer = match connection.next_event() {
                Ok(Event::Request(_)) => dice.below(4) == 0,
                Ok(Event::EndOfMessage(_) | Event::Paused) => true,
                Ok(Event::Data(_)) => false,
                Ok(Event::NeedData) => break,
                Ok(Event::ConnectionClosed | Event::Switched) => return events,
                Err(error) => {
                    connection.refuse(error, &date());
                    return events;
                }
            };
            if answer && connection.send_response(304, [], &date()).is_ok() {
                connection.end().unwrap();
            }
            connection.sent(connection.output().len());
        }
        assert!(room > 0, "the end of the stream is the end");
    }
}

/// What is not yet understood, a head, trailers, where their fields stand (a
/// list that grows doubles), and a small answer. For [`Limits::default`] that
/// is less than what is sent.
fn bound(limits: &Limits) -> usize {
    const SPANS: usize = 2 * MAX_FIELDS * size_of::<[u32; 4]>();
    limits.input() + limits.head + limits.trailers + SPANS + 1024
}

#[test]
fn hostile_bytes_are_held_within_the_limits_and_always_lead_somewhere() {
    let mut dice = Dice(14);
    let (mut most, mut events) = (0, 0);
    for round in 0..400 {
        let stream = stream(round % 4, &mut dice);
        let limits = match round / 4 % 2 {
            0 => fuzzing::small(),
            _ => Limits::default(),
        };
        heap::forget();
        let before = heap::here().held;
        events += serve(limits, &stream, &mut dice);
        let held = heap::here().most - before;
        assert!(
            held <= bound(&limits),
            "round {round}: {held} bytes of at most {}",
            bound(&limits)
        );
        most = most.max(held);
    }
    println!("{events} events, at most {most} bytes");
    assert!(events > 10_000, "most came further than the first line");
}
