//! Several values under one key, in the order in which they came.

use std::str::FromStr;

/// A dictionary that keeps every value of a key, as query strings and forms
/// need it: `?tag=a&tag=b` says `tag` twice.
///
/// Keys and values stay in the order in which they came. Looking one up walks
/// the list: what a request brings is short, and its length has a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MultiDict<V = String> {
    list: Vec<(String, V)>,
}

impl<V> Default for MultiDict<V> {
    fn default() -> Self {
        MultiDict { list: Vec::new() }
    }
}

impl<V> MultiDict<V> {
    /// An empty dictionary.
    pub fn new() -> Self {
        MultiDict::default()
    }

    /// The first value of `key`.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.get_all(key).next()
    }

    /// Every value of `key` (Werkzeug's `getlist`).
    pub fn get_all(&self, key: &str) -> impl Iterator<Item = &V> {
        let found = move |(name, value)| (name == key).then_some(value);
        self.iter().filter_map(found)
    }

    /// Whether there is a value for `key`.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// All pairs, in order (Werkzeug's `items(multi=True)`).
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.list.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Every key once, in the order of its first value.
    pub fn keys(&self) -> Vec<&str> {
        let mut seen = std::collections::HashSet::new();
        self.iter()
            .map(|(key, _)| key)
            .filter(|key| seen.insert(*key))
            .collect()
    }

    /// Every key with all of its values (Werkzeug's `lists`).
    pub fn lists(&self) -> Vec<(&str, Vec<&V>)> {
        let mut place = std::collections::HashMap::new();
        let mut lists: Vec<(&str, Vec<&V>)> = Vec::new();
        for (key, value) in self.iter() {
            let at = *place.entry(key).or_insert(lists.len());
            match lists.get_mut(at) {
                Some((_, values)) => values.push(value),
                None => lists.push((key, vec![value])),
            }
        }
        lists
    }

    /// How many values there are, of all keys.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds a value at the end; those that `key` has stay.
    pub fn add(&mut self, key: impl Into<String>, value: V) {
        self.list.push((key.into(), value));
    }

    /// Makes `value` the only value of `key`; its place is that of the first
    /// one before, else the end.
    pub fn set(&mut self, key: impl Into<String>, value: V) {
        self.set_all(key, [value]);
    }

    /// Makes `values` the values of `key` (Werkzeug's `setlist`).
    pub fn set_all(
        &mut self,
        key: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) {
        let key = key.into();
        let first = self.list.iter().position(|(name, _)| *name == key);
        self.list.retain(|(name, _)| *name != key);
        let at = first.unwrap_or(self.list.len());
        let pairs = values.into_iter().map(|value| (key.clone(), value));
        drop(self.list.splice(at..at, pairs));
    }

    /// The first value of `key`, after adding `value` if there was none.
    pub fn set_default(&mut self, key: &str, value: V) -> &V {
        let at = self.list.iter().position(|(name, _)| name == key);
        let at = at.unwrap_or_else(|| {
            self.list.push((key.to_owned(), value));
            self.list.len() - 1
        });
        &self.list[at].1
    }

    /// Takes out all values of `key` and gives the first (`pop`).
    pub fn pop(&mut self, key: &str) -> Option<V> {
        self.pop_all(key).into_iter().next()
    }

    /// Takes out all values of `key` (Werkzeug's `poplist`).
    pub fn pop_all(&mut self, key: &str) -> Vec<V> {
        let gone = self.list.extract_if(.., |(name, _)| name == key);
        gone.map(|(_, value)| value).collect()
    }
}

impl<V: AsRef<str>> MultiDict<V> {
    /// The first value of `key` as a `T`; `None` when there is no value or it
    /// is no `T` (Flask's `args.get("page", type=int)`).
    pub fn get_as<T: FromStr>(&self, key: &str) -> Option<T> {
        self.get(key)?.as_ref().parse().ok()
    }

    /// Those values of `key` that are a `T`; the others are left out.
    pub fn get_all_as<T: FromStr>(&self, key: &str) -> Vec<T> {
        let parsed = |value: &V| value.as_ref().parse().ok();
        self.get_all(key).filter_map(parsed).collect()
    }
}

impl<K: Into<String>, V> FromIterator<(K, V)> for MultiDict<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter().map(|(key, value)| (key.into(), value));
        MultiDict { list: pairs.collect() }
    }
}

impl<K: Into<String>, V> Extend<(K, V)> for MultiDict<V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        pairs.into_iter().for_each(|(key, value)| self.add(key, value));
    }
}

/// Query and form as one (Flask's `request.values`, WebOb's `params`): what
/// the query says comes first.
#[derive(Clone, Copy, Debug)]
pub struct Combined<'a> {
    /// The query's part.
    pub args: &'a MultiDict,
    /// The form's part.
    pub form: &'a MultiDict,
}

impl<'a> Combined<'a> {
    /// The first value of `key`.
    pub fn get(&self, key: &str) -> Option<&'a String> {
        self.args.get(key).or_else(|| self.form.get(key))
    }

    /// Every value of `key`.
    pub fn get_all(&self, key: &str) -> impl Iterator<Item = &'a String> {
        self.args.get_all(key).chain(self.form.get_all(key))
    }

    /// The first value of `key` as a `T`.
    pub fn get_as<T: FromStr>(&self, key: &str) -> Option<T> {
        self.get(key)?.parse().ok()
    }

    /// All pairs.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a String)> {
        self.args.iter().chain(self.form.iter())
    }
}
