//! A rule: which paths, which methods, whose endpoint.

/// Says which paths lead to an endpoint.
#[derive(Clone, Debug)]
pub struct Rule {
    pub(super) text: String,
    pub(super) endpoint: String,
    /// Somebody chose the endpoint, so it may be shared on purpose.
    pub(crate) is_named: bool,
    /// `None`: every method.
    pub(super) methods: Option<Vec<String>>,
    pub(super) strict_slashes: Option<bool>,
    pub(super) merge_slashes: Option<bool>,
    pub(super) defaults: Vec<(String, String)>,
    pub(super) alias: bool,
    pub(super) build_only: bool,
}

impl Rule {
    /// The paths of `text` lead to `endpoint`, with every method.
    pub fn new(text: &str, endpoint: &str) -> Self {
        Rule {
            text: text.to_owned(),
            endpoint: endpoint.to_owned(),
            is_named: false,
            methods: None,
            strict_slashes: None,
            merge_slashes: None,
            defaults: Vec::new(),
            alias: false,
            build_only: false,
        }
    }

    /// Only with these methods. `GET` brings `HEAD` with it.
    #[must_use]
    pub fn with_methods<M: AsRef<str>>(
        mut self,
        methods: impl IntoIterator<Item = M>,
    ) -> Self {
        let upper = |method: M| method.as_ref().to_ascii_uppercase();
        let mut all: Vec<String> = methods.into_iter().map(upper).collect();
        if all.iter().any(|method| method == "GET") {
            all.push("HEAD".to_owned());
        }
        all.sort();
        all.dedup();
        self.methods = Some(all);
        self
    }

    /// The same for a rule that a route has given back.
    #[doc(alias = "methods")]
    pub fn set_methods<M: AsRef<str>>(
        &mut self,
        methods: impl IntoIterator<Item = M>,
    ) -> &mut Self {
        *self = self.clone().with_methods(methods);
        self
    }

    /// Another endpoint than the view's name, for `url_for`.
    #[doc(alias = "endpoint")]
    pub fn set_name(&mut self, endpoint: &str) -> &mut Self {
        self.endpoint = endpoint.to_owned();
        self.is_named = true;
        self
    }

    /// As [`Rule::with_default`], for a rule that a route has given back.
    #[doc(alias = "defaults")]
    pub fn set_default(
        &mut self,
        name: &str,
        value: impl ToString,
    ) -> &mut Self {
        *self = self.clone().with_default(name, value);
        self
    }

    /// As [`Rule::with_strict_slashes`], for a rule that a route has given back.
    #[doc(alias = "strict_slashes")]
    pub fn set_strict_slashes(&mut self, strict: bool) -> &mut Self {
        self.strict_slashes = Some(strict);
        self
    }

    /// Below a blueprint's prefix, and in its name.
    pub(crate) fn put_below(&mut self, prefix: &str, name: &str) {
        if !prefix.is_empty() && !self.text.is_empty() {
            let (above, below) = (prefix.trim_end_matches('/'), &*self.text);
            self.text = format!("{above}/{}", below.trim_start_matches('/'));
        } else {
            self.text.insert_str(0, prefix);
        }
        self.endpoint = format!("{name}.{}", self.endpoint);
    }

    /// Whether a slash too many or too few at the end is another path. The
    /// map's setting if it is not said.
    #[must_use]
    pub fn with_strict_slashes(mut self, strict: bool) -> Self {
        self.strict_slashes = Some(strict);
        self
    }

    /// Whether slashes that stand together are one. The map's setting if it
    /// is not said.
    #[must_use]
    pub fn with_merge_slashes(mut self, merge: bool) -> Self {
        self.merge_slashes = Some(merge);
        self
    }

    /// What a variable is that the rule itself does not have.
    #[must_use]
    pub fn with_default(mut self, name: &str, value: impl ToString) -> Self {
        self.defaults.push((name.to_owned(), value.to_string()));
        self
    }

    /// Another path to the same endpoint: leads to the main one.
    #[must_use]
    pub fn alias(mut self) -> Self {
        self.alias = true;
        self
    }

    /// Only for building paths: never matches.
    #[must_use]
    pub fn build_only(mut self) -> Self {
        self.build_only = true;
        self
    }

    /// The rule as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it leads.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Its methods, in alphabetical order; `None` means every method.
    pub fn allowed(&self) -> Option<&[String]> {
        self.methods.as_deref()
    }

    pub(super) fn takes(&self, method: &str) -> bool {
        self.methods
            .as_ref()
            .is_none_or(|all| all.iter().any(|known| known == method))
    }

    /// The methods that this rule and `other` both take.
    pub(super) fn common_methods(&self, other: &Rule) -> Option<String> {
        match (&self.methods, &other.methods) {
            (None, None) => Some("every method".to_owned()),
            (Some(some), None) | (None, Some(some)) => Some(some.join(", ")),
            (Some(ours), Some(theirs)) => {
                let both = ours.iter().filter(|method| theirs.contains(method));
                let both: Vec<_> = both.map(String::as_str).collect();
                (!both.is_empty()).then(|| both.join(", "))
            }
        }
    }
}
