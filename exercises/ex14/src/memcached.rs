//! A length in the middle of a line: memcached's protocol (a stretch).
//!
//! The cache that many web sites stand on speaks lines that end with `\r\n`,
//! and, where a value is sent, bytes behind a line that says how many. Clients
//! pipeline. As in HTTP, everything hangs on where a message ends: a server
//! that is wrong about it takes a stranger's value for commands.
//!
//! ```text
//! client  set greeting 7 0 5          server  STORED
//!         hello
//!         get greeting nobody         server  VALUE greeting 7 5
//!                                             hello
//!                                             END
//! ```
//!
//! | command | answer |
//! | --- | --- |
//! | `set KEY FLAGS SECONDS BYTES [noreply]`, the value, `\r\n` | `STORED` |
//! | `get KEY …` | for each key that is there `VALUE KEY FLAGS BYTES`, and the value; then `END` |
//! | `delete KEY [noreply]` | `DELETED` or `NOT_FOUND` |
//! | `quit` | none, and the end: `Next::Close` |
//! | any other line, also an empty one | `ERROR` |
//!
//! A KEY is 1 to `MAX_KEY` bytes. Numbers are digits only; FLAGS and SECONDS
//! are below 2³² and may have zeros in front. FLAGS come back as a number;
//! SECONDS are checked, and left out here. What is wrong is answered with
//! `CLIENT_ERROR …` or `SERVER_ERROR …`, on one line; the text is yours. What
//! happens then depends on one thing: is it known where the next command
//! begins?
//!
//! | what is wrong | answer | then |
//! | --- | --- | --- |
//! | `get`, `delete`, `quit`: a bad key, too few or too many words | CLIENT | go on |
//! | `set`: anything but BYTES (bad key, FLAGS, SECONDS, words behind it) | CLIENT | pass over the value, go on |
//! | `set`: only BYTES, over `MAX_VALUE` | SERVER | the same; and the old value goes: a stale one is worse than none |
//! | `set`: a new key, and there are `max` in the store when its value has come | SERVER | go on |
//! | `set`: BYTES over `MAX_SKIP` | SERVER | close: too much to pass over |
//! | `set`: no BYTES, or not digits only | CLIENT | close: where does it end? |
//! | no `\r\n` behind the value | CLIENT | close |
//! | a line over `MAX_LINE` (without `\r\n`) | CLIENT | close |
//! | a line with a control character in it, or not with single spaces between words | CLIENT | close: another reader sees other words |
//! | over `MAX_OUTPUT` bytes in `output`, before a command or a `VALUE` | SERVER | close: it asks faster than it reads |
//!
//! * To close is `Next::Drain`, after the answer, whatever else has come.
//! * Answers to a `set` leave when its value has come, errors too (except where
//!   the table says close).
//! * `noreply` is the last word of a `set`, behind BYTES, or of a `delete`,
//!   behind a KEY. Then nothing is answered, errors neither, as long as the
//!   conversation goes on: its client would take it for the next answer.
//!   (`delete noreply` deletes a key of that name.)
//! * What is passed over is not kept, not even for the time until the rest of
//!   it has come. A value has any bytes in it, `\r\n` as well.
//! * The connection is idle between two commands.
//!
//! Run it: `cargo run -p ex14 --bin ex14-memcached`, and talk to it with `nc -C
//! 127.0.0.1 9114`.

use std::sync::{Arc, Mutex};

use bytes::BytesMut;
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
    // Add the items.
}

impl Store {
    /// Room for `max` keys.
    pub fn new(max: usize) -> Store {
        Store { max }
    }

    /// How many keys there is room for.
    pub fn max(&self) -> usize {
        self.max
    }
}

/// One conversation.
#[derive(Debug)]
pub struct Memcached {
    store: Arc<Mutex<Store>>,
    // Add what you need to know between two reads.
}

impl Memcached {
    /// A conversation about what is in `store`.
    pub fn new(store: &Arc<Mutex<Store>>) -> Memcached {
        Memcached { store: Arc::clone(store) }
    }
}

impl Protocol for Memcached {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        let _ = (&self.store, input, output);
        todo!("is it a line, a value, or a value to pass over?")
    }

    fn is_idle(&self) -> bool {
        todo!("is it between two commands?")
    }
}
