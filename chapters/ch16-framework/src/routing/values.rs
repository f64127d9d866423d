//! Names and values, for a path that is built.

/// Names and values for a path. A name can come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(Vec<(String, String)>);

impl Values {
    /// No values.
    pub fn new() -> Self {
        Values::default()
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.0.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a value if there is one.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Sets a value in place of those of that name.
    pub fn set(&mut self, name: &str, value: impl ToString) {
        let value = value.to_string();
        match self.0.iter().position(|(known, _)| known == name) {
            Some(at) => {
                self.take(name);
                self.0.insert(at, (name.to_owned(), value));
            }
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// The first value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| &**value)
    }

    /// Takes the values of `name` out; the first of them.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let found = self.get(name).map(str::to_owned);
        self.0.retain(|(known, _)| known != name);
        found
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }
}

impl<N: AsRef<str>, V: ToString> FromIterator<(N, V)> for Values {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        pairs.into_iter().fold(Values::new(), |values, (name, value)| {
            values.with(name.as_ref(), value)
        })
    }
}

/// No values: `url_for("index", ())`.
impl From<()> for Values {
    fn from((): ()) -> Self {
        Values::new()
    }
}

/// `url_for("profile", [("name", "Ada")])`
impl<N: AsRef<str>, V: ToString, const C: usize> From<[(N, V); C]> for Values {
    fn from(pairs: [(N, V); C]) -> Self {
        pairs.into_iter().collect()
    }
}
