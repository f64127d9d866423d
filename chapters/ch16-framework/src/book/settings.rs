//! What the book itself is told, beside the framework's settings.

use std::path::PathBuf;
use std::time::Duration;

use carafe::{Config, ConfigError, Context, Error, Extract};

/// Two seconds, in milliseconds.
const PATIENCE: u64 = 2000;

/// The settings of the book.
pub(super) struct Settings {
    /// `BOOK_FOLDER`: where entries and pictures are kept.
    pub(super) folder: Option<PathBuf>,
    /// `OWNER_PASSWORD`: without it, or if it is empty, no password is right.
    pub(super) password: Option<String>,
    /// `NEIGHBOR`: the address of another guest book.
    pub(super) neighbor: Option<String>,
    /// `NEIGHBOR_TIMEOUT_MS`: how long that one may take.
    pub(super) patience: Duration,
}

impl Settings {
    pub(super) fn read(config: &Config) -> Result<Settings, ConfigError> {
        let password: Option<String> = config.get("OWNER_PASSWORD")?;
        let patience = config.get("NEIGHBOR_TIMEOUT_MS")?;
        Ok(Settings {
            folder: config.get("BOOK_FOLDER")?,
            password: password.filter(|password| !password.is_empty()),
            neighbor: config.get("NEIGHBOR")?,
            patience: Duration::from_millis(patience.unwrap_or(PATIENCE)),
        })
    }
}

impl Extract for Settings {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        Ok(Settings::read(context.app().config())?)
    }
}
