// killed by: with noreply it is done and not answered
//! A length in the middle of a line: memcached's protocol.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Buf, Bytes, BytesMut};
use delimited::Delimited;
use framing::Decoder;
use http_basic::{Next, Protocol};

/// How long a key may be.
pub const MAX_KEY: usize = 250;
/// How long a line may be, without `\r\n`.
pub const MAX_LINE: usize = 2_048;
/// How long a value may be: 4 KiB.
pub const MAX_VALUE: usize = 4 * 1024;
/// How long a value may be that is passed over: 1 MiB.
pub const MAX_SKIP: usize = 1024 * 1024;
/// How many bytes may wait in the output when another is to be added: 1 MiB.
pub const MAX_OUTPUT: usize = 1024 * 1024;

/// What is kept, for all connections.
#[derive(Debug)]
pub struct Store {
    max: usize,
    items: HashMap<Vec<u8>, Item>,
}

#[derive(Debug)]
struct Item {
    flags: u32,
    value: Bytes,
}

impl Store {
    /// Room for `max` keys.
    pub fn new(max: usize) -> Store {
        Store { max, items: HashMap::new() }
    }

    /// How many keys there is room for.
    pub fn max(&self) -> usize {
        self.max
    }

    /// Keeps an item: whether there was room.
    fn set(&mut self, key: Vec<u8>, item: Item) -> bool {
        if self.items.len() >= self.max && !self.items.contains_key(&key) {
            return false;
        }
        self.items.insert(key, item);
        true
    }
}

