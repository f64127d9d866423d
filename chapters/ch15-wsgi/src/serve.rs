//! `serve`: an application, on what was chosen.

use std::sync::Arc;

use endpoint::Listener;
use forking::Signals;
use http_basic::command::{announce, hint, many_clients, open, stop_on_signal};
use http1::Limits;
use http1_drivers::{Pooling, Times, serve_pool, serve_prefork, serve_threads};
use preforking::{Places, Sharing};
use threading::{Threads, one_line_panics};
use wsgi::{Application, Gateway, facts};

/// Who serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum On {
    /// A thread for each connection
    Threads,
    /// A pool of threads
    Pool,
    /// A pool of processes
    Prefork,
}

/// Threads of the pool, or processes.
const WORKERS: usize = 8;
/// The most connections at the same time.
const CONNECTIONS: usize = 1024;

const TRIES: [&str; 2] = [
    "curl -v http://ADDRESS/environ/a%20b?c=d",
    "curl -d 'name=Ada' http://ADDRESS/post",
];

pub(crate) fn run(
    address: &str,
    application: Box<dyn Application>,
    on: On,
) -> cli::Result {
    one_line_panics();
    if on == On::Prefork {
        return run_prefork(address, application);
    }
    let (limits, times) = (Limits::default(), Times::default());
    let stop = stop_on_signal()?;
    let listener = open("ch15", address, &many_clients(), &TRIES)?;
    let gateway = Arc::new(gateway(application, &listener, (true, false)));
    let ending = if on == On::Threads {
        let threads = Threads::new(CONNECTIONS).named("client");
        serve_threads(&listener, &threads, limits, &times, &stop, gateway)?
    } else {
        let size = Pooling { threads: WORKERS, connections: CONNECTIONS };
        serve_pool(&listener, size, limits, &times, &stop, gateway)?
    };
    cli::say!("{ending}");
    Ok(())
}

fn run_prefork(
    address: &str,
    application: Box<dyn Application>,
) -> cli::Result {
    let signals = Signals::install()?;
    let options = many_clients();
    let places = Places::open(address, Sharing::Listener, WORKERS, &options)
        .map_err(hint)?;
    announce("ch15", places.of(0), &TRIES);
    let gateway = gateway(application, places.of(0), (false, true));
    let (limits, times) = (Limits::default(), Times::default());
    let killed =
        serve_prefork(&places, WORKERS, limits, &times, &signals, &gateway)?;
    if killed > 0 {
        cli::say!("killed {killed} workers that were not done");
    }
    cli::say!("stopped");
    Ok(())
}

/// `truth`: what `wsgi.multithread` and `wsgi.multiprocess` say.
fn gateway(
    application: Box<dyn Application>,
    listener: &Listener,
    truth: (bool, bool),
) -> Gateway<Box<dyn Application>> {
    Gateway::new(application).with_facts(facts(&listener.address(), truth))
}
