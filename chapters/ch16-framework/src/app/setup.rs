//! What is made of rules and configuration, and why it may not be possible.

use std::sync::Arc;

use crate::ConfigError;
use crate::config::Settings;
use crate::routing::{Map, RuleError};

/// Why an application cannot start: a mistake in the program or its
/// configuration, in one line.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(String);

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
