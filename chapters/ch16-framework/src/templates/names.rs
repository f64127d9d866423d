//! What a template sees.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};

use super::functions::{GetFlashedMessages, UrlFor};
use super::request::Sent;
use crate::links::Defaults;
use crate::routing::Map;
use crate::{Context, Error, Session};

/// The names that every template has.
const NAMES: [&str; 6] =
    ["request", "session", "g", "config", "url_for", "get_flashed_messages"];

/// All names of a template: the view's values, then those of context
/// processors, the innermost blueprint's first, then the framework's own.
#[derive(Debug)]
pub(super) struct Names {
    layers: Vec<Value>,
    around: Arc<Around>,
}

/// What a template sees of its request. It is a copy: minijinja's values own
/// what they show.
pub(super) struct Around {
    pub(super) map: Arc<Map>,
    pub(super) session: Session,
    pub(super) request: Arc<Sent>,
    pub(super) defaults: Vec<Defaults>,
    config: Value,
    g: Value,
}

impl fmt::Debug for Around {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(f)
    }
}

impl Names {
    pub(super) fn new(
        context: &Context<'_>,
        values: Value,
    ) -> Result<Names, Error> {
        let app = context.app();
        let around = Around {
            map: app.shared_map()?,
            session: context.unopened_session()?,
            request: Arc::new(Sent::new(context)),
            defaults: app.url_values(context),
            config: app.settings()?.shown.clone(),
            g: context.g().named(),
        };
        let mut layers = app.processed(context);
        layers.push(values);
        layers.reverse();
        Ok(Names { layers, around: Arc::new(around) })
    }

    fn own(&self, name: &str) -> Option<Value> {
        let around = || Arc::clone(&self.around);
        Some(match name {
            "request" => {
                Value::from_dyn_object(Arc::clone(&self.around.request))
            }
            "session" => Value::from_object(self.around.session.clone()),
            "g" => self.around.g.clone(),
            "config" => self.around.config.clone(),
            "url_for" => Value::from_object(UrlFor(around())),
            "get_flashed_messages" => {
                Value::from_object(GetFlashedMessages(around()))
            }
            _ => return None,
        })
    }
}

impl Object for Names {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        self.get_value_by_str(name.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Value> {
        let values = self.layers.iter().map(|layer| layer.get_attr(name));
        let mut values = values.flatten();
        values.find(|value| !value.is_undefined()).or_else(|| self.own(name))
    }

    /// For `{{ debug() }}`.
    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let given =
            self.layers.iter().filter_map(|layer| layer.try_iter().ok());
        let given = given.flatten();
        Enumerator::Values(given.chain(NAMES.map(Value::from)).collect())
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session") // to look inside is to ask for it
    }
}

/// `{{ session.name }}`. Naming it is asking for it: see
/// [`Session::accessed`].
impl Object for Session {
    fn get_value(self: &Arc<Self>, name: &Value) -> Option<Value> {
        self.get_value_by_str(name.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, name: &str) -> Option<Value> {
        self.get::<Value>(name)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let names = self.keys().into_iter().map(Value::from);
        Enumerator::Values(names.collect())
    }
}
