//! What an application is told from outside: files, the environment.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Limits;
use crate::signing::Signer;

/// Values by name, as Flask's `app.config`. Names are in capitals.
///
/// What the framework itself reads is listed at [`Config::get`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    values: Map<String, Value>,
}

/// Why a value or a file cannot be used: what, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {error}")]
    File {
        /// Which file.
        path: String,
        /// The system's answer.
        error: std::io::Error,
    },
    /// The file's text is neither TOML nor JSON, as its name says.
    #[error("{path}: {why}")]
    Text {
        /// Which file.
        path: String,
        /// Where in it, and what is wrong.
        why: String,
    },
    /// A value is of another kind than what it is used for.
    #[error("the setting {name}: {why}")]
    Kind {
        /// Its name.
        name: String,
        /// What it should be.
        why: String,
    },
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
        self.values.insert(name.to_owned(), value.map_err(|e| kind(name, e))?);
        Ok(self)
    }

    /// Takes the values of a file: TOML, or JSON if its name ends so.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or understood.
    pub fn from_file(
        &mut self,
        path: impl AsRef<Path>,
    ) -> Result<&mut Self, ConfigError> {
        let path = path.as_ref();
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            ConfigError::File { path: shown.clone(), error }
        })?;
        let json = path.extension().is_some_and(|end| end == "json");
        let values = if json {
            serde_json::from_str(&text).map_err(|e| e.to_string())
        } else {
            toml::from_str(&text).map_err(|e| e.to_string())
        };
        let wrong = |why: String| {
            let lines: Vec<_> = why.split_whitespace().collect();
            ConfigError::Text { path: shown, why: lines.join(" ") }
        };
        let mut values: Map<_, _> = values.map_err(wrong)?;
        self.values.append(&mut values);
        Ok(self)
    }

    /// Takes the environment's variables that begin with `prefix` and `_`.
    ///
    /// A value that reads as JSON is that (`true`, `5`, `["a"]`); any other
    /// is text. Two underscores lead inside: `CARAFE_MAIL__PORT=25` sets
    /// `PORT` in `MAIL`.
    pub fn from_env(&mut self, prefix: &str) -> &mut Self {
        self.from_variables(
            prefix,
            std::env::vars_os().filter_map(|(k, v)| {
                Some((k.into_string().ok()?, v.into_string().ok()?))
            }),
        )
    }

    /// The same from any list of variables.
    pub fn from_variables(
        &mut self,
        prefix: &str,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> &mut Self {
        let mut variables: Vec<_> = variables.into_iter().collect();
        variables.sort(); // an outer value comes before what is inside it
        for (name, text) in variables {
            let rest = name.strip_prefix(prefix);
            let Some(name) = rest.and_then(|name| name.strip_prefix('_'))
            else {
                continue;
            };
            let value = serde_json::from_str(&text);
            let value = value.unwrap_or(Value::String(text));
            insert(&mut self.values, name, value);
        }
        self
    }

    /// The value `name` as a `T`; `None` if there is none.
    ///
    /// The framework reads `MAX_CONTENT_LENGTH`, `MAX_FORM_MEMORY_SIZE` and
    /// `MAX_FORM_PARTS` (see [`Limits`]), `SECRET_KEY` and
    /// `SECRET_KEY_FALLBACKS` (32 bytes or more), `SESSION_COOKIE_NAME`,
    /// `SESSION_COOKIE_SECURE`, `PERMANENT_SESSION_LIFETIME` (seconds),
    /// `SEND_FILE_MAX_AGE_DEFAULT` (seconds), `DEBUG`.
    ///
    /// # Errors
    ///
    /// A value of another kind.
    pub fn get<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, ConfigError> {
        let Some(value) = self.values.get(name) else { return Ok(None) };
        let read = serde_json::from_value(value.clone());
        read.map(Some).map_err(|e| kind(name, e))
    }
}

fn kind(name: &str, error: serde_json::Error) -> ConfigError {
    ConfigError::Kind { name: name.to_owned(), why: error.to_string() }
}

fn insert(values: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((outer, inner)) = name.split_once("__") else {
        values.insert(name.to_owned(), value);
        return;
    };
    let place = values.entry(outer).or_insert_with(|| Map::new().into());
    if !place.is_object() {
        *place = Map::new().into();
    }
    if let Some(place) = place.as_object_mut() {
        insert(place, inner, value);
    }
}

/// What the framework itself reads, once, when the application is complete.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    /// Whether errors are shown.
    pub(crate) debug: bool,
    /// Seconds.
    pub(crate) send_file_max_age: Option<u64>,
    pub(crate) cookie_name: String,
    pub(crate) cookie_secure: bool,
    /// Seconds.
    pub(crate) session_lifetime: u64,
    /// Signs sessions. The cookie's name is in its purpose, so that no other
    /// signed cookie can stand in for the session.
    pub(crate) signer: Signer,
}

/// 31 days, as Flask's.
const LIFETIME: u64 = 31 * 24 * 60 * 60;

/// What HMAC-SHA-256 needs to be as strong as it can be.
const KEY_BYTES: usize = 32;

impl Settings {
    pub(crate) fn read(config: &Config) -> Result<Self, ConfigError> {
        let mut limits = Limits::default();
        if let Some(most) = config.get("MAX_CONTENT_LENGTH")? {
            limits.max_content_length = most;
        }
        if let Some(most) = config.get("MAX_FORM_MEMORY_SIZE")? {
            limits.max_form_memory_size = most;
        }
        if let Some(most) = config.get("MAX_FORM_PARTS")? {
            limits.max_form_parts = most;
        }
        let name: Option<String> = config.get("SESSION_COOKIE_NAME")?;
        let name = name.unwrap_or_else(|| "session".to_owned());
        let purpose = format!("session {name}");
        let lifetime = config.get("PERMANENT_SESSION_LIFETIME")?;
        Ok(Settings {
            limits,
            cookie_name: name,
            debug: config.get("DEBUG")?.unwrap_or_default(),
            send_file_max_age: config.get("SEND_FILE_MAX_AGE_DEFAULT")?,
            cookie_secure: config
                .get("SESSION_COOKIE_SECURE")?
                .unwrap_or_default(),
            session_lifetime: lifetime.unwrap_or(LIFETIME),
            signer: Signer::new(&Settings::secrets(config)?, &purpose),
        })
    }

    fn secrets(config: &Config) -> Result<Vec<String>, ConfigError> {
        let Some(newest) = config.get::<String>("SECRET_KEY")? else {
            return Ok(Vec::new());
        };
        let old: Option<Vec<String>> = config.get("SECRET_KEY_FALLBACKS")?;
        let mut all = vec![newest];
        all.extend(old.unwrap_or_default());
        match all.iter().find(|key| key.len() < KEY_BYTES) {
            None => Ok(all),
            Some(key) => Err(ConfigError::Kind {
                name: "SECRET_KEY".to_owned(),
                why: format!(
                    "a key has {} bytes, it needs {KEY_BYTES} or more",
                    key.len()
                ),
            }),
        }
    }
}
