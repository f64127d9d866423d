//! `request`, as a template sees it.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, from_args};
use minijinja::{Error, ErrorKind, State, Value};

use crate::cookies::parse_cookie;
use crate::routing::quote_path;
use crate::{Context, MultiDict, parse_query};

/// A copy of what is short. Query and cookies are parsed when a template
/// names them; the form is there if the view has read it.
#[derive(Debug)]
pub(super) struct Sent {
    method: String,
    path: String,
    pub(super) root_path: String,
    query: String,
    scheme: String,
    host: String,
    remote_addr: Option<String>,
    cookies: String,
    form: Option<MultiDict>,
    pub(super) endpoint: Option<String>,
    view_args: Vec<(String, String)>,
}

const NAMES: [&str; 17] = [
    "method",
    "path",
    "full_path",
    "script_root",
    "query_string",
    "args",
    "form",
    "cookies",
    "scheme",
    "is_secure",
    "host",
    "host_url",
    "url",
    "remote_addr",
    "endpoint",
    "blueprint",
    "view_args",
];

impl Sent {
    pub(super) fn new(context: &Context<'_>) -> Sent {
        let request = context.request();
        let cookies = request.environ().header("Cookie").unwrap_or_default();
        let values = context.values();
        Sent {
            method: request.method().into_owned(),
            path: context.path().to_owned(),
            root_path: request.root_path().into_owned(),
            query: request.query_string().into_owned(),
            scheme: request.scheme().into_owned(),
            host: request.host(),
            remote_addr: request.remote_addr().map(Into::into),
            cookies: String::from_utf8_lossy(&cookies).into_owned(),
            form: request.parsed_form().map(|data| data.form.clone()),
            endpoint: context.endpoint().map(str::to_owned),
            view_args: values.map(|(k, v)| (k.into(), v.into())).collect(),
        }
    }

    /// `http://host`
    pub(super) fn origin(&self, scheme: Option<&str>) -> String {
        format!("{}://{}", scheme.unwrap_or(&self.scheme), self.host)
    }

    fn blueprint(&self) -> Option<&str> {
        let (blueprint, _) = self.endpoint.as_ref()?.rsplit_once('.')?;
        Some(blueprint)
    }

    fn url(&self) -> String {
        let root = quote_path(self.root_path.trim_end_matches('/'));
        let mark = if self.query.is_empty() { "" } else { "?" };
        let (path, query) = (quote_path(&self.path), &self.query);
        format!("{}{root}{path}{mark}{query}", self.origin(None))
    }
}

impl Object for Sent {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        self.get_value_by_str(name.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Value> {
        let pairs = |pairs: MultiDict| Value::from_object(Pairs(pairs));
        Some(match name {
            "method" => (&*self.method).into(),
            "path" => (&*self.path).into(),
            "full_path" => format!("{}?{}", self.path, self.query).into(),
            "script_root" | "root_path" => (&*self.root_path).into(),
            "query_string" => (&*self.query).into(),
            "args" => pairs(parse_query(self.query.as_bytes())),
            "form" => pairs(self.form.clone().unwrap_or_default()),
            "cookies" => pairs(parse_cookie(&self.cookies)),
            "scheme" => (&*self.scheme).into(),
            "is_secure" => (self.scheme == "https").into(),
            "host" => (&*self.host).into(),
            "host_url" => (self.origin(None) + "/").into(),
            "url" => self.url().into(),
            "remote_addr" => self.remote_addr.clone().into(),
            "endpoint" => self.endpoint.clone().into(),
            "blueprint" => self.blueprint().into(),
            "view_args" => {
                let pairs = self.view_args.iter();
                pairs.map(|(k, v)| (k.as_str(), v.as_str())).collect()
            }
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&NAMES)
    }
}

/// A [`MultiDict`]: `args.q` and `args.get("q")` are the first value of a
/// name, `args.getlist("q")` are all.
#[derive(Debug)]
struct Pairs(MultiDict);

impl Object for Pairs {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        self.get_value_by_str(name.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Value> {
        Some(self.0.get(name)?.as_str().into())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let names = self.0.keys().into_iter().map(Value::from);
        Enumerator::Values(names.collect())
    }

    fn call_method(
        self: &Arc<Self>,
        _: &State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        if method != "getlist" {
            return Err(ErrorKind::UnknownMethod.into());
        }
        let (name,): (&str,) = from_args(args)?;
        Ok(self.0.get_all(name).map(String::as_str).collect())
    }
}
