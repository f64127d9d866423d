//! What is made of rules and configuration, and why it may not be possible.

use std::sync::{Arc, OnceLock};

use super::App;
use crate::ConfigError;
use crate::config::Settings;
use crate::routing::{Map, RuleError};

/// Why an application cannot start: a mistake in the program or its
/// configuration, in one line.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(pub(super) String);

impl From<RuleError> for SetupError {
    fn from(error: RuleError) -> Self {
        SetupError(error.to_string())
    }
}

impl From<ConfigError> for SetupError {
    fn from(error: ConfigError) -> Self {
        SetupError(error.to_string())
    }
}

/// What is made of routes and configuration when the first request comes.
pub(super) struct Ready {
    pub(super) map: Arc<Map>,
    pub(super) settings: Settings,
}

impl App {
    /// Whether `/users` is another path than `/users/` for rules that do not
    /// say it themselves (Flask's `app.url_map.strict_slashes`). It is, unless
    /// this says no.
    pub fn strict_slashes(&mut self, strict: bool) -> &mut Self {
        self.ready = OnceLock::new();
        self.slashes.0 = strict;
        self
    }

    /// Whether `//` in a path is taken as `/` (`app.url_map.merge_slashes`).
    /// It is, unless this says no.
    pub fn merge_slashes(&mut self, merge: bool) -> &mut Self {
        self.ready = OnceLock::new();
        self.slashes.1 = merge;
        self
    }

    /// Whether folders are there, and mounted applications can be reached.
    pub(super) fn check_places(&self) -> Result<(), SetupError> {
        let scope = &self.scope;
        let mistake = scope.missing_folder();
        let mistake = mistake.or_else(|| scope.wrong_name());
        let mistake = mistake.or_else(|| scope.shared_name());
        if let Some(mistake) = mistake {
            return Err(SetupError(mistake));
        }
        if let Some(mistake) = self.templates.missing_folder() {
            return Err(SetupError(mistake));
        }
        let twice = |prefix| {
            let same = self.mounts.prefixes().filter(|other| *other == prefix);
            same.count() > 1
        };
        for prefix in self.mounts.prefixes() {
            let why = match prefix {
                "" => "would answer everything: mount at /NAME",
                prefix if twice(prefix) => "is there twice",
                _ => continue,
            };
            let at = format!("the application mounted at \"{prefix}\"");
            return Err(SetupError(format!("{at} {why}")));
        }
        Ok(())
    }
}
