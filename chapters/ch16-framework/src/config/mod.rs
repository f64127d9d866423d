//! What an application is told from outside: files, the environment.
//!
//! * [`Config`]: values by name; `load`: where they come from;
//! * `settings`, `session`: what the framework itself reads, once.

mod error;
mod load;
mod session;
mod settings;

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use error::ConfigError;
pub(crate) use session::SessionSettings;
pub(crate) use settings::Settings;

/// Values by name, as Flask's `app.config`. Names are in capitals.
///
/// What the framework itself reads is listed at [`Config::get`].
#[derive(Clone, Debug, Default)]
pub struct Config {
    values: Map<String, Value>,
    /// Where a value comes from, when not from the program.
    origins: HashMap<String, String>,
}

impl Config {
    /// No values: all is as it is by default.
    pub fn new() -> Self {
        Config::default()
    }

    /// Sets a value.
    ///
    /// # Errors
    ///
    /// A value that JSON cannot hold.
    pub fn set(
        &mut self,
        name: &str,
        value: impl Serialize,
    ) -> Result<&mut Self, ConfigError> {
        let value = serde_json::to_value(value);
        let value = value.map_err(|error| self.wrong(name, error))?;
        self.values.insert(name.to_owned(), value);
        self.origins.remove(name);
        Ok(self)
    }

    /// The value `name` as a `T`; `None` if there is none, or `null`.
    ///
    /// The framework reads
    ///
    /// * `SECRET_KEY`, `SECRET_KEY_FALLBACKS`: what sessions are signed with,
    ///   32 bytes or more each; the fallbacks only open;
    /// * `SESSION_COOKIE_NAME` (`session`), `_DOMAIN` (none), `_PATH` (else
    ///   `APPLICATION_ROOT`, else `/`), `_HTTPONLY` (true), `_SECURE` (false),
    ///   `_SAMESITE` (`Lax`; Flask's is none), `_PARTITIONED` (false);
    /// * `PERMANENT_SESSION_LIFETIME` (31 days, in seconds),
    ///   `SESSION_REFRESH_EACH_REQUEST` (true), `MAX_COOKIE_SIZE` (4,093
    ///   bytes; 0: no limit);
    /// * `DEBUG` (false), `TEMPLATES_AUTO_RELOAD` (as `DEBUG`),
    ///   `SEND_FILE_MAX_AGE_DEFAULT` (none, in seconds);
    /// * `TRUSTED_HOSTS` (all): the hosts that a request may ask for, `.name`
    ///   with all below it; others are answered with 400;
    /// * `MAX_CONTENT_LENGTH`, `MAX_FORM_MEMORY_SIZE`, `MAX_FORM_PARTS`: see
    ///   [`Limits`](crate::Limits).
    ///
    /// # Errors
    ///
    /// A value of another kind.
    pub fn get<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, ConfigError> {
        let value = self.value(name);
        let read = value.map(|value| serde_json::from_value(value.clone()));
        read.transpose().map_err(|error| self.wrong(name, error))
    }

    /// Whether `name` has a value.
    pub fn contains(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// All names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The values whose names begin with `prefix`, without it and in small
    /// letters: what another library is told, perhaps.
    pub fn get_namespace(&self, prefix: &str) -> Map<String, Value> {
        let own = self.iter().filter_map(|(name, value)| {
            let name = name.strip_prefix(prefix)?;
            Some((name.to_lowercase(), value.clone()))
        });
        own.collect()
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).filter(|value| !value.is_null())
    }

    /// What is wrong with a value, and where it stands.
    fn wrong(&self, name: &str, why: impl ToString) -> ConfigError {
        let place = match self.origins.get(name) {
            Some(origin) => origin.clone(),
            None => format!("the setting {name}"),
        };
        ConfigError::Value { place, why: why.to_string() }
    }
}
