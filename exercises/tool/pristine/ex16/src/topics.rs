//! Everybody who listens: the same tree, with another question.
//!
//! In MQTT, the protocol of small devices, a client says what it wants to hear
//! with a *filter*, and a sensor publishes under a *topic*. A framework looks
//! for the one best rule; here everybody is found who listens:
//!
//! ```text
//! topic:   home/kitchen/temperature
//! filters: home/kitchen/temperature   the topic itself
//!          home/+/temperature         + is any one level
//!          home/#                     # is all levels from here on
//! ```
//!
//! Filters and topics are cut at each `/` into *levels*; a level may be empty,
//! so `/a` has two (MQTT 5.0, section 4.7).
//!
//! * `+` stands for exactly one level, also an empty one. `#` stands for any
//!   number of levels, also for none: `home/#` hears `home`, too.
//! * `+` and `#` are a whole level each, and `#` is the last. `a+` or `#/a` is
//!   a [`BadFilter`].
//! * Neither a filter nor a topic is empty, or has a zero character in it, or
//!   more than [`MOST_LEVELS`] levels. Such a filter is bad, too, and nobody
//!   hears such a topic. A topic with `+` or `#` in it is no topic: nobody
//!   hears it.
//! * A topic that begins with `$` is about the server itself. A filter that
//!   begins with `+` or `#` does not hear it: `$SYS/load` is heard by `$SYS/#`
//!   and by `$SYS/+`, not by `#` and not by `+/load`. A `$` anywhere else is a
//!   character as every other.
//! * A client that listens with several filters is found once.
//!
//! A server has many thousands of filters. To try one after the other is too
//! slow: the tests have 20,000 filters and 20,000 topics.

use std::collections::BTreeSet;

/// How many levels a filter or a topic may have.
pub const MOST_LEVELS: usize = 100;

/// What is no filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadFilter;

/// Who listens to what. Clients are numbers.
#[derive(Debug, Default)]
pub struct Listeners {
    // The first place of the tree.
}

impl Listeners {
    /// From now on `client` hears what suits `filter`.
    ///
    /// # Errors
    ///
    /// A filter that is none; then nothing is changed.
    pub fn listen(
        &mut self,
        filter: &str,
        client: u32,
    ) -> Result<(), BadFilter> {
        let _ = (filter, client);
        todo!("is it a filter? Then walk down its levels, with new places")
    }

    /// Everybody who hears `topic`.
    pub fn of(&self, topic: &str) -> BTreeSet<u32> {
        let _ = topic;
        todo!("walk down all ways that suit the topic")
    }
}
