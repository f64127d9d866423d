//! What the framework itself reads.

use std::sync::Arc;

use minijinja::Value;
use serde::de::DeserializeOwned;

use super::{Config, ConfigError, SessionSettings};
use crate::Limits;

/// What the framework itself reads, once, when the application is complete.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) limits: Limits,
    /// Whether errors are shown.
    pub(crate) debug: bool,
    /// Whether templates are read anew for each page.
    pub(crate) reload: bool,
    /// Names of ours; none: the host is not looked at.
    pub(crate) trusted_hosts: Vec<String>,
    /// Seconds.
    pub(crate) send_file_max_age: Option<u64>,
    pub(crate) session: Arc<SessionSettings>,
    /// What templates see as `config`.
    pub(crate) shown: Value,
}

impl Settings {
    pub(crate) fn read(config: &Config) -> Result<Self, ConfigError> {
        let usual = Limits::default();
        let number = "a whole number, 0 or more";
        let limits = Limits {
            max_content_length: config
                .read("MAX_CONTENT_LENGTH", number)?
                .unwrap_or(usual.max_content_length),
            max_form_memory_size: config
                .read("MAX_FORM_MEMORY_SIZE", number)?
                .unwrap_or(usual.max_form_memory_size),
            max_form_parts: config
                .read("MAX_FORM_PARTS", number)?
                .unwrap_or(usual.max_form_parts),
            ..usual
        };
        let session = Arc::new(SessionSettings::read(config)?);
        let debug = config.flag("DEBUG", false)?;
        Ok(Settings {
            limits,
            debug,
            reload: config.flag("TEMPLATES_AUTO_RELOAD", debug)?,
            trusted_hosts: config
                .read("TRUSTED_HOSTS", "a list of names")?
                .unwrap_or_default(),
            send_file_max_age: config
                .read("SEND_FILE_MAX_AGE_DEFAULT", number)?,
            session,
            shown: shown(config),
        })
    }
}

/// All but the keys: a page has no use for them, and a template that shows
/// all of `config` would show them, too.
fn shown(config: &Config) -> Value {
    let usual = [("DEBUG", Value::from(false))];
    let set = config
        .iter()
        .filter(|(name, _)| !name.starts_with("SECRET_KEY"))
        .map(|(name, value)| (name, Value::from_serialize(value)));
    usual.into_iter().chain(set).collect()
}

impl Config {
    /// The value `name`; an error says what it should be. It does not show
    /// the value: that could be a key.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        name: &str,
        expected: &str,
    ) -> Result<Option<T>, ConfigError> {
        let wrong = |_| self.wrong(name, format!("it should be {expected}"));
        self.get(name).map_err(wrong)
    }
}
