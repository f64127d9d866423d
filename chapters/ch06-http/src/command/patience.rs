//! How long a server waits: options of `serve`.

use std::time::Duration;

use crate::Limits;

/// How long a server waits, and for what.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Patience {
    /// Seconds to wait for a client's first byte while others queue
    #[arg(long, default_value = "0.05", value_parser = cli::seconds)]
    first: Duration,
    /// Seconds to wait for a client that says nothing
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    idle: Duration,
    /// Seconds to wait for a client that does not read
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    write: Duration,
    /// Seconds to wait for a client to hang up after an early answer
    #[arg(long, default_value = "2", value_parser = cli::seconds)]
    linger: Duration,
    /// Seconds that conversations have left when the server is told to end
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    grace: Duration,
}

impl Patience {
    /// In the library's form.
    pub fn limits(&self) -> Limits {
        let Patience { first, idle, write, linger, grace } = *self;
        Limits { first, idle, write, linger, grace }
    }
}
