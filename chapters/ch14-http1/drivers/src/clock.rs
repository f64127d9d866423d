//! The date of responses, made once a second.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use http1::Date;

/// Tells the date. Clones share it.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The second it was made for, and the date.
    last: Arc<Mutex<(u64, Date)>>,
}

impl Default for Clock {
    fn default() -> Clock {
        let last = (0, Date::new(UNIX_EPOCH));
        Clock { last: Arc::new(Mutex::new(last)) }
    }
}

impl Clock {
    /// The date now. Looking at the clock is cheap, writing a date is not: it
    /// is written when the second is another one than last time.
    pub fn date(&self) -> Date {
        let now = SystemTime::now();
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.0 != since.as_secs() {
            *last = (since.as_secs(), Date::new(now));
        }
        last.1
    }
}
