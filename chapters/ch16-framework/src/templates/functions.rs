//! What a template can call.

use std::sync::Arc;

use minijinja::value::{Kwargs, Object, from_args};
use minijinja::{Error, ErrorKind, State, Value};

use super::names::Around;
use crate::Flash;
use crate::links::Links;
use crate::routing::Values;

/// `url_for("entry", at=7)`
#[derive(Debug)]
pub(super) struct UrlFor(pub(super) Arc<Around>);

impl Object for UrlFor {
    fn call(
        self: &Arc<Self>,
        _: &State<'_, '_>,
        args: &[Value],
    ) -> Result<Value, Error> {
        let (endpoint, named): (&str, Kwargs) = from_args(args)?;
        let request = &self.0.request;
        let links = Links {
            map: &self.0.map,
            root: &request.root_path,
            endpoint: request.endpoint.as_deref(),
            defaults: &self.0.defaults,
            origin: &|scheme| request.origin(scheme),
        };
        let url = links.url_for(endpoint, values(&named)?);
        let wrong = |error: crate::routing::BuildError| {
            Error::new(ErrorKind::InvalidOperation, error.to_string())
        };
        Ok(Value::from(url.map_err(wrong)?))
    }
}

/// A list is several values of one name; none is no value.
fn values(named: &Kwargs) -> Result<Values, Error> {
    let mut values = Values::new();
    for name in named.args() {
        let value: Value = named.peek(name)?;
        if value.is_none() || value.is_undefined() {
            continue;
        }
        if value.as_str().is_some() {
            values = values.with(name, value);
            continue;
        }
        match value.try_iter() {
            Ok(all) => {
                values = all.fold(values, |some, one| some.with(name, one));
            }
            Err(_) => values = values.with(name, value),
        }
    }
    Ok(values)
}

/// `get_flashed_messages(with_categories=true, category_filter=["error"])`
#[derive(Debug)]
pub(super) struct GetFlashedMessages(pub(super) Arc<Around>);

impl Object for GetFlashedMessages {
    fn call(
        self: &Arc<Self>,
        _: &State<'_, '_>,
        args: &[Value],
    ) -> Result<Value, Error> {
        type Some = (Option<bool>, Option<Vec<String>>, Kwargs);
        let (with, only, named): Some = from_args(args)?;
        let with = with.or(named.get("with_categories")?);
        let only = only.or(named.get("category_filter")?).unwrap_or_default();
        named.assert_all_used()?;
        let only: Vec<_> = only.iter().map(String::as_str).collect();
        let messages = self.0.session.get_flashed_messages(&only);
        let shown = |flash: Flash| match with {
            Some(true) => vec![flash.category, flash.message].into(),
            _ => Value::from(flash.message),
        };
        Ok(messages.into_iter().map(shown).collect())
    }
}
