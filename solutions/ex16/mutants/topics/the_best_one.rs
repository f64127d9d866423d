// killed by: all that suit are found
//! The fixed level is taken, as in a router.

use std::collections::{BTreeSet, HashMap};
use std::str::Split;

/// How many levels a filter or a topic may have.
pub const MOST_LEVELS: usize = 100;

/// What is no filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadFilter;

/// Who listens to what. Clients are numbers.
#[derive(Debug, Default)]
pub struct Listeners {
    first: Place,
}

/// A place in the tree: what the levels before it were.
#[derive(Debug, Default)]
struct Place {
    names: HashMap<String, Place>,
    any: Option<Box<Place>>,
    /// Whose filter ends here.
    here: Vec<u32>,
    /// Whose filter goes on with `#`.
    below: Vec<u32>,
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
        let front = filter.strip_suffix('#');
        let front = front.filter(|f| f.is_empty() || f.ends_with('/'));
        let front = front.unwrap_or(filter);
        let wild = |level: &str| level.contains(['+', '#']) && level != "+";
        if !is_name(filter) || front.split('/').any(wild) {
            return Err(BadFilter);
        }
        let mut place = &mut self.first;
        for level in filter.split('/') {
            place = match level {
                "#" => break,
                "+" => place.any.get_or_insert_default(),
                name => place.names.entry(name.to_owned()).or_default(),
            };
        }
        let all = front.len() < filter.len();
        let list = if all { &mut place.below } else { &mut place.here };
        list.push(client);
        Ok(())
    }

    /// Everybody who hears `topic`.
    pub fn of(&self, topic: &str) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        if !is_name(topic) || topic.contains(['+', '#']) {
            return found;
        }
        let mut levels = topic.split('/');
        if !topic.starts_with('$') {
            collect(&self.first, levels, &mut found);
        } else if let Some(level) = levels.next()
            && let Some(next) = self.first.names.get(level)
        {
            collect(next, levels, &mut found);
        }
        found
    }
}

fn is_name(text: &str) -> bool {
    let levels = text.split('/').count();
    !text.is_empty() && !text.contains('\0') && levels <= MOST_LEVELS
}

fn collect(
    place: &Place,
    mut rest: Split<'_, char>,
    found: &mut BTreeSet<u32>,
) {
    found.extend(&place.below);
    let Some(level) = rest.next() else {
        found.extend(&place.here);
        return;
    };
    if let Some(next) = place.names.get(level) {
        collect(next, rest.clone(), found);
        return;
    }
    if let Some(next) = &place.any {
        collect(next, rest, found);
    }
}
