//! Routes, hooks and error handlers that belong together.

use crate::scope::Scope;

/// Routes, hooks and error handlers under one name and one prefix.
///
/// An endpoint `show` of the blueprint `blog` is `blog.show`.
pub struct Blueprint {
    name: String,
    prefix: String,
    scope: Scope,
}

impl Blueprint {
    /// A blueprint without a prefix.
    pub fn new(name: &str) -> Self {
        let (name, prefix) = (name.to_owned(), String::new());
        Blueprint { name, prefix, scope: Scope::root() }
    }

    /// All its rules begin with `prefix`: `/blog`.
    #[must_use]
    pub fn prefix(mut self, prefix: &str) -> Self {
        self.prefix = prefix.trim_end_matches('/').to_owned();
        self
    }

    /// Takes in another blueprint, below this one's prefix and name.
    pub fn register(&mut self, blueprint: Blueprint) -> &mut Self {
        self.scope.take_in(blueprint);
        self
    }

    pub(crate) fn scope_mut(&mut self) -> &mut Scope {
        &mut self.scope
    }

    /// Name, prefix, and what there is below them.
    pub(crate) fn into_parts(self) -> (String, String, Scope) {
        (self.name, self.prefix, self.scope)
    }
}
