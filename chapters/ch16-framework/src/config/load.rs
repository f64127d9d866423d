//! Values from files and from the environment.

use std::ffi::OsString;
use std::path::Path;

use serde_json::{Map, Value};

use super::{Config, ConfigError};

impl Config {
    /// Takes the values of a file: TOML, or JSON if its name ends so. Names
    /// with small letters are left out, as in Flask.
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
        let values = if json { from_json(&text) } else { from_toml(&text) };
        let wrong = |why| ConfigError::Text { path: shown.clone(), why };
        let values = values.map_err(wrong)?;
        Ok(self.take(values, |name| format!("{shown}: {name}")))
    }

    /// Takes the values of the file that a variable of the environment names.
    ///
    /// # Errors
    ///
    /// No such variable; else as [`Config::from_file`].
    pub fn from_envvar(
        &mut self,
        name: &str,
    ) -> Result<&mut Self, ConfigError> {
        let missing = || ConfigError::NoVariable { name: name.to_owned() };
        self.from_file(std::env::var_os(name).ok_or_else(missing)?)
    }

    /// Takes values from a map. Names with small letters are left out.
    pub fn from_mapping(&mut self, values: Map<String, Value>) -> &mut Self {
        self.take(values, |name| format!("the setting {name}"))
    }

    /// Takes the environment's variables that begin with `prefix` and `_`.
    ///
    /// A value that reads as JSON is that (`true`, `5`, `["a"]`); any other
    /// is text. Two underscores lead inside: `CARAFE_MAIL__PORT=25` sets
    /// `PORT` in `MAIL`.
    ///
    /// # Errors
    ///
    /// A variable with that prefix that is no UTF-8.
    pub fn from_prefixed_env(
        &mut self,
        prefix: &str,
    ) -> Result<&mut Self, ConfigError> {
        self.from_variables(prefix, std::env::vars_os())
    }

    /// The same from any list of variables.
    ///
    /// # Errors
    ///
    /// As [`Config::from_prefixed_env`].
    pub fn from_variables(
        &mut self,
        prefix: &str,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<&mut Self, ConfigError> {
        let mut variables: Vec<_> = variables.into_iter().collect();
        variables.sort(); // an outer value comes before what is inside it
        for (name, text) in variables {
            let shown = name.to_string_lossy();
            let rest = shown.strip_prefix(prefix);
            if let Some(own) = rest.and_then(|name| name.strip_prefix('_')) {
                let place = format!("the variable {shown}");
                let (Some(_), Some(text)) = (name.to_str(), text.to_str())
                else {
                    let why = "this is no UTF-8".to_owned();
                    return Err(ConfigError::Value { place, why });
                };
                self.take_variable(own, text, place);
            }
        }
        Ok(self)
    }

    fn take_variable(&mut self, name: &str, text: &str, place: String) {
        let value = serde_json::from_str(text);
        let outer = name.split("__").next().unwrap_or(name);
        self.origins.insert(outer.to_owned(), place);
        insert(&mut self.values, name, value.unwrap_or_else(|_| text.into()));
    }

    fn take(
        &mut self,
        values: Map<String, Value>,
        origin: impl Fn(&str) -> String,
    ) -> &mut Self {
        for (name, value) in values {
            let upper = name.chars().any(char::is_uppercase);
            if upper && !name.chars().any(char::is_lowercase) {
                self.origins.insert(name.clone(), origin(&name));
                self.values.insert(name, value);
            }
        }
        self
    }
}

/// Puts a value in its place: `MAIL__PORT` is `PORT` in `MAIL`.
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

fn from_json(text: &str) -> Result<Map<String, Value>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn from_toml(text: &str) -> Result<Map<String, Value>, String> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let why = error.message().replace('\n', ", ");
        format!("{why} at line {line}")
    })?;
    let pairs = table.into_iter();
    Ok(pairs.map(|(name, value)| (name, as_json(value))).collect())
}

/// The JSON of a TOML value: dates become text, and numbers that JSON does
/// not know (`nan`, `inf`) become `null`.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(yes) => yes.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(all) => all.into_iter().map(as_json).collect(),
        toml::Value::Table(all) => {
            let all = all.into_iter();
            Value::Object(all.map(|(k, v)| (k, as_json(v))).collect())
        }
    }
}
