// killed by: a name that is there can always be changed
//! A full dictionary changes nothing any more.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

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
        look(&self.names.read().unwrap_or_else(PoisonError::into_inner))
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
        // A poisoned lock is fine: whatever panicked was `new`, and then
        // nothing had been changed yet.
        let names = self.names.write();
        let mut names = names.unwrap_or_else(PoisonError::into_inner);
        let old = names.get(name);
        if names.len() >= self.max {
            return Err(DictError::Full);
        }
        let value = new(old.map(String::as_str))?;
        names.insert(name.to_owned(), value.clone());
        Ok(value)
    }

    /// The answer to one line.
    pub fn answer(&self, line: &str) -> String {
        let mut words = line.splitn(3, ' ');
        let (request, name) = (words.next(), words.next().unwrap_or(""));
        let changed = match (request, words.next()) {
            _ if name.is_empty() => return "what?".to_owned(),
            (Some("get"), None) => {
                return self.read(|names| match names.get(name) {
                    Some(value) => format!("value {value}"),
                    None => "none".to_owned(),
                });
            }
            (Some("set"), Some(value)) => {
                self.change(name, |_| Ok(value.to_owned()))
            }
            (Some("incr"), None) => self.change(name, next),
            _ => return "what?".to_owned(),
        };
        match changed {
            Ok(value) => format!("value {value}"),
            Err(error) => error.to_string(),
        }
    }
}

/// One more.
fn next(old: Option<&str>) -> Result<String, DictError> {
    let number = old.unwrap_or("0").parse::<i64>().ok();
    let next = number.and_then(|n| n.checked_add(1));
    next.map(|n| n.to_string()).ok_or(DictError::NoNumber)
}
