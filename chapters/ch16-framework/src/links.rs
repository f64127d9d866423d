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
        values: Values,
    ) -> Result<String, BuildError> {
        let links = Links {
            map: self.map_or_empty(),
            root: "",
            endpoint: None,
            origin: &|scheme| {
                format!("{}://localhost", scheme.unwrap_or("http"))
            },
        };
        links.url_for(endpoint, values)
    }
}

/// What links of one request are made from.
pub(crate) struct Links<'l> {
    pub(crate) map: &'l Map,
    /// `SCRIPT_NAME`: where the application is mounted.
    pub(crate) root: &'l str,
    /// Who answers: `.show` is an endpoint of the same blueprint.
    pub(crate) endpoint: Option<&'l str>,
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
