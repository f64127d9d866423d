//! `url_for`, for views and for templates.

use crate::App;
use crate::routing::{BuildError, Map, Values, quote_path};

impl App {
    /// The path of an endpoint, where no request is being answered: in a
    /// script, in a test. A view asks [`Context::url_for`](crate::Context),
    /// which also knows where the application is mounted.
    ///
    /// # Errors
    ///
    /// No such endpoint, or values that do not suit it.
    pub fn url_for(
        &self,
        endpoint: &str,
        values: impl Into<Values>,
    ) -> Result<String, BuildError> {
        let links = Links {
            map: self.map_or_empty(),
            root: "",
            endpoint: None,
            defaults: &[],
            origin: &|scheme| {
                format!("{}://localhost", scheme.unwrap_or("http"))
            },
        };
        links.url_for(endpoint, values.into())
    }
}

/// Values that are added for the endpoints of one blueprint, by its name
/// with those that it is in; an empty name is the application's.
pub(crate) type Defaults = (String, Values);

/// What links of one request are made from.
pub(crate) struct Links<'l> {
    pub(crate) map: &'l Map,
    /// `SCRIPT_NAME`: where the application is mounted.
    pub(crate) root: &'l str,
    /// Who answers: `.show` is an endpoint of the same blueprint.
    pub(crate) endpoint: Option<&'l str>,
    /// What `url_defaults` says, the innermost scope's first.
    pub(crate) defaults: &'l [Defaults],
    /// `http://host`, with that scheme or the request's own.
    pub(crate) origin: &'l dyn Fn(Option<&str>) -> String,
}

impl Links<'_> {
    /// The path of an endpoint: see [`Context::url_for`](crate::Context).
    pub(crate) fn url_for(
        &self,
        endpoint: &str,
        mut values: Values,
    ) -> Result<String, BuildError> {
        let external = values.take("_external");
        let external = external.is_some_and(|v| v.eq_ignore_ascii_case("true"));
        let scheme = values.take("_scheme");
        let (anchor, method) = (values.take("_anchor"), values.take("_method"));
        let endpoint = self.absolute(endpoint);
        self.add_defaults(&endpoint, &mut values);
        let path = self.map.build(&endpoint, &values, method.as_deref())?;
        let root = quote_path(self.root);
        let mut url = format!("{}{path}", root.trim_end_matches('/'));
        if external || scheme.is_some() {
            url = (self.origin)(scheme.as_deref()) + &url;
        }
        if let Some(anchor) = anchor {
            url = format!("{url}#{}", quote_path(&anchor));
        }
        Ok(url)
    }

    /// What is not said, where the endpoint has such a variable.
    fn add_defaults(&self, endpoint: &str, values: &mut Values) {
        let belongs = |scope: &str| {
            let rest = endpoint.strip_prefix(scope);
            scope.is_empty() || rest.is_some_and(|rest| rest.starts_with('.'))
        };
        let all = self.defaults.iter().filter(|(scope, _)| belongs(scope));
        for (name, value) in all.flat_map(|(_, defaults)| defaults.iter()) {
            if values.get(name).is_none()
                && self.map.is_endpoint_expecting(endpoint, name)
            {
                values.set(name, value);
            }
        }
    }

    /// `.show` → `blog.show`, while the blueprint `blog` answers.
    fn absolute(&self, endpoint: &str) -> String {
        let Some(own) = endpoint.strip_prefix('.') else {
            return endpoint.to_owned();
        };
        match self.endpoint.unwrap_or_default().rsplit_once('.') {
            Some((blueprint, _)) => format!("{blueprint}.{own}"),
            None => own.to_owned(),
        }
    }
}
