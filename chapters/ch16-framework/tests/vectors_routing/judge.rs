//! Holds a map against facts.

use carafe::routing::{Map, Outcome, Rule, Values};

/// `GET /path` (or `GET /a|POST /b`) and the outcome.
pub(crate) type Cases<'c> = &'c [(&'c str, &'c str)];

/// An endpoint, values (`_method` is the method), and the path.
pub(crate) type Building<'c> = (&'c str, &'c [(&'c str, &'c str)], &'c str);

pub(crate) struct Judge {
    pub(crate) upstream: &'static str,
    pub(crate) cases: usize,
}

/// The outcome in a line: the endpoint with its values; `-> path`; `405`
/// with the methods; `404`.
pub(crate) fn outcome(map: &Map, method: &str, path: &str) -> String {
    match map.find(path, method) {
        Outcome::Redirect(path) => format!("-> {path}"),
        Outcome::MethodNotAllowed(methods) => {
            format!("405 {}", methods.join(","))
        }
        Outcome::NotFound => "404".to_owned(),
        Outcome::Found(found) => {
            let mut values: Vec<_> = found.values().collect();
            values.sort_unstable();
            let values: Vec<_> =
                values.iter().map(|(k, v)| format!(" {k}={v}")).collect();
            format!("{}{}", found.rule().endpoint(), values.concat())
        }
    }
}

impl Judge {
    /// Werkzeug's `tests/test_routing.py::NAME`.
    pub(crate) fn of(upstream: &'static str) -> Self {
        Judge { upstream, cases: 0 }
    }

    pub(crate) fn finds(&mut self, map: &Map, cases: Cases<'_>) -> &mut Self {
        for (request, expected) in cases {
            let (method, path) = request.split_once(' ').expect("METHOD PATH");
            let found = outcome(map, method, path);
            let at = self.upstream;
            assert_eq!(found, *expected, "{at}: {request} in {map:?}");
        }
        self.cases += cases.len();
        self
    }

    pub(crate) fn builds(
        &mut self,
        map: &Map,
        cases: &[Building<'_>],
    ) -> &mut Self {
        for (endpoint, values, expected) in cases {
            let values: Values = values.iter().copied().collect();
            let method = values.get("_method").map(str::to_owned);
            let mut values = values;
            values.take("_method");
            let built = map.build(endpoint, &values, method.as_deref());
            let built = built.unwrap_or_else(|error| error.to_string());
            let at = self.upstream;
            assert_eq!(built, *expected, "{at}: {endpoint} {values:?}");
        }
        self.cases += cases.len();
        self
    }
}

pub(crate) fn map(rules: impl IntoIterator<Item = Rule>) -> Map {
    Map::with_rules(rules).expect("good rules")
}

/// Rules `(text, endpoint)`, for every method.
pub(crate) fn plain(rules: &[(&str, &str)]) -> Map {
    map(rules.iter().map(|(text, endpoint)| Rule::new(text, endpoint)))
}