/// Where in the conversation the next byte stands.
#[derive(Debug)]
enum Place {
    Line,
    /// In a value that is wanted.
    Value(Set),
    /// In a value of so many more bytes that is not; the answer behind it.
    Skip(usize, &'static [u8]),
}

/// A `set` in order.
#[derive(Debug)]
struct Set {
    key: Vec<u8>,
    flags: u32,
    length: usize,
    noreply: bool,
}

/// What becomes of the conversation after a step.
enum Step {
    /// The answer, perhaps none; go on.
    Say(&'static [u8]),
    /// More bytes are needed.
    Wait,
    /// The answer, then the end.
    End(Next, &'static [u8]),
}

const BAD: &[u8] = b"CLIENT_ERROR bad command\r\n";
const BAD_LINE: &[u8] = b"CLIENT_ERROR no line that all read alike\r\n";
const BAD_LENGTH: &[u8] = b"CLIENT_ERROR where does the value end?\r\n";
const BAD_VALUE: &[u8] = b"CLIENT_ERROR no line end behind the value\r\n";
const TOO_LARGE: &[u8] = b"SERVER_ERROR the value is too large\r\n";
const TOO_MUCH: &[u8] = b"SERVER_ERROR too many answers wait\r\n";
const FULL: &[u8] = b"SERVER_ERROR there is no room for another key\r\n";

/// One conversation.
#[derive(Debug)]
pub struct Memcached {
    store: Arc<Mutex<Store>>,
    lines: Delimited,
    place: Place,
}

impl Memcached {
    /// A conversation about what is in `store`.
    pub fn new(store: &Arc<Mutex<Store>>) -> Memcached {
        let lines = Delimited::new(b"\r\n").with_max_length(MAX_LINE);
        Memcached { store: Arc::clone(store), lines, place: Place::Line }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn step(&mut self, input: &mut BytesMut, output: &mut BytesMut) -> Step {
        match mem::replace(&mut self.place, Place::Line) {
            Place::Line => match self.lines.decode(input) {
                Ok(None) => Step::Wait,
                Ok(Some(line)) => self.line(&line, output),
                Err(_) => Step::End(Next::Drain, BAD_LINE),
            },
            Place::Value(set) => self.value(set, input),
            Place::Skip(left, answer) => self.skip(left, answer, input),
        }
    }

    fn line(&mut self, line: &[u8], output: &mut BytesMut) -> Step {
        let words: Vec<&[u8]> = line.split(|&byte| byte == b' ').collect();
        let one_way = words.iter().all(|word| !word.is_empty())
            && !line.iter().any(u8::is_ascii_control);
        match &words[..] {
            _ if output.len() > MAX_OUTPUT => Step::End(Next::Drain, TOO_MUCH),
            [b""] => Step::Say(b"ERROR\r\n"),
            _ if !one_way => Step::End(Next::Drain, BAD_LINE),
            [b"set", words @ ..] => self.set(words),
            [b"get", keys @ ..] => self.get(keys, output),
            [b"delete", key] => Step::Say(self.delete(key)),
            [b"delete", key, b"noreply"] => {
                self.delete(key);
                Step::Say(b"")
            }
            [b"quit"] => Step::End(Next::Close, b""),
            [b"delete", .., b"noreply"] => Step::Say(b""),
            [b"delete" | b"quit", ..] => Step::Say(BAD),
            _ => Step::Say(b"ERROR\r\n"),
        }
    }

    fn set(&mut self, words: &[&[u8]]) -> Step {
        let Some(length) = words.get(3).copied().and_then(length) else {
            return Step::End(Next::Drain, BAD_LENGTH);
        };
        if length > MAX_SKIP {
            return Step::End(Next::Drain, TOO_LARGE);
        }
        let noreply = words[4..].last() == Some(&&b"noreply"[..]);
        let more = words.len() > 4 + usize::from(noreply);
        let (key, numbers) = (words[0], (number(words[1]), number(words[2])));
        let refusal = match numbers {
            (Some(flags), Some(_)) if is_key(key) && !more => {
                if length <= MAX_VALUE {
                    let key = key.to_vec();
                    self.place =
                        Place::Value(Set { key, flags, length, noreply });
                    return Step::Say(b"");
                }
                self.store().items.remove(key); // a stale one is worse
                TOO_LARGE
            }
            _ => BAD,
        };
        self.place = Place::Skip(length, if noreply { b"" } else { refusal });
        Step::Say(b"")
    }

    fn value(&mut self, set: Set, input: &mut BytesMut) -> Step {
        if input.len() < set.length + 2 {
            self.place = Place::Value(set);
            return Step::Wait;
        }
        let value = Bytes::copy_from_slice(&input[..set.length]);
        input.advance(set.length);
        if !input.starts_with(b"\r\n") {
            return Step::End(Next::Drain, BAD_VALUE);
        }
        input.advance(2);
        let item = Item { flags: set.flags, value };
        let answer = match self.store().set(set.key, item) {
            true => b"STORED\r\n",
            false => FULL,
        };
        let _ = set.noreply;
        Step::Say(answer)
    }

    fn skip(
        &mut self,
        left: usize,
        answer: &'static [u8],
        input: &mut BytesMut,
    ) -> Step {
        let here = left.min(input.len());
        input.advance(here);
        if here < left || input.len() < 2 {
            self.place = Place::Skip(left - here, answer);
            return Step::Wait;
        }
        if !input.starts_with(b"\r\n") {
            return Step::End(Next::Drain, BAD_VALUE);
        }
        input.advance(2);
        Step::Say(answer)
    }

    fn get(&self, keys: &[&[u8]], output: &mut BytesMut) -> Step {
        if keys.is_empty() || !keys.iter().all(|key| is_key(key)) {
            return Step::Say(BAD);
        }
        let store = self.store();
        for key in keys {
            let Some(item) = store.items.get(*key) else { continue };
            if output.len() > MAX_OUTPUT {
                return Step::End(Next::Drain, TOO_MUCH);
            }
            let numbers = format!(" {} {}\r\n", item.flags, item.value.len());
            for part in [b"VALUE ", *key, numbers.as_bytes(), &item.value] {
                output.extend_from_slice(part);
            }
            output.extend_from_slice(b"\r\n");
        }
        Step::Say(b"END\r\n")
    }

    fn delete(&self, key: &[u8]) -> &'static [u8] {
        if !is_key(key) {
            return BAD;
        }
        match self.store().items.remove(key) {
            Some(_) => b"DELETED\r\n",
            None => b"NOT_FOUND\r\n",
        }
    }
}

fn is_key(word: &[u8]) -> bool {
    (1..=MAX_KEY).contains(&word.len())
}

fn digits(word: &[u8]) -> Option<&str> {
    let all = !word.is_empty() && word.iter().all(u8::is_ascii_digit);
    str::from_utf8(word).ok().filter(|_| all)
}

fn number(word: &[u8]) -> Option<u32> {
    digits(word)?.parse().ok()
}

/// A number of bytes; one with too many digits is the largest there is.
fn length(word: &[u8]) -> Option<usize> {
    Some(digits(word)?.parse().unwrap_or(usize::MAX))
}

impl Protocol for Memcached {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        loop {
            match self.step(input, output) {
                Step::Say(answer) => output.extend_from_slice(answer),
                Step::Wait => return Next::Keep,
                Step::End(next, answer) => {
                    output.extend_from_slice(answer);
                    return next;
                }
            }
        }
    }

    fn is_idle(&self) -> bool {
        matches!(self.place, Place::Line)
    }
}
