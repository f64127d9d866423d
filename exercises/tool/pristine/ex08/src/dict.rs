//! A dictionary that many clients read and some change (a stretch).
//!
//! One request a line, one answer a line:
//!
//! ```text
//! get NAME          value VALUE, or: none
//! set NAME VALUE    value VALUE, or: full
//! incr NAME         value N: one more than before, or: no number
//! (anything else)   what?
//! ```
//!
//! A VALUE may have spaces in it. `incr` of a name that is not there gives 1;
//! a value that is no `i64`, or has no next one, is `no number`, and stays.
//! No more than `max` names: `full`, for a new name. A name that is there can
//! always be changed.
//!
//! Threads that only look do not wait for each other (`read`). Two that change
//! the same name both count (`change`): between the look at the old value and the
//! write of the new one nobody may come in. And when a `new` panics, the old
//! value stays, and the dictionary serves on.
//!
//! Run it: `cargo run -p ex08 --bin ex08-dict`, and talk to it with
//! `cargo run -p ch08 -- client 127.0.0.1:9108`.

use std::collections::BTreeMap;
use std::sync::RwLock;

use thiserror::Error;

/// Names and their values.
#[derive(Debug)]
pub struct Dict {
    max: usize,
    names: RwLock<BTreeMap<String, String>>,
}

/// Why a value was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DictError {
    /// There are as many names as there may be.
    #[error("full")]
    Full,
    /// A value that is no number has no next one.
    #[error("no number")]
    NoNumber,
}

impl Dict {
    /// An empty one, for `max` names.
    pub fn new(max: usize) -> Dict {
        Dict { max, names: RwLock::default() }
    }

    /// Lets `look` see all names. Others may look at the same time.
    pub fn read<T>(
        &self,
        look: impl FnOnce(&BTreeMap<String, String>) -> T,
    ) -> T {
        let _ = (&self.names, look);
        todo!("a lock that readers share")
    }

    /// Gives `name` the value that `new` makes of the old one (`None`: there
    /// is none), and returns it.
    ///
    /// # Errors
    ///
    /// [`DictError::Full`] for a new name; what `new` returned.
    pub fn change(
        &self,
        name: &str,
        new: impl FnOnce(Option<&str>) -> Result<String, DictError>,
    ) -> Result<String, DictError> {
        let _ = (self.max, name, new);
        todo!("look, make the new value, write it: in one step")
    }

    /// The answer to one line.
    pub fn answer(&self, line: &str) -> String {
        let _ = line;
        todo!("which request is it?")
    }
}
