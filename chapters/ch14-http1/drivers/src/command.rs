//! `serve`: a service, on what was chosen; for the programs of this chapter
//! and of those that stand on it.

use std::sync::Arc;
use std::time::Duration;

use endpoint::Listener;
use forking::Signals;
use http_basic::command::{announce, hint, many_clients, open, stop_on_signal};
use http1::Limits;
use preforking::{Places, Sharing};
use threading::{Threads, one_line_panics};

use crate::{
    Pooling, STACK_SIZE, Service, Times, serve_pool, serve_prefork,
    serve_threads,
};

/// Who serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum On {
    /// A thread for each connection
    Threads,
    /// A pool of threads; connections that are idle wait outside
    Pool,
    /// A pool of processes, each with one connection at a time
    Prefork,
}

/// What the command line says about serving.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Options {
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    patience: Patience,
    #[arg(skip)]
    limits: Limits,
}

impl Options {
    /// The same for a service that takes more, or less, of a request.
    pub fn with_limits(self, limits: Limits) -> Options {
        Options { limits, ..self }
    }
}

/// Who serves, and how many.
#[derive(Clone, Copy, Debug, clap::Args)]
struct How {
    /// Who serves
    #[arg(long, value_enum, default_value_t = On::Pool)]
    on: On,
    /// Threads of the pool, or processes
    #[arg(long, value_name = "N", default_value = "8")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: u16,
    /// The most connections at the same time (threads, pool)
    #[arg(long, value_name = "N", default_value = "1024")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    connections: u16,
}

/// How long the server waits, and for what.
#[derive(Clone, Copy, Debug, clap::Args)]
struct Patience {
    /// Seconds until the first byte of a request
    #[arg(long, default_value = "5", value_parser = cli::seconds)]
    idle: Duration,
    /// Seconds for the rest of a head
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    head: Duration,
    /// Seconds for a body
    #[arg(long, default_value = "30", value_parser = cli::seconds)]
    body: Duration,
    /// Seconds to take what waits to be sent
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    write: Duration,
    /// Seconds to hang up after the last answer
    #[arg(long, default_value = "2", value_parser = cli::seconds)]
    linger: Duration,
    /// Seconds that requests have left when the server is told to end
    #[arg(long, default_value = "10", value_parser = cli::seconds)]
    grace: Duration,
    /// Seconds that an idle connection stays while others queue (prefork)
    #[arg(long, default_value = "0.05", value_parser = cli::seconds)]
    turn: Duration,
}

impl Patience {
    fn times(self) -> Times {
        let Patience { idle, head, body, write, linger, grace, turn } = self;
        Times { idle, head, body, write, linger, grace, turn }
    }
}

/// Serves at `address` until a signal ends it. `service` makes the service,
/// once it is known where and on what it is. `tries` are commands that a user
/// may try, with `ADDRESS` in them.
///
/// # Errors
///
/// When nobody can listen there, or the system gives no threads or processes.
pub fn serve<S: Service + Send + Sync + 'static>(
    package: &str,
    address: &str,
    tries: &[&str],
    options: Options,
    service: impl FnOnce(&Listener, On) -> S,
) -> cli::Result {
    one_line_panics();
    let Options { how, patience, limits } = options;
    let times = &patience.times();
    if how.on == On::Prefork {
        let workers = usize::from(how.workers);
        let options = many_clients();
        let signals = Signals::install()?;
        let places =
            Places::open(address, Sharing::Listener, workers, &options)
                .map_err(hint)?;
        announce(package, places.of(0), tries);
        let service = service(places.of(0), how.on);
        return run_prefork(
            &places, workers, limits, times, &signals, &service,
        );
    }
    let stop = stop_on_signal()?;
    let listener = open(package, address, &many_clients(), tries)?;
    let service = Arc::new(service(&listener, how.on));
    let connections = usize::from(how.connections);
    let ending = if how.on == On::Threads {
        let threads = Threads::new(connections)
            .named("client")
            .with_stack_size(STACK_SIZE);
        serve_threads(&listener, &threads, limits, times, &stop, service)?
    } else {
        let threads = usize::from(how.workers);
        let size = Pooling { threads, connections };
        serve_pool(&listener, size, limits, times, &stop, service)?
    };
    cli::say!("{ending}");
    Ok(())
}

fn run_prefork(
    places: &Places,
    workers: usize,
    limits: Limits,
    times: &Times,
    signals: &Signals,
    service: &impl Service,
) -> cli::Result {
    let killed =
        serve_prefork(places, workers, limits, times, signals, service)?;
    if killed > 0 {
        cli::say!("killed {killed} workers that were not done");
    }
    cli::say!("stopped");
    Ok(())
}
