//! What can be wrong with a configuration.

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
    /// The file's text is no TOML, or no JSON if its name ends so.
    #[error("{path}: {why}")]
    Text {
        /// Which file.
        path: String,
        /// Where in it, and what is wrong.
        why: String,
    },
    /// A variable of the environment is missing.
    #[error("the variable {name} is not set: it should name a file")]
    NoVariable {
        /// Its name.
        name: String,
    },
    /// A value is of another kind than what it is used for.
    #[error("{place}: {why}")]
    Value {
        /// Where it comes from, and its name: `site.toml: SECRET_KEY`.
        place: String,
        /// What it should be.
        why: String,
    },
}
