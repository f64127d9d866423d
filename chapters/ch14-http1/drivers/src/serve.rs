//! `serve`: the site, on what was chosen.

use std::sync::Arc;
use std::time::Duration;

use forking::Signals;
use http_basic::command::{announce, hint, many_clients, open, stop_on_signal};
use http1::Limits;
use http1_drivers::{Pooling, Times, serve_pool, serve_prefork, serve_threads};
use preforking::{Places, Sharing};
use threading::{Threads, one_line_panics};

use crate::site::site;

/// Who serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum On {
    /// A thread for each connection
    Threads,
    /// A pool of threads; connections that are idle wait outside
    Pool,
    /// A pool of processes, each with one connection at a time
    Prefork,
}

/// Who serves, and how many.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct How {
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
pub(crate) struct Patience {
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

const TRIES: [&str; 1] = ["curl -v http://ADDRESS/ http://ADDRESS/stream"];

pub(crate) fn run(address: &str, how: How, patience: Patience) -> cli::Result {
    one_line_panics();
    let times = patience.times();
    if how.on == On::Prefork {
        return run_prefork(address, usize::from(how.workers), &times);
    }
    let stop = stop_on_signal()?;
    let listener = &open("ch14", address, &many_clients(), &TRIES)?;
    let connections = usize::from(how.connections);
    let (limits, site) = (Limits::default(), Arc::new(site));
    let ending = if how.on == On::Threads {
        let threads = Threads::new(connections).named("client");
        serve_threads(listener, &threads, limits, &times, &stop, site)?
    } else {
        let threads = usize::from(how.workers);
        let size = Pooling { threads, connections };
        serve_pool(listener, size, limits, &times, &stop, site)?
    };
    cli::say!("{ending}");
    Ok(())
}

fn run_prefork(address: &str, workers: usize, times: &Times) -> cli::Result {
    let signals = Signals::install()?;
    let options = many_clients();
    let places = Places::open(address, Sharing::Listener, workers, &options)
        .map_err(hint)?;
    announce("ch14", places.of(0), &TRIES);
    let limits = Limits::default();
    let killed =
        serve_prefork(&places, workers, limits, times, &signals, &site)?;
    if killed > 0 {
        cli::say!("killed {killed} workers that were not done");
    }
    cli::say!("stopped");
    Ok(())
}
