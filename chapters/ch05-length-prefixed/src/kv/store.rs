//! The names and values, with limits.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::{MAX_MESSAGE, Request, Response};

/// What a store may grow to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all values together: 16 MiB unless said otherwise.
    pub values: usize,
    /// Bytes of all names together, one more for each: as many as fit into
    /// one `Names` message, so that `list` can always be answered.
    pub names: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { values: 16 * 1024 * 1024, names: MAX_MESSAGE - 1 }
    }
}

/// Names and their values, in memory.
#[derive(Debug, Default)]
pub struct Store {
    values: BTreeMap<String, Box<[u8]>>,
    limits: Limits,
    /// What `limits` limits, as it is now.
    used: Used,
}

/// Bytes in use: of the values; of the names and their lengths.
#[derive(Debug, Default)]
struct Used {
    values: usize,
    names: usize,
}

impl Store {
    /// An empty store.
    pub fn new(limits: Limits) -> Store {
        Store { limits, ..Store::default() }
    }

    /// Does what `request` asks.
    // ANCHOR: answer
    pub fn answer(&mut self, request: Request) -> Response {
        match request {
            Request::Get { name } => match self.values.get(&name) {
                Some(value) => Response::Value(Bytes::copy_from_slice(value)),
                None => Response::NotFound,
            },
            Request::Set { name, value } => self.set(name, &value),
            Request::Delete { name } => match self.remove(&name) {
                true => Response::Done,
                false => Response::NotFound,
            },
            Request::List => {
                Response::Names(self.values.keys().cloned().collect())
            }
        }
    }
    // ANCHOR_END: answer

    /// The value is copied: a frame is a view of a read buffer and would
    /// keep all of it for as long as the value is stored.
    // ANCHOR: set
    fn set(&mut self, name: String, value: &[u8]) -> Response {
        let (old, names) = match self.values.get(&name) {
            Some(old) => (old.len(), 0),
            None => (0, name.len() + 1),
        };
        let values = self.used.values - old + value.len();
        let names = self.used.names + names;
        if values > self.limits.values || names > self.limits.names {
            return Response::Refused("the store is full".to_owned());
        }
        self.used = Used { values, names };
        self.values.insert(name, value.into());
        Response::Done
    }
    // ANCHOR_END: set

    fn remove(&mut self, name: &str) -> bool {
        let Some(value) = self.values.remove(name) else { return false };
        self.used.values -= value.len();
        self.used.names -= name.len() + 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(store: &mut Store, name: &str, value: &'static str) -> Response {
        let (name, value) = (name.to_owned(), Bytes::from(value));
        store.answer(Request::Set { name, value })
    }

    #[test]
    fn what_is_set_can_be_got_listed_and_deleted() {
        let mut store = Store::default();
        let name = || "color".to_owned();
        let get = Request::Get { name: name() };
        assert_eq!(store.answer(get.clone()), Response::NotFound);
        assert_eq!(set(&mut store, "color", "green"), Response::Done);
        assert_eq!(set(&mut store, "color", "blue"), Response::Done);
        assert_eq!(store.answer(get), Response::Value("blue".into()));
        let names = Response::Names(vec![name()]);
        assert_eq!(store.answer(Request::List), names);
        let delete = Request::Delete { name: name() };
        assert_eq!(store.answer(delete.clone()), Response::Done);
        assert_eq!(store.answer(delete), Response::NotFound);
    }

    #[test]
    fn a_full_store_refuses_and_takes_again_when_there_is_room() {
        let mut store = Store::new(Limits { values: 10, names: 8 });
        assert_eq!(set(&mut store, "a", "1234567890"), Response::Done);
        let full = Response::Refused("the store is full".to_owned());
        assert_eq!(set(&mut store, "b", "1"), full);
        assert_eq!(set(&mut store, "a", "12345"), Response::Done);
        assert_eq!(set(&mut store, "b", "12345"), Response::Done);
        assert_eq!(set(&mut store, "long", ""), full);
        store.answer(Request::Delete { name: "b".to_owned() });
        assert_eq!(set(&mut store, "long", "12345"), Response::Done);
    }
}
