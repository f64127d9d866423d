// killed by: was every filter tried
//! Every filter is tried for every topic.

use std::collections::BTreeSet;

/// How many levels a filter or a topic may have.
pub const MOST_LEVELS: usize = 100;

/// What is no filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadFilter;

/// Who listens to what. Clients are numbers.
#[derive(Debug, Default)]
pub struct Listeners {
    all: Vec<(String, u32)>,
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
        self.all.push((filter.to_owned(), client));
        Ok(())
    }

    /// Everybody who hears `topic`.
    pub fn of(&self, topic: &str) -> BTreeSet<u32> {
        if !is_name(topic) || topic.contains(['+', '#']) {
            return BTreeSet::new();
        }
        let all = self.all.iter().filter(|(filter, _)| hears(filter, topic));
        all.map(|(_, client)| *client).collect()
    }
}

fn hears(filter: &str, topic: &str) -> bool {
    if topic.starts_with('$') && filter.starts_with(['+', '#']) {
        return false;
    }
    let (mut levels, mut rest) = (filter.split('/'), topic.split('/'));
    loop {
        match (levels.next(), rest.next()) {
            (Some("#"), _) | (None, None) => return true,
            (Some("+"), Some(_)) => {}
            (Some(level), Some(other)) if level == other => {}
            _ => return false,
        }
    }
}

fn is_name(text: &str) -> bool {
    let levels = text.split('/').count();
    !text.is_empty() && !text.contains('\0') && levels <= MOST_LEVELS
}
